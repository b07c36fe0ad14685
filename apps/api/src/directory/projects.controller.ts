import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Project, projectsAnswer, projectsQuery, type ProjectsQuery } from '@bursar/contract';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { DirectoryListStore, type ListPage } from './directory-list.store.js';

/** OpenAI's projects as last seen, gone ones on request. */
@ApiTags('directory')
@Controller('api/v1/projects')
export class ProjectsController {
  constructor(@Inject(DirectoryListStore) private readonly lists: DirectoryListStore) {}

  @Get()
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'Projects as last seen at OpenAI' })
  @ApiOkResponse({ standardSchema: projectsAnswer })
  async list(
    @Query({ schema: projectsQuery }) query: ProjectsQuery,
    @CallerScope() scope: Scope,
  ): Promise<ListPage<Project>> {
    return projectsAnswer.parse(await this.lists.page('project', query, scope));
  }
}
