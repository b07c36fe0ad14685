/** Members of the organization: `/organization/users`. */
import { badRequest, notFound } from '../errors.js';
import type { Someone } from '../audit-model.js';
import type { Member, ProjectKey } from '../organization-model.js';
import { optionalText, refuseFields } from './body.js';
import { get, memberOf, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Directory } from './directory.js';
import { listPage, withStrangeFields } from './list-page.js';

const USERS = '/organization/users';

/** Keys by the member who owns them, so that a list of a thousand members looks at each key once. */
function keysByOwner({ directory }: ManagementCall): (memberId: string) => readonly ProjectKey[] {
  const byOwner = new Map<string, ProjectKey[]>();
  for (const key of directory.parts.keys) {
    if (key.deleted || key.owner.type !== 'user') continue;
    const { id } = key.owner.member;
    byOwner.set(id, [...(byOwner.get(id) ?? []), key]);
  }
  return (memberId) => byOwner.get(memberId) ?? [];
}

/** The projects that each member was put into by name. */
function projectsByMember({ directory }: ManagementCall): (memberId: string) => Wire[] {
  const byMember = new Map<string, Wire[]>();
  for (const { id, name, removed } of directory.parts.projects) {
    if (removed) continue;
    for (const { memberId, role } of directory.projectMembers.get(id)?.values() ?? []) {
      byMember.set(memberId, [...(byMember.get(memberId) ?? []), { id, name, role }]);
    }
  }
  return (memberId) => byMember.get(memberId) ?? [];
}

function memberWires(call: ManagementCall): (member: Member) => Wire {
  const keysOf = keysByOwner(call);
  const projectsOf = projectsByMember(call);
  return (member) => {
    const { id, name, email, role, addedAt } = member;
    if (member.isBare) return { object: 'organization.user', id, added_at: addedAt };
    const uses = keysOf(id).flatMap((key) => call.lastUse.of(key.id) ?? []);
    return {
      object: 'organization.user',
      ...{ id, name, email, role },
      added_at: addedAt,
      created: addedAt,
      is_default: false,
      is_service_account: false,
      is_scale_tier_authorized_purchaser: role === 'owner',
      is_scim_managed: member.isScimManaged,
      api_key_last_used_at: uses.length === 0 ? null : Math.max(...uses),
      technical_level: member.technicalLevel,
      developer_persona: member.developerPersona,
      user: { object: 'user', id, email, name, picture: null, enabled: true, banned: false, banned_at: null },
      projects: { object: 'list', data: projectsOf(id) },
    };
  };
}

export function memberWire(call: ManagementCall, member: Member): Wire {
  return memberWires(call)(member);
}

function listMembers(call: ManagementCall): Wire {
  const change = call.faults.find('list-change');
  const current = () => call.directory.parts.members.filter(({ removed }) => !removed);
  if (change?.removeIndex !== undefined) {
    const id = current()[change.removeIndex]?.id;
    if (id !== undefined) call.organization.removeMember(id);
  }
  if (change?.insert) {
    const number = call.directory.parts.members.length;
    call.organization.addMember({ name: `Inserted ${number}`, email: `inserted${number}@acme-robotics.example` });
  }
  const emails = call.parameters['emails']?.map((email) => email.toLowerCase());
  return listPage(call, call.directory.parts.members, {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    parameters: ['emails'],
    isListed: ({ removed, email }) => !removed && (!emails || emails.includes(email.toLowerCase())),
    bornAt: ({ addedAt }) => addedAt,
    wire: memberWires(call),
  });
}

function updateMember(call: ManagementCall, id: string): Wire {
  const { body, directory } = call;
  const member = memberOf(call, id);
  refuseFields(body, ['role', 'role_id', 'technical_level', 'developer_persona']);
  const roleId = optionalText(body, 'role_id');
  const named = roleId === undefined ? undefined : directory.roles.find((role) => role.id === roleId);
  if (roleId !== undefined && !named) throw notFound(`No role found with ID: ${roleId}`);
  const role = named?.name ?? optionalText(body, 'role');
  member.technicalLevel = optionalText(body, 'technical_level') ?? member.technicalLevel;
  member.developerPersona = optionalText(body, 'developer_persona') ?? member.developerPersona;
  if (role !== undefined) setMemberRole(directory, member, { role, by: call.by });
  return memberWire(call, member);
}

/** @throws ApiError 400 for the last owner: an organization without one could never be managed again. */
export function setMemberRole(
  directory: Directory,
  member: Member,
  { role, by }: { role: string; by: Someone | null },
): void {
  if (role !== 'owner') refuseLastOwner(directory, member);
  member.role = role;
  directory.refreshAccess(isOwnedBy(member));
  directory.record(by, { type: 'user.updated', payload: { id: member.id, changes_requested: { role } } });
}

/** Takes a member out of the organization, its groups and projects. @throws ApiError 400 for the last owner. */
export function removeMember(directory: Directory, member: Member, by: Someone | null): void {
  refuseLastOwner(directory, member);
  member.removed = true;
  for (const members of directory.projectMembers.values()) members.delete(member.id);
  for (const group of directory.groups) group.members.delete(member.id);
  directory.refreshAccess(isOwnedBy(member));
  directory.record(by, { type: 'user.deleted', payload: { id: member.id } });
}

export function isOwnedBy(member: Member): (key: ProjectKey) => boolean {
  return ({ owner }) => owner.type === 'user' && owner.member === member;
}

function refuseLastOwner({ parts }: Directory, member: Member): void {
  const isOwner = ({ role, removed }: Member) => role === 'owner' && !removed;
  if (isOwner(member) && parts.members.filter(isOwner).length === 1) {
    throw badRequest('An organization must have at least one owner.', null);
  }
}

export const memberRoutes: readonly ManagementRoute[] = [
  get(USERS, listMembers),
  get(`${USERS}/{user_id}`, (call, id) => withStrangeFields(memberWire(call, memberOf(call, id)), call.faults)),
  post(`${USERS}/{user_id}`, updateMember),
  remove(`${USERS}/{user_id}`, (call, id) => {
    removeMember(call.directory, memberOf(call, id), call.by);
    return { object: 'organization.user.deleted', id, deleted: true };
  }),
];
