import {
  ACTION_ANSWERS,
  projectArchival,
  type ProjectArchival,
  projectBody,
  type ProjectBody,
  projectChange,
  type ProjectChange,
} from '@bursar/contract';
import { archiveProject, createProject, updateProject } from '@bursar/openai-admin';
import { Body, Controller, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { invalidRequest } from '../http/problem.js';
import type { WebRequest } from '../http/web-request.js';
import type { Item } from './acted-objects.service.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const PROJECT = { kind: 'project', parentId: '' } as const;

/** What a new project has from its first moment on. */
const HELD = ['project_user', 'rate_limit'] as const;

/** Projects at OpenAI. */
@ApiTags('projects')
@Controller('api/v1/projects')
export class ProjectsController {
  constructor(@Inject(ActionsService) private readonly actions: ActionsService) {}

  @Post()
  @Action({
    permission: 'projects.create',
    summary: 'Make a project',
    description:
      'Nobody is in it but the owners of the organization. OpenAI deletes no project, it only archives them.',
    answer: ACTION_ANSWERS.project,
    makes: true,
  })
  async make(@Body({ schema: projectBody }) body: ProjectBody, @Req() request: WebRequest) {
    const { reason: _reason, organization: _organization, ...project } = body;
    const result = await this.actions.make({
      ...PROJECT,
      request,
      about: body,
      what: 'project.make',
      wanted: project,
      send: (client, options) => createProject(client, project, options),
      objects: (object) => [{ ...PROJECT, object }],
      rereads: (id) => HELD.map((kind) => ({ kind, parentId: id, id: '' })),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project', item));
  }

  @Patch(':id')
  @Action({
    permission: 'projects.write',
    summary: 'Give a project another name',
    description: 'OpenAI refuses it for the default project and for one that is archived.',
    answer: ACTION_ANSWERS.project,
  })
  async change(
    @Param('id', { schema: openaiId }) id: string,
    @Body({ schema: projectChange }) body: ProjectChange,
    @Req() request: WebRequest,
  ) {
    const { name } = body;
    const result = await this.actions.change({
      ...PROJECT,
      id,
      request,
      about: body,
      what: 'project.change',
      plan: () => ({ name }),
      send: (client, wanted, options) => updateProject(client, { id, ...wanted }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project', item));
  }

  @Post(':id/archive')
  @Action({
    permission: 'projects.write',
    summary: 'Archive a project, for good',
    description: 'Its keys stop working, and OpenAI has no way back. Its name has to be given as it is.',
    answer: ACTION_ANSWERS.project,
  })
  async archive(
    @Param('id', { schema: openaiId }) id: string,
    @Body({ schema: projectArchival }) body: ProjectArchival,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.change({
      ...PROJECT,
      id,
      request,
      about: body,
      what: 'project.archive',
      plan: (project) => {
        refuseOtherName(project, body.name);
        return { status: 'archived' };
      },
      send: (client, _, options) => archiveProject(client, id, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('project', item));
  }
}

function refuseOtherName(project: Item | null, typed: string): void {
  const name = project?.['name'] ?? project?.['id'];
  if (typed === name) return;
  const message = `has to be ${String(name)}, as it stands there: what is archived cannot be used again`;
  throw invalidRequest({ pointer: '/name', message });
}
