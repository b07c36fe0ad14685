import { directoryChangesAnswer, directoryChangesQuery, type DirectoryChangesQuery } from '@bursar/contract';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { DirectoryChangesStore } from './directory-changes.store.js';

/** Who changed is in the audit log; what was seen to change is here, also where nobody logged it. */
@ApiTags('directory')
@Controller('api/v1/directory-changes')
export class DirectoryChangesController {
  constructor(@Inject(DirectoryChangesStore) private readonly changes: DirectoryChangesStore) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'Changes of roles, owners, statuses and limits, newest first' })
  @ApiOkResponse({ standardSchema: directoryChangesAnswer })
  async list(@Query({ schema: directoryChangesQuery }) query: DirectoryChangesQuery, @CallerScope() scope: Scope) {
    return directoryChangesAnswer.parse(await this.changes.page(query, scope));
  }
}
