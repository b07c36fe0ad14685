/** Admin keys: `/organization/admin_api_keys`. */
import { notFound } from '../errors.js';
import type { ProjectKey } from '../organization-model.js';
import { expiry, refuseFields, text } from './body.js';
import { get, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { AdminApiKey } from './directory-model.js';
import { listPage } from './list-page.js';

const KEYS = '/organization/admin_api_keys';
const SECRET_LENGTH = 48;

function adminKeyWire(key: AdminApiKey, { directory }: ManagementCall): Wire {
  const owner = directory.parts.members.find(({ id }) => id === key.ownerId);
  return {
    object: 'organization.admin_api_key',
    id: key.id,
    name: key.name,
    redacted_value: `sk-admin-${'*'.repeat(12)}${key.value.slice(-4)}`,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    owner: {
      type: 'user',
      object: 'organization.user',
      id: key.ownerId,
      ...(owner ? { name: owner.name, created_at: owner.addedAt } : {}),
      role: 'owner',
    },
  };
}

/** The list was seen to name keys of projects as well, as admin keys and by the same ids. */
function mislabelledWire(key: ProjectKey, { lastUse }: ManagementCall): Wire {
  const { owner } = key;
  const own = owner.type === 'user' ? owner.member : owner.account;
  return {
    object: 'organization.admin_api_key',
    id: key.id,
    name: key.name,
    redacted_value: key.redactedValue,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: lastUse.of(key.id),
    owner: {
      type: owner.type,
      object: owner.type === 'user' ? 'organization.user' : 'organization.project.service_account',
      id: own.id,
      name: own.name,
      created_at: owner.type === 'user' ? owner.member.addedAt : owner.account.createdAt,
      role: own.role,
    },
  };
}

function listAdminKeys(call: ManagementCall): Wire {
  const mislabelled = call.faults.find('project-keys-among-admin-keys');
  const strays = mislabelled ? call.directory.parts.keys.filter(({ deleted }) => !deleted) : [];
  const all = [
    ...call.directory.adminKeys.map((key) => ({ ...pick(key), wire: () => adminKeyWire(key, call) })),
    ...strays
      .slice(0, mislabelled?.keys ?? strays.length)
      .map((key) => ({ ...pick(key), wire: () => mislabelledWire(key, call) })),
  ].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return listPage(call, all, {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    order: 'asc',
    bornAt: ({ createdAt }) => createdAt,
    wire: (item) => item.wire(),
  });
}

function pick({ id, createdAt }: { id: string; createdAt: number }): { id: string; createdAt: number } {
  return { id, createdAt };
}

function adminKeyOf({ directory }: ManagementCall, id: string): AdminApiKey {
  const key = directory.adminKeys.find((candidate) => candidate.id === id);
  if (!key) throw notFound(`No admin API key found with ID: ${id}`);
  return key;
}

function createAdminKey(call: ManagementCall): Wire {
  const { body, directory, now } = call;
  refuseFields(body, ['name', 'expires_in_seconds']);
  const asking = directory.adminKeys.find(({ id }) => call.by.type === 'admin_key' && id === call.by.keyId);
  const key: AdminApiKey = {
    id: directory.newId('key_', 16),
    name: text(body, 'name'),
    value: directory.newId('sk-admin-simulator-', SECRET_LENGTH),
    scopes: 'all',
    ownerId: asking?.ownerId ?? '',
    createdAt: now,
    expiresAt: expiry(body, now, false) ?? null,
    lastUsedAt: null,
  };
  directory.adminKeys.push(key);
  directory.record(call.by, { type: 'tenant.admin_api_key.created', payload: { id: key.id } });
  return { ...adminKeyWire(key, call), value: key.value };
}

export const adminKeyRoutes: readonly ManagementRoute[] = [
  get(KEYS, listAdminKeys),
  post(KEYS, createAdminKey),
  get(`${KEYS}/{key_id}`, (call, id) => adminKeyWire(adminKeyOf(call, id), call)),
  remove(`${KEYS}/{key_id}`, (call, id) => {
    const { directory } = call;
    directory.adminKeys.splice(directory.adminKeys.indexOf(adminKeyOf(call, id)), 1);
    directory.record(call.by, { type: 'tenant.admin_api_key.deleted', payload: { id } });
    return { object: 'organization.admin_api_key.deleted', id, deleted: true };
  }),
];
