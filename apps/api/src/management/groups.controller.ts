import {
  ACTION_ANSWERS,
  actionQuery,
  type ActionQuery,
  DIRECTORY_CALLS,
  groupBody,
  type GroupBody,
  groupMemberBody,
  type GroupMemberBody,
  groupMembersQuery,
  type GroupMembersQuery,
} from '@bursar/contract';
import { addGroupMember, createGroup, deleteGroup, removeGroupMember, updateGroup } from '@bursar/openai-admin';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DirectoryListStore } from '../directory/directory-list.store.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const GROUP = { kind: 'group', parentId: '' } as const;
const memberOf = (groupId: string) => ({ kind: 'group_user', parentId: `groups/${groupId}` }) as const;
const listed = DIRECTORY_CALLS['group-members'].answer;

/** Groups of members; OpenAI refuses changes of those that an identity provider keeps. */
@ApiTags('members')
@Controller('api/v1/groups')
export class GroupsController {
  constructor(
    @Inject(ActionsService) private readonly actions: ActionsService,
    @Inject(DirectoryListStore) private readonly lists: DirectoryListStore,
  ) {}

  @Post()
  @Action({
    permission: 'members.write',
    summary: 'Make a group of members',
    answer: ACTION_ANSWERS.group,
    makes: true,
  })
  async make(@Body({ schema: groupBody }) body: GroupBody, @Req() request: WebRequest) {
    const { name } = body;
    const result = await this.actions.make({
      ...GROUP,
      request,
      about: body,
      what: 'group.make',
      wanted: { name },
      send: (client, options) => createGroup(client, name, options),
      objects: (object) => [{ ...GROUP, object }],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('group', item));
  }

  @Patch(':id')
  @Action({ permission: 'members.write', summary: 'Give a group another name', answer: ACTION_ANSWERS.group })
  async change(
    @Param('id', { schema: openaiId }) id: string,
    @Body({ schema: groupBody }) body: GroupBody,
    @Req() request: WebRequest,
  ) {
    const { name } = body;
    const result = await this.actions.change({
      ...GROUP,
      id,
      request,
      about: body,
      what: 'group.change',
      plan: () => ({ name }),
      send: (client, wanted, options) => updateGroup(client, { id, ...wanted }, options),
      rereads: () => [{ kind: 'project_group', parentId: null, id }],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('group', item));
  }

  @Delete(':id')
  @Action({
    permission: 'members.write',
    summary: 'Delete a group; its members stay in the organization',
    answer: ACTION_ANSWERS.group,
  })
  async remove(
    @Param('id', { schema: openaiId }) id: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...GROUP,
      id,
      request,
      about,
      what: 'group.delete',
      send: (client, options) => deleteGroup(client, id, options),
      rereads: () => [{ kind: 'project_group', parentId: null, id }],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('group', item));
  }

  @Get(':id/members')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'Members of one group' })
  @ApiOkResponse({ standardSchema: listed })
  async members(
    @Param('id', { schema: openaiId }) id: string,
    @Query({ schema: groupMembersQuery }) query: GroupMembersQuery,
    @CallerScope() scope: Scope,
  ) {
    const asked = { ...query, sort: 'name', include_gone: false, group_id: [id] };
    return listed.parse(await this.lists.page('group_user', asked, scope));
  }

  @Post(':id/members')
  @Action({
    permission: 'members.write',
    summary: 'Put a member into a group',
    answer: ACTION_ANSWERS.group_user,
    makes: true,
  })
  async add(
    @Param('id', { schema: openaiId }) groupId: string,
    @Body({ schema: groupMemberBody }) body: GroupMemberBody,
    @Req() request: WebRequest,
  ) {
    const { user_id: userId } = body;
    const result = await this.actions.make({
      ...memberOf(groupId),
      request,
      about: body,
      what: 'group_member.add',
      wanted: { user_id: userId },
      send: (client, options) => addGroupMember(client, { groupId, userId }, options),
      objects: (object) => [{ ...memberOf(groupId), object }],
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('group_user', item));
  }

  @Delete(':id/members/:user_id')
  @Action({ permission: 'members.write', summary: 'Take a member out of a group', answer: ACTION_ANSWERS.group_user })
  async takeOut(
    @Param('id', { schema: openaiId }) groupId: string,
    @Param('user_id', { schema: openaiId }) userId: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...memberOf(groupId),
      id: userId,
      request,
      about,
      what: 'group_member.remove',
      send: (client, options) => removeGroupMember(client, { groupId, userId }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('group_user', item));
  }
}
