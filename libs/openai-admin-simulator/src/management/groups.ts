/** Groups and who is in them: `/organization/groups`. */
import { badRequest, notFound } from '../errors.js';
import { refuseFields, text } from './body.js';
import { get, memberOf, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Group } from './directory-model.js';
import { listPage } from './list-page.js';

const GROUPS = '/organization/groups';
const USERS = `${GROUPS}/{group_id}/users`;
const SIZES = { initial: 100, most: 1000, least: 0 };

function groupWire({ id, name, createdAt, isScimManaged }: Group): Wire {
  return { id, name, created_at: createdAt, is_scim_managed: isScimManaged, group_type: 'group' };
}

/** @throws ApiError 404 where there is none. */
export function groupOf({ directory }: ManagementCall, id: string): Group {
  const group = directory.groups.find((candidate) => candidate.id === id);
  if (!group) throw notFound(`No group found with ID: ${id}`);
  return group;
}

function refuseScim(group: Group): void {
  if (group.isScimManaged) throw badRequest(`Group ${group.name} is managed by SCIM and cannot be changed.`, null);
}

function createGroup({ body, directory, now, by }: ManagementCall): Wire {
  refuseFields(body, ['name']);
  const name = text(body, 'name');
  const group: Group = {
    id: directory.newId('group_'),
    name,
    createdAt: now,
    isScimManaged: false,
    members: new Map(),
  };
  directory.groups.push(group);
  directory.record(by, { type: 'group.created', payload: { id: group.id, data: { group_name: name } } });
  return groupWire(group);
}

function updateGroup(call: ManagementCall, id: string): Wire {
  const group = groupOf(call, id);
  refuseFields(call.body, ['name']);
  refuseScim(group);
  group.name = text(call.body, 'name');
  call.directory.record(call.by, {
    type: 'group.updated',
    payload: { id, changes_requested: { group_name: group.name } },
  });
  // As OpenAI answers: without the type that every other answer has.
  const { group_type: _type, ...wire } = groupWire(group);
  return wire;
}

function deleteGroup(call: ManagementCall, id: string): Wire {
  const { directory } = call;
  const group = groupOf(call, id);
  refuseScim(group);
  directory.groups.splice(directory.groups.indexOf(group), 1);
  for (const groups of directory.projectGroups.values()) groups.delete(id);
  directory.refreshAccess(({ owner }) => owner.type === 'user' && group.members.has(owner.member.id));
  directory.record(call.by, { type: 'group.deleted', payload: { id } });
  return { object: 'group.deleted', id, deleted: true };
}

function membershipOf(call: ManagementCall, groupId: string, memberId: string): Group {
  const group = groupOf(call, groupId);
  if (!group.members.has(memberId)) throw notFound(`User ${memberId} is not a member of group ${groupId}.`);
  return group;
}

function listGroupMembers(call: ManagementCall, groupId: string): Wire {
  const { members } = groupOf(call, groupId);
  const joined = call.directory.parts.members
    .filter(({ id }) => members.has(id))
    .sort((a, b) => members.get(a.id)! - members.get(b.id)!);
  return listPage(call, joined, {
    envelope: 'next',
    limit: SIZES,
    order: 'desc',
    bornAt: ({ id }) => members.get(id) ?? 0,
    wire: ({ id, name, email, isBare }) => ({ id, name, email: isBare ? null : email }),
  });
}

function addGroupMember(call: ManagementCall, groupId: string): Wire {
  const group = groupOf(call, groupId);
  refuseFields(call.body, ['user_id']);
  const member = memberOf(call, text(call.body, 'user_id'));
  refuseScim(group);
  if (group.members.has(member.id)) throw badRequest(`User ${member.id} is already in group ${groupId}.`, 'user_id');
  group.members.set(member.id, call.now);
  changedMembers(call, group, { type: 'tenant.group.member.added', memberId: member.id });
  return { object: 'group.user', user_id: member.id, group_id: group.id };
}

function changedMembers(
  { directory, by }: ManagementCall,
  group: Group,
  { type, memberId }: { type: string; memberId: string },
): void {
  directory.refreshAccess(({ owner }) => owner.type === 'user' && owner.member.id === memberId);
  directory.record(by, { type, payload: { id: group.id, user_id: memberId } });
}

export const groupRoutes: readonly ManagementRoute[] = [
  get(GROUPS, (call) =>
    listPage(call, call.directory.groups, {
      envelope: 'next',
      limit: SIZES,
      order: 'asc',
      bornAt: ({ createdAt }) => createdAt,
      wire: groupWire,
    }),
  ),
  post(GROUPS, createGroup),
  get(`${GROUPS}/{group_id}`, (call, id) => groupWire(groupOf(call, id))),
  post(`${GROUPS}/{group_id}`, updateGroup),
  remove(`${GROUPS}/{group_id}`, deleteGroup),
  get(USERS, listGroupMembers),
  post(USERS, addGroupMember),
  get(`${USERS}/{user_id}`, (call, groupId, memberId) => {
    membershipOf(call, groupId, memberId);
    const { id, name, email } = memberOf(call, memberId);
    return { id, name, email, picture: null, is_service_account: false, user_type: 'user' };
  }),
  remove(`${USERS}/{user_id}`, (call, groupId, memberId) => {
    const group = membershipOf(call, groupId, memberId);
    refuseScim(group);
    group.members.delete(memberId);
    changedMembers(call, group, { type: 'tenant.group.member.removed', memberId });
    return { object: 'group.user.deleted', deleted: true };
  }),
];
