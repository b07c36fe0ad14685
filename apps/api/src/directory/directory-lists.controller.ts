/** A route for each list of the contract's table. */
import { Controller, Get, Inject, Query, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DIRECTORY_CALLS, type DirectoryCall } from '@bursar/contract';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { DirectoryListStore } from './directory-list.store.js';
import type { ListQuery } from './list-query.js';

/** What OpenAI lists, as last seen; gone ones on request. */
export const DIRECTORY_LIST_CONTROLLERS = Object.entries<DirectoryCall>(DIRECTORY_CALLS).map(([path, call]) =>
  listController(path, call),
);

function listController(path: string, { kind, summary, query, answer }: DirectoryCall): Type {
  @ApiTags('directory')
  @Controller(`api/v1/${path}`)
  class ListController {
    constructor(@Inject(DirectoryListStore) private readonly lists: DirectoryListStore) {}

    @Get()
    @RequirePermission('directory.read')
    @ApiOperation({ summary })
    @ApiOkResponse({ standardSchema: answer })
    async list(@Query({ schema: query }) asked: ListQuery, @CallerScope() scope: Scope): Promise<unknown> {
      return answer.parse(await this.lists.page(kind, asked, scope));
    }
  }
  return ListController;
}
