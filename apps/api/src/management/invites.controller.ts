import { ACTION_ANSWERS, actionQuery, type ActionQuery, inviteBody, type InviteBody } from '@bursar/contract';
import { createInvite, deleteInvite } from '@bursar/openai-admin';
import { Body, Controller, Delete, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { WebRequest } from '../http/web-request.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const INVITE = { kind: 'invite', parentId: '' } as const;

/** Invites to the OpenAI organization. */
@ApiTags('members')
@Controller('api/v1/invites')
export class InvitesController {
  constructor(@Inject(ActionsService) private readonly actions: ActionsService) {}

  @Post()
  @Action({
    permission: 'members.write',
    summary: 'Invite somebody to the OpenAI organization',
    description: 'Nobody can send one again that has expired: make another.',
    answer: ACTION_ANSWERS.invite,
    makes: true,
  })
  async make(@Body({ schema: inviteBody }) body: InviteBody, @Req() request: WebRequest) {
    const { reason: _reason, organization: _organization, ...invite } = body;
    const result = await this.actions.make({
      ...INVITE,
      request,
      about: body,
      what: 'invite.send',
      wanted: invite,
      send: (client, options) => createInvite(client, invite, options),
      objects: (object) => [{ ...INVITE, object }],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('invite', item));
  }

  @Delete(':id')
  @Action({
    permission: 'members.write',
    summary: 'Take an invite back',
    description: 'OpenAI refuses it for one that was accepted: remove the member instead.',
    answer: ACTION_ANSWERS.invite,
  })
  async remove(
    @Param('id', { schema: openaiId }) id: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...INVITE,
      id,
      request,
      about,
      what: 'invite.delete',
      send: (client, options) => deleteInvite(client, id, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('invite', item));
  }
}
