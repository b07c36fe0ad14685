/** Roles of the organization and of projects. Those of projects live beside `/organization`, not below it. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import { optionalText, refuseFields, text, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { entryOf, ORGANIZATION, type Directory, type Scope } from './directory.js';
import type { Role } from './directory-model.js';
import { listPage } from './list-page.js';

/** What OpenAI brings itself. */
export const PREDEFINED_ORGANIZATION_ROLES: readonly Role[] = [
  predefined('role-api-organization-owner', 'owner', ['api.organization.write', 'api.organization.read']),
  predefined('role-api-organization-reader', 'reader', ['api.organization.read']),
];
const PREDEFINED_PROJECT_ROLES: readonly Role[] = [
  predefined('role-api-project-owner', 'owner', ['api.project.write', 'api.project.read'], 'api.project'),
  predefined('role-api-project-member', 'member', ['api.model.request', 'api.project.read'], 'api.project'),
  predefined('role-api-project-viewer', 'viewer', ['api.project.read'], 'api.project'),
];

function predefined(
  id: string,
  name: string,
  permissions: readonly string[],
  resourceType: Role['resourceType'] = 'api.organization',
): Role {
  return { id, name, description: null, permissions, resourceType, isPredefined: true };
}

/** Roles that can be given in the organization or in a project. */
export function rolesOf(directory: Directory, scope: Scope): Role[] {
  if (scope === ORGANIZATION) return directory.roles;
  return entryOf(directory.projectRoles, scope, () => [...PREDEFINED_PROJECT_ROLES]);
}

export function roleWire({ id, name, description, permissions, resourceType, isPredefined }: Role): Wire {
  return {
    object: 'role',
    ...{ id, name, description, permissions },
    resource_type: resourceType,
    predefined_role: isPredefined,
  };
}

/** @throws ApiError 404 where there is none. */
export function roleOf({ directory }: ManagementCall, scope: Scope, id: string): Role {
  const role = rolesOf(directory, scope).find((candidate) => candidate.id === id);
  if (!role) throw notFound(`No role found with ID: ${id}`);
  return role;
}

function createRole(call: ManagementCall, scope: Scope): Wire {
  const { body, directory } = call;
  refuseFields(body, ['role_name', 'permissions', 'description']);
  const name = text(body, 'role_name');
  const roles = rolesOf(directory, scope);
  if (roles.some((role) => role.name === name)) throw badRequest(`A role named ${name} exists already.`, 'role_name');
  const role: Role = {
    id: directory.newId('role_'),
    name,
    description: optionalText(body, 'description') ?? null,
    permissions: texts(body, 'permissions'),
    resourceType: scope === ORGANIZATION ? 'api.organization' : 'api.project',
    isPredefined: false,
  };
  roles.push(role);
  record(call, 'role.created', role, { role_name: name, permissions: role.permissions, ...resource(scope) });
  return roleWire(role);
}

function resource(scope: Scope): Wire {
  return scope === ORGANIZATION
    ? { resource_type: 'api.organization' }
    : { resource_type: 'api.project', resource_id: scope };
}

function record({ directory, by }: { directory: Directory; by: Someone }, type: string, role: Role, data: Wire): void {
  directory.record(by, { type, payload: { id: role.id, ...data } });
}

function changeable(call: ManagementCall, scope: Scope, id: string): Role {
  const role = roleOf(call, scope, id);
  if (role.isPredefined) throw badRequest(`The predefined role ${role.name} cannot be changed.`, null);
  return role;
}

function updateRole(call: ManagementCall, scope: Scope, id: string): Wire {
  const { body } = call;
  const role = changeable(call, scope, id);
  refuseFields(body, ['role_name', 'permissions', 'description']);
  const before = role.permissions;
  const name = optionalText(body, 'role_name');
  const permissions =
    body['permissions'] === undefined || body['permissions'] === null ? before : texts(body, 'permissions');
  role.name = name ?? role.name;
  role.permissions = permissions;
  role.description = optionalText(body, 'description') ?? role.description;
  const changes = {
    ...(name === undefined ? {} : { role_name: name }),
    permissions_added: permissions.filter((permission) => !before.includes(permission)),
    permissions_removed: before.filter((permission) => !permissions.includes(permission)),
    ...resource(scope),
  };
  record(call, 'role.updated', role, { changes_requested: changes });
  return roleWire(role);
}

function deleteRole(call: ManagementCall, scope: Scope, id: string): Wire {
  const role = changeable(call, scope, id);
  const roles = rolesOf(call.directory, scope);
  roles.splice(roles.indexOf(role), 1);
  for (const given of call.directory.assignments.values()) {
    const place = given.findIndex(({ roleId }) => roleId === id);
    if (place >= 0) given.splice(place, 1);
  }
  record(call, 'role.deleted', role, {});
  return { object: 'role.deleted', id, deleted: true };
}

function listRoles(call: ManagementCall, scope: Scope): Wire {
  return listPage(call, rolesOf(call.directory, scope), {
    envelope: 'next',
    limit: { initial: 1000, most: 1000, least: 0 },
    order: 'asc',
    wire: roleWire,
  });
}

const ROLES = '/organization/roles';
const PROJECT_ROLES = '/projects/{project_id}/roles';
const scopeOf = (call: ManagementCall, projectId: string): Scope => openProject(call, projectId).id;

export const roleRoutes: readonly ManagementRoute[] = [
  get(ROLES, (call) => listRoles(call, ORGANIZATION)),
  post(ROLES, (call) => createRole(call, ORGANIZATION)),
  get(`${ROLES}/{role_id}`, (call, id) => roleWire(roleOf(call, ORGANIZATION, id))),
  post(`${ROLES}/{role_id}`, (call, id) => updateRole(call, ORGANIZATION, id)),
  remove(`${ROLES}/{role_id}`, (call, id) => deleteRole(call, ORGANIZATION, id)),
  get(PROJECT_ROLES, (call, projectId) => listRoles(call, scopeOf(call, projectId))),
  post(PROJECT_ROLES, (call, projectId) => createRole(call, scopeOf(call, projectId))),
  get(`${PROJECT_ROLES}/{role_id}`, (call, projectId, id) => roleWire(roleOf(call, scopeOf(call, projectId), id))),
  post(`${PROJECT_ROLES}/{role_id}`, (call, projectId, id) => updateRole(call, scopeOf(call, projectId), id)),
  remove(`${PROJECT_ROLES}/{role_id}`, (call, projectId, id) => deleteRole(call, scopeOf(call, projectId), id)),
];
