import { ACTION_ANSWERS, actionQuery, type ActionQuery, memberChange, type MemberChange } from '@bursar/contract';
import { deleteMember, updateMember } from '@bursar/openai-admin';
import { Body, Controller, Delete, Inject, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { RereadRequest } from '../directory/rereads.store.js';
import type { WebRequest } from '../http/web-request.js';
import { ActedObjects } from './acted-objects.service.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const MEMBER = { kind: 'user', parentId: '' } as const;

/** Wherever they are stored: in each project and group. */
const membershipsOf = (id: string): RereadRequest[] => [
  { kind: 'project_user', parentId: null, id },
  { kind: 'group_user', parentId: null, id },
];

/** Members of the OpenAI organization. */
@ApiTags('members')
@Controller('api/v1/members')
export class MembersController {
  constructor(
    @Inject(ActionsService) private readonly actions: ActionsService,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  @Patch(':id')
  @Action({
    permission: 'members.write',
    summary: 'Change the role of a member',
    description: 'OpenAI refuses it for the last owner.',
    answer: ACTION_ANSWERS.user,
  })
  async change(
    @Param('id', { schema: openaiId }) id: string,
    @Body({ schema: memberChange }) body: MemberChange,
    @Req() request: WebRequest,
  ) {
    const { role } = body;
    const result = await this.actions.change({
      ...MEMBER,
      id,
      request,
      about: body,
      what: 'member.change',
      plan: () => ({ role }),
      send: (client, wanted, options) => updateMember(client, { id, ...wanted }, options),
      // An owner of the organization is one of each project.
      rereads: () => [
        { kind: 'project_user', parentId: null, id },
        { kind: 'role_assignment', parentId: `users/${id}`, id: '' },
      ],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('user', item));
  }

  @Delete(':id')
  @Action({
    permission: 'members.write',
    summary: 'Remove a member from the organization',
    description:
      'OpenAI refuses it for the last owner. Look at GET /api/v1/members/{id} first, which lists their keys.',
    answer: ACTION_ANSWERS.user,
  })
  async remove(
    @Param('id', { schema: openaiId }) id: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...MEMBER,
      id,
      request,
      about,
      what: 'member.remove',
      send: (client, options) => deleteMember(client, id, options),
      rereads: async (within) => [...membershipsOf(id), ...(await this.objects.keysOf(id, within))],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('user', item));
  }
}
