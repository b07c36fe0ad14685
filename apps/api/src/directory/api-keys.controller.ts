import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type ApiKey, apiKeysAnswer, apiKeysQuery, type ApiKeysQuery } from '@bursar/contract';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { DirectoryListStore, type ListPage } from './directory-list.store.js';

/** API keys of projects as last seen at OpenAI, redacted as OpenAI lists them; gone ones on request. */
@ApiTags('directory')
@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(@Inject(DirectoryListStore) private readonly lists: DirectoryListStore) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'API keys of projects as last seen at OpenAI' })
  @ApiOkResponse({ standardSchema: apiKeysAnswer })
  async list(
    @Query({ schema: apiKeysQuery }) query: ApiKeysQuery,
    @CallerScope() scope: Scope,
  ): Promise<ListPage<ApiKey>> {
    return apiKeysAnswer.parse(await this.lists.page('api_key', query, scope));
  }
}
