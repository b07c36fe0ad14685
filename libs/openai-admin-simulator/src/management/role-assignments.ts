/** Which roles members and groups have, in the organization and in projects. */
import { badRequest, notFound } from '../errors.js';
import { refuseFields, text } from './body.js';
import {
  get,
  memberOf,
  openProject,
  post,
  remove,
  type ManagementCall,
  type ManagementRoute,
  type Wire,
} from './call.js';
import { assignmentPlace, ORGANIZATION, type Scope } from './directory.js';
import type { Assignment, Group } from './directory-model.js';
import { groupOf } from './groups.js';
import { listPage } from './list-page.js';
import { memberWire } from './members.js';
import { roleOf, rolesOf, roleWire } from './roles.js';

/** One who has roles somewhere. */
interface Holder {
  scope: Scope;
  principal: 'user' | 'group';
  id: string;
}

interface Held extends Assignment {
  sources: { principal_id: string; principal_type: string }[];
}

function directlyHeld({ directory }: ManagementCall, { scope, principal, id }: Holder): readonly Assignment[] {
  return directory.assignments.get(assignmentPlace(scope, principal, id)) ?? [];
}

/** Own roles, and for members those that their groups bring; one role may come from both. */
function heldBy(call: ManagementCall, holder: Holder): Held[] {
  const held = new Map<string, Held>();
  const take = ({ scope, principal, id }: Holder) => {
    for (const assignment of directlyHeld(call, { scope, principal, id })) {
      const known = held.get(assignment.roleId) ?? { ...assignment, sources: [] };
      known.sources.push({ principal_id: id, principal_type: principal });
      held.set(assignment.roleId, known);
    }
  };
  take(holder);
  if (holder.principal === 'user') {
    const groups = call.directory.groups.filter(({ members }) => members.has(holder.id));
    for (const { id } of groups) take({ scope: holder.scope, principal: 'group', id });
  }
  return [...held.values()].sort((a, b) => a.createdAt - b.createdAt || (a.roleId < b.roleId ? -1 : 1));
}

function heldWire(call: ManagementCall, scope: Scope, { roleId, createdAt, createdBy, sources }: Held): Wire {
  const { object: _object, ...role } = roleWire(roleOf(call, scope, roleId));
  const creator = createdBy === null ? undefined : call.directory.member(createdBy);
  return {
    ...role,
    created_at: createdAt,
    updated_at: createdAt,
    created_by: createdBy,
    created_by_user_obj: creator ? { id: creator.id, name: creator.name, email: creator.email } : null,
    metadata: null,
    assignment_sources: sources,
  };
}

function listHeld(call: ManagementCall, holder: Holder): Wire {
  const known = new Set(rolesOf(call.directory, holder.scope).map(({ id }) => id));
  return listPage(
    call,
    heldBy(call, holder).filter(({ roleId }) => known.has(roleId)),
    {
      envelope: 'next',
      limit: { initial: 1000, most: 1000, least: 0 },
      order: 'asc',
      idOf: ({ roleId }) => roleId,
      bornAt: ({ createdAt }) => createdAt,
      wire: (held) => heldWire(call, holder.scope, held),
    },
  );
}

function retrieveHeld(call: ManagementCall, holder: Holder, roleId: string): Wire {
  const held = heldBy(call, holder).find((candidate) => candidate.roleId === roleId);
  if (!held) throw notFound(`Role ${roleId} is not assigned to ${holder.id}.`);
  return heldWire(call, holder.scope, held);
}

function groupWire({ id, name, createdAt, isScimManaged }: Group): Wire {
  return { object: 'group', id, name, created_at: createdAt, scim_managed: isScimManaged };
}

function assign(call: ManagementCall, holder: Holder): Wire {
  const { body, directory, now, by } = call;
  refuseFields(body, ['role_id']);
  const role = roleOf(call, holder.scope, text(body, 'role_id'));
  const held = directory.assignmentsAt(assignmentPlace(holder.scope, holder.principal, holder.id));
  if (held.some(({ roleId }) => roleId === role.id)) {
    throw badRequest(`Role ${role.name} is already assigned to ${holder.id}.`, 'role_id');
  }
  const creator = directory.adminKeys.find(({ id }) => by.type === 'admin_key' && id === by.keyId)?.ownerId;
  held.push({ roleId: role.id, createdAt: now, createdBy: creator ?? null });
  record(call, 'role.assignment.created', { ...holder, roleId: role.id });
  const [whom, wire] =
    holder.principal === 'user'
      ? (['user', memberWire(call, memberOf(call, holder.id))] as const)
      : (['group', groupWire(groupOf(call, holder.id))] as const);
  return { object: `${holder.principal}.role`, [whom]: wire, role: roleWire(role) };
}

function record(
  { directory, by }: ManagementCall,
  type: string,
  { scope, principal, id, roleId }: Holder & { roleId: string },
): void {
  const isOrganization = scope === ORGANIZATION;
  directory.record(by, {
    type,
    ...(isOrganization ? {} : { projectId: scope }),
    payload: {
      id: roleId,
      principal_id: id,
      principal_type: principal,
      resource_id: scope,
      resource_type: isOrganization ? 'api.organization' : 'api.project',
    },
  });
}

function unassign(call: ManagementCall, holder: Holder, roleId: string): Wire {
  const held = call.directory.assignmentsAt(assignmentPlace(holder.scope, holder.principal, holder.id));
  const place = held.findIndex((assignment) => assignment.roleId === roleId);
  if (place < 0) throw notFound(`Role ${roleId} is not assigned to ${holder.id}.`);
  held.splice(place, 1);
  record(call, 'role.assignment.deleted', { ...holder, roleId });
  return { object: `${holder.principal}.role.deleted`, deleted: true };
}

type Found = (call: ManagementCall, ...ids: string[]) => Holder;

function routesAt(path: string, holderOf: Found): ManagementRoute[] {
  // The role's id is the last of the path.
  return [
    get(path, (call, ...ids) => listHeld(call, holderOf(call, ...ids))),
    post(path, (call, ...ids) => assign(call, holderOf(call, ...ids))),
    get(`${path}/{role_id}`, (call, ...ids) => retrieveHeld(call, holderOf(call, ...ids), ids.at(-1) ?? '')),
    remove(`${path}/{role_id}`, (call, ...ids) => unassign(call, holderOf(call, ...ids), ids.at(-1) ?? '')),
  ];
}

const user = (call: ManagementCall, scope: Scope, id: string): Holder => {
  return { scope, principal: 'user', id: memberOf(call, id).id };
};
const group = (call: ManagementCall, scope: Scope, id: string): Holder => {
  return { scope, principal: 'group', id: groupOf(call, id).id };
};

export const roleAssignmentRoutes: readonly ManagementRoute[] = [
  ...routesAt('/organization/users/{user_id}/roles', (call, id) => user(call, ORGANIZATION, id ?? '')),
  ...routesAt('/organization/groups/{group_id}/roles', (call, id) => group(call, ORGANIZATION, id ?? '')),
  ...routesAt('/projects/{project_id}/users/{user_id}/roles', (call, projectId, id) =>
    user(call, openProject(call, projectId ?? '').id, id ?? ''),
  ),
  ...routesAt('/projects/{project_id}/groups/{group_id}/roles', (call, projectId, id) =>
    group(call, openProject(call, projectId ?? '').id, id ?? ''),
  ),
];
