/** Service accounts and the keys that are made through them: the only keys that can be made by a call. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import type { KeyOwner, Project, ProjectKey, ServiceAccount } from '../organization-model.js';
import { expiry, oneOf, optionalBoolean, optionalText, refuseFields, text, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import type { Directory } from './directory.js';
import { listPage, newestFirst, withStrangeFields } from './list-page.js';

const ACCOUNTS = '/organization/projects/{project_id}/service_accounts';
const SECRET_LENGTH = 48;

function accountWire({ id, name, role, createdAt }: ServiceAccount): Wire {
  return { object: 'organization.project.service_account', id, name, role, created_at: createdAt };
}

function accountOf(call: ManagementCall, projectId: string, id: string): ServiceAccount {
  const project = openProject(call, projectId);
  const account = call.directory.account(project.id, id);
  if (!account) throw notFound(`No service account found with ID: ${id}`);
  return account;
}

export function addServiceAccount(
  directory: Directory,
  { project, name, role }: { project: Project; name: string; role: ServiceAccount['role'] },
  by: Someone | null,
): ServiceAccount {
  const id = directory.newId('user-');
  const account = { id, name, projectId: project.id, role, createdAt: directory.now, deleted: false };
  directory.parts.serviceAccounts.push(account);
  directory.record(by, {
    type: 'service_account.created',
    projectId: project.id,
    payload: { id, data: { role } },
  });
  return account;
}

export interface KeyPlan {
  projectId: string;
  name: string;
  owner: KeyOwner;
  scopes?: readonly string[];
  expiresAt?: number | null;
}

/** Makes a key and its secret, which is told to whoever asked for it and to nobody else. */
export function addProjectKey(
  directory: Directory,
  { projectId, name, owner, scopes = [], expiresAt = null }: KeyPlan,
  by: Someone | null,
): { key: ProjectKey; secret: string } {
  const secret = directory.newId('sk-proj-simulator-', SECRET_LENGTH);
  const key: ProjectKey = {
    id: directory.newId('key_', 16),
    ...{ name, projectId, owner, scopes, expiresAt },
    redactedValue: `sk-proj-${'*'.repeat(24)}${secret.slice(-4)}`,
    createdAt: directory.now,
    silentSince: null,
    neverUsed: true,
    deleted: false,
    ownerAccess: 'active',
  };
  directory.parts.keys.push(key);
  directory.refreshAccess((candidate) => candidate === key);
  if (owner.type === 'service_account') {
    const others = directory.keysOf(projectId).filter(isOwnedByAccount(owner.account));
    directory.parts.move(
      others.filter((other) => other !== key),
      key,
    );
  }
  directory.record(by, { type: 'api_key.created', projectId, payload: { id: key.id, data: { scopes } } });
  return { key, secret };
}

function secretWire({ key, secret }: { key: ProjectKey; secret: string }): Wire {
  return {
    object: 'organization.project.service_account.api_key',
    value: secret,
    name: key.name,
    created_at: key.createdAt,
    id: key.id,
    expires_at: key.expiresAt,
  };
}

function createAccount(call: ManagementCall, projectId: string): Wire {
  const { body, directory, now } = call;
  const project = openProject(call, projectId);
  refuseFields(body, ['name', 'create_service_account_only', 'expires_in_seconds']);
  const name = text(body, 'name');
  const only = optionalBoolean(body, 'create_service_account_only') ?? false;
  const expiresAt = expiry(body, now, true) ?? null;
  if (only && expiresAt !== null) {
    const message = "'expires_in_seconds' cannot be used together with 'create_service_account_only'.";
    throw badRequest(message, 'expires_in_seconds');
  }
  const account = addServiceAccount(directory, { project, name, role: only ? 'none' : 'member' }, call.by);
  const owner = { type: 'service_account', account } as const;
  const made = only
    ? null
    : addProjectKey(directory, { projectId: project.id, name: 'Secret Key', owner, expiresAt }, call.by);
  return { ...accountWire(account), api_key: made && secretWire(made) };
}

function createAccountKey(call: ManagementCall, projectId: string, id: string): Wire {
  const { body, directory, now } = call;
  const account = accountOf(call, projectId, id);
  refuseFields(body, ['name', 'scopes', 'expires_in_seconds']);
  const plan: KeyPlan = {
    projectId: account.projectId,
    name: optionalText(body, 'name', false) ?? 'Secret Key',
    owner: { type: 'service_account', account },
    scopes: body['scopes'] === undefined ? [] : texts(body, 'scopes'),
    expiresAt: expiry(body, now, true) ?? null,
  };
  return secretWire(addProjectKey(directory, plan, call.by));
}

function updateAccount(call: ManagementCall, projectId: string, id: string): Wire {
  const { body, directory } = call;
  const account = accountOf(call, projectId, id);
  refuseFields(body, ['name', 'role']);
  account.name = optionalText(body, 'name', false) ?? account.name;
  if (body['role'] !== undefined) account.role = oneOf(body, 'role', ['member', 'owner']);
  directory.refreshAccess(isOwnedByAccount(account));
  directory.record(call.by, {
    type: 'service_account.updated',
    projectId: account.projectId,
    payload: { id, changes_requested: { role: account.role } },
  });
  return accountWire(account);
}

function isOwnedByAccount(account: ServiceAccount): (key: ProjectKey) => boolean {
  return ({ owner }) => owner.type === 'service_account' && owner.account === account;
}

/** Takes the account away and its keys with it. */
export function deleteServiceAccount(directory: Directory, account: ServiceAccount, by: Someone | null): void {
  account.deleted = true;
  const keys = directory.keysOf(account.projectId).filter(isOwnedByAccount(account));
  for (const key of keys) key.deleted = true;
  directory.parts.silence(keys.map(({ id }) => id));
  directory.record(by, {
    type: 'service_account.deleted',
    projectId: account.projectId,
    payload: { id: account.id },
  });
}

export const serviceAccountRoutes: readonly ManagementRoute[] = [
  get(ACCOUNTS, (call, projectId) => {
    const { id } = openProject(call, projectId);
    const all = call.directory.parts.serviceAccounts.filter((account) => account.projectId === id);
    return listPage(call, newestFirst(all), {
      envelope: 'ids',
      limit: { initial: 20, most: 100 },
      isListed: ({ deleted }) => !deleted,
      bornAt: ({ createdAt }) => createdAt,
      wire: accountWire,
    });
  }),
  post(ACCOUNTS, createAccount),
  get(`${ACCOUNTS}/{service_account_id}`, (call, projectId, id) =>
    withStrangeFields(accountWire(accountOf(call, projectId, id)), call.faults),
  ),
  post(`${ACCOUNTS}/{service_account_id}`, updateAccount),
  remove(`${ACCOUNTS}/{service_account_id}`, (call, projectId, id) => {
    deleteServiceAccount(call.directory, accountOf(call, projectId, id), call.by);
    return { object: 'organization.project.service_account.deleted', id, deleted: true };
  }),
  post(`${ACCOUNTS}/{service_account_id}/api_keys`, createAccountKey),
];
