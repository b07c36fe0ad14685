/** Keys of projects: `/organization/projects/{project_id}/api_keys`. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import type { ProjectKey } from '../organization-model.js';
import { expiry, refuseFields, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Directory } from './directory.js';
import { listPage, newestFirst, withStrangeFields } from './list-page.js';

const KEYS = '/organization/projects/{project_id}/api_keys';
const ACCESS = ['active', 'inactive', 'any'];

export function keyWire(key: ProjectKey, { lastUse }: Pick<ManagementCall, 'lastUse'>): Wire {
  return {
    object: 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: key.redactedValue,
    created_at: key.createdAt,
    last_used_at: lastUse.of(key.id),
    expires_at: key.expiresAt,
    owner_project_access: key.ownerAccess,
    owner: ownerWire(key),
  };
}

function ownerWire({ owner }: ProjectKey): Wire {
  if (owner.type === 'user') {
    const { id, email, name, role, addedAt } = owner.member;
    const user = { object: 'organization.project.user', id, email, name, role: role === 'owner' ? 'owner' : 'member' };
    return { type: 'user', user: { ...user, created_at: addedAt } };
  }
  const { id, name, role, createdAt } = owner.account;
  const account = { object: 'organization.project.service_account', id, name, role, created_at: createdAt };
  return { type: 'service_account', service_account: account };
}

function listKeys(call: ManagementCall, projectId: string): Wire {
  const { directory, faults, organization, parameters } = call;
  const project = openProject(call, projectId);
  const all = () => newestFirst(directory.parts.keys.filter((key) => key.projectId === project.id));
  const change = faults.find('list-change');
  if (change?.removeIndex !== undefined) {
    const id = all().filter(({ deleted }) => !deleted)[change.removeIndex]?.id;
    if (id !== undefined) organization.deleteKey(id);
  }
  if (change?.insert) organization.addKey(project.id, `inserted-${directory.parts.keys.length}`);
  const access = parameters['owner_project_access']?.[0];
  if (access !== undefined && !ACCESS.includes(access)) {
    const message = `Invalid value: '${access}'. Supported values are: 'active', 'inactive', and 'any'.`;
    throw badRequest(message, 'owner_project_access', 'invalid_value');
  }
  // Without the parameter, keys of owners who lost access are hidden.
  const shown = access ?? 'active';
  return listPage(call, all(), {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    parameters: ['owner_project_access'],
    isListed: (key) => !key.deleted && (shown === 'any' || key.ownerAccess === shown),
    bornAt: ({ createdAt }) => createdAt,
    wire: (key) => keyWire(key, call),
  });
}

function keyOf(call: ManagementCall, projectId: string, id: string): ProjectKey {
  const project = openProject(call, projectId);
  const key = call.directory.keysOf(project.id).find((candidate) => candidate.id === id);
  if (!key) throw notFound(`No API key found with ID: ${id}`);
  return key;
}

function updateKey(call: ManagementCall, projectId: string, id: string): Wire {
  const { body, directory, now } = call;
  const key = keyOf(call, projectId, id);
  refuseFields(body, ['scopes', 'expires_in_seconds']);
  if (body['scopes'] === undefined && body['expires_in_seconds'] === undefined) {
    throw badRequest("At least one of 'scopes' and 'expires_in_seconds' has to be given.", null);
  }
  const scopes = body['scopes'] === undefined ? undefined : texts(body, 'scopes');
  const expiresAt = expiry(body, now, false);
  if (key.expiresAt !== null && key.expiresAt <= now) throw badRequest('Expired API keys cannot be updated.', null);
  key.scopes = scopes ?? key.scopes;
  key.expiresAt = expiresAt ?? key.expiresAt;
  directory.parts.expire(id, key.expiresAt);
  const changes = {
    ...(scopes ? { scopes } : {}),
    ...(expiresAt === undefined ? {} : { expires_in_seconds: body['expires_in_seconds'] }),
  };
  directory.record(call.by, {
    type: 'api_key.updated',
    projectId: key.projectId,
    payload: { id, changes_requested: changes },
  });
  return keyWire(key, call);
}

/** Its traffic ends. */
export function deleteKey(directory: Directory, key: ProjectKey, by: Someone | null): void {
  key.deleted = true;
  directory.parts.silence([key.id]);
  directory.record(by, { type: 'api_key.deleted', projectId: key.projectId, payload: { id: key.id } });
}

export const projectKeyRoutes: readonly ManagementRoute[] = [
  get(KEYS, listKeys),
  get(`${KEYS}/{api_key_id}`, (call, projectId, id) =>
    withStrangeFields(keyWire(keyOf(call, projectId, id), call), call.faults),
  ),
  post(`${KEYS}/{api_key_id}`, updateKey),
  remove(`${KEYS}/{api_key_id}`, (call, projectId, id) => {
    const key = keyOf(call, projectId, id);
    // As it was until October 2026.
    if (call.faults.has('undeletable-account-keys') && key.owner.type === 'service_account') {
      throw badRequest('API keys cannot be deleted for service accounts, please delete the service account', null);
    }
    deleteKey(call.directory, key, call.by);
    return { object: 'organization.project.api_key.deleted', id, deleted: true };
  }),
];
