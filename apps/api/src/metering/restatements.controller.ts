import { restatementsAnswer, restatementsQuery, type RestatementsQuery } from '@bursar/contract';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { type Clock, CLOCK } from '../tokens.js';
import { askedRange } from './asked-range.js';
import { RestatementsStore } from './restatements.store.js';

/** The ledger of what was billed otherwise than it had been read. */
@ApiTags('costs')
@Controller('api/v1/restatements')
export class RestatementsController {
  constructor(
    @Inject(RestatementsStore) private readonly restatements: RestatementsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('costs.read')
  @ApiOperation({
    summary: 'Changes of days that had been read completely a day or more after their end',
    description:
      'The newest first. An entry whose key has `tuples` sums up that many changed tuples of a day with more than 1,000.',
  })
  @ApiOkResponse({ standardSchema: restatementsAnswer })
  async list(@Query({ schema: restatementsQuery }) query: RestatementsQuery, @CallerScope() scope: Scope) {
    const question = {
      range: askedRange(query, this.clock.now().getTime()),
      organizations: query.organization,
      projectIds: query.project_id,
      limit: query.limit,
      cursor: query.cursor,
    };
    return this.restatements.page(question, scope);
  }
}
