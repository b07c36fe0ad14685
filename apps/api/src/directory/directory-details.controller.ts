import {
  directoryDetailQuery,
  type DirectoryDetailQuery,
  type MemberDetail,
  memberDetail,
  type ProjectDetail,
  projectDetail,
} from '@bursar/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { DirectoryDetailsService } from './directory-details.service.js';

/** One project or member with what belongs to it; the long lists of it are answered by the calls of their own. */
@ApiTags('directory')
@Controller('api/v1')
export class DirectoryDetailsController {
  constructor(@Inject(DirectoryDetailsService) private readonly details: DirectoryDetailsService) {}

  @Get('projects/:id')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'A project: spend, settings, limits set at OpenAI, and how many of what it holds' })
  @ApiOkResponse({ standardSchema: projectDetail })
  async project(
    @Param('id') id: string,
    @Query({ schema: directoryDetailQuery }) query: DirectoryDetailQuery,
    @CallerScope() scope: Scope,
  ): Promise<ProjectDetail> {
    return projectDetail.parse(await this.details.project(id, query.organization, scope));
  }

  @Get('members/:id')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'A member: spend of the keys they own, projects, groups and roles' })
  @ApiOkResponse({ standardSchema: memberDetail })
  async member(
    @Param('id') id: string,
    @Query({ schema: directoryDetailQuery }) query: DirectoryDetailQuery,
    @CallerScope() scope: Scope,
  ): Promise<MemberDetail> {
    return memberDetail.parse(await this.details.member(id, query.organization, scope));
  }
}
