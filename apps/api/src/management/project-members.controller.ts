import {
  ACTION_ANSWERS,
  actionQuery,
  type ActionQuery,
  projectMemberBody,
  type ProjectMemberBody,
  projectMemberChange,
  type ProjectMemberChange,
} from '@bursar/contract';
import { addProjectMember, removeProjectMember, updateProjectMember } from '@bursar/openai-admin';
import { Body, Controller, Delete, Inject, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { RereadRequest } from '../directory/rereads.store.js';
import type { WebRequest } from '../http/web-request.js';
import { ActedObjects } from './acted-objects.service.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const memberOf = (projectId: string) => ({ kind: 'project_user', parentId: projectId }) as const;

/** A member names their projects, and a key whether its owner still has access. */
const concerned = (userId: string): RereadRequest => ({ kind: 'user', parentId: '', id: userId });

/** Who is in a project. */
@ApiTags('projects')
@Controller('api/v1/projects/:id/members')
export class ProjectMembersController {
  constructor(
    @Inject(ActionsService) private readonly actions: ActionsService,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  @Post()
  @Action({
    permission: 'projects.write',
    summary: 'Put a member of the organization into a project',
    description: 'OpenAI refuses it for the default project. Whoever is no member yet is invited, with this project.',
    answer: ACTION_ANSWERS.project_user,
    makes: true,
  })
  async add(
    @Param('id', { schema: openaiId }) projectId: string,
    @Body({ schema: projectMemberBody }) body: ProjectMemberBody,
    @Req() request: WebRequest,
  ) {
    const { user_id: userId, email = '', role } = body;
    const who = userId === undefined ? { email } : { user_id: userId };
    const result = await this.actions.make({
      ...memberOf(projectId),
      request,
      about: body,
      what: 'project_member.add',
      wanted: { ...who, role },
      send: (client, options) => addProjectMember(client, { projectId, ...who, role }, options),
      objects: (object) => [{ ...memberOf(projectId), object }],
      rereads: (id) => [concerned(id)],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project_user', item));
  }

  @Patch(':user_id')
  @Action({
    permission: 'projects.write',
    summary: 'Change the role of a member in a project',
    description: 'Owners of the organization are owners of each project, and OpenAI refuses to change that there.',
    answer: ACTION_ANSWERS.project_user,
  })
  async change(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('user_id', { schema: openaiId }) userId: string,
    @Body({ schema: projectMemberChange }) body: ProjectMemberChange,
    @Req() request: WebRequest,
  ) {
    const { role } = body;
    const result = await this.actions.change({
      ...memberOf(projectId),
      id: userId,
      request,
      about: body,
      what: 'project_member.change',
      plan: () => ({ role }),
      send: (client, wanted, options) => updateProjectMember(client, { projectId, userId, ...wanted }, options),
      rereads: () => [concerned(userId)],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project_user', item));
  }

  @Delete(':user_id')
  @Action({
    permission: 'projects.write',
    summary: 'Take a member out of a project',
    description: 'They stay in the organization. OpenAI refuses it for owners of the organization.',
    answer: ACTION_ANSWERS.project_user,
  })
  async remove(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('user_id', { schema: openaiId }) userId: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...memberOf(projectId),
      id: userId,
      request,
      about,
      what: 'project_member.remove',
      send: (client, options) => removeProjectMember(client, { projectId, userId }, options),
      rereads: async (within) => {
        const keys = await this.objects.keysOf(userId, within);
        return [concerned(userId), ...keys.filter(({ parentId }) => parentId === projectId)];
      },
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project_user', item));
  }
}
