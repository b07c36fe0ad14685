import type { ServerResponse } from 'node:http';
import { restatementsAnswer, restatementsQuery, type RestatementsQuery } from '@bursar/contract';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonAnswer, sendAnswer } from '../http/json-answer.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { type Clock, CLOCK } from '../tokens.js';
import { AnswersService } from './answers.service.js';
import { askedRange } from './asked-range.js';
import { questionName } from './question-name.js';
import { RestatementsStore } from './restatements.store.js';

/** The ledger of what was billed otherwise than it had been read. */
@ApiTags('costs')
@Controller('api/v1/restatements')
export class RestatementsController {
  constructor(
    @Inject(AnswersService) private readonly answers: AnswersService,
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
  @ApiJsonAnswer(restatementsAnswer)
  async list(
    @Query({ schema: restatementsQuery }) query: RestatementsQuery,
    @CallerScope() scope: Scope,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const question = {
      range: askedRange(query, this.clock.now().getTime()),
      organizations: query.organization,
      projectIds: query.project_id,
      limit: query.limit,
      cursor: query.cursor,
    };
    const asked = { name: questionName('restatements', question), scope, numbers: { width: '1d' as const } };
    const answer = await this.answers.answer(asked, (client) => this.restatements.read(client, question, scope));
    await sendAnswer(response, answer);
  }
}
