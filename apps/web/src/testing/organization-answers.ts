/** Plays connected organizations: what is told of their keys, and what comes of trying and changing them. */
import type { KeyTest, KeyTestAnswer, Organization, OrganizationKey, ScopeCheck } from '@bursar/contract';
import { READ_SCOPES } from '@bursar/contract';
import { problem, textIn, type AuthWorld } from './auth-answers.js';
import { BETA, NOW, ORGANIZATION } from './ledger.js';
import { ago, REFUSED } from './sync-answers.js';

/** Keys that may be pasted, by what comes of them. */
export const KEYS = {
  /** Of an organization that is not connected. */
  fresh: 'sk-admin-of-gamma-0000-0001',
  /** The same, which may not read the audit log. */
  partial: 'sk-admin-of-gamma-partial-0002',
  acme: 'sk-admin-of-acme-0000-0003',
  beta: 'sk-admin-of-beta-0000-0004',
  refused: 'sk-admin-that-was-revoked-0005',
  ofProject: 'sk-proj-of-some-project-0006',
} as const;

export const GAMMA = 'org-gamma';

const NEEDED = {
  'api.usage.read': ['costs'],
  'api.management.read': ['projects', 'members', 'api-keys', 'admin-api-keys', 'groups', 'roles'],
  'api.audit_logs.read': ['audit-log'],
} as const;

export const scope = (name: ScopeCheck['scope'], state: ScopeCheck['state'] = 'works'): ScopeCheck => ({
  scope: name,
  state,
  needed_for: [...NEEDED[name]],
  error:
    state === 'works'
      ? null
      : { ...REFUSED, code: 'missing_scope', status: 403, missing_scope: name, message: `Missing scopes: ${name}.` },
});

export const keyTestOf = (parts: Partial<KeyTest> = {}): KeyTest => ({
  tested_at: ago(7200),
  is_accepted: true,
  organization_id: ORGANIZATION,
  scopes: READ_SCOPES.map((name) => scope(name)),
  expires_at: null,
  is_expiry_known: true,
  error: null,
  ...parts,
});

export const keyOf = (parts: Partial<OrganizationKey> = {}): OrganizationKey => ({
  source: 'web',
  redacted: '\u2026H2kd',
  set_at: '2026-11-02T08:00:00Z',
  set_by: 'Olga Owner',
  test: keyTestOf(),
  ...parts,
});

export const organizationOf = (parts: Partial<Organization> = {}): Organization => ({
  id: '1',
  organization_id: ORGANIZATION,
  name: 'Acme Robotics',
  state: 'active',
  error: null,
  connected_at: '2026-10-01T08:00:00Z',
  keys: { read: keyOf(), write: null },
  ...parts,
});

export const betaLabs = (parts: Partial<Organization> = {}): Organization =>
  organizationOf({ id: '2', organization_id: BETA, name: 'Beta Labs', ...parts });

/** Null: no call about organizations. */
export function answerOrganizations(world: AuthWorld, call: string, body: unknown): [number, unknown] | null {
  const [, method, id, rest = ''] = /^(\w+) \/api\/v1\/organizations(?:\/(\w+))?((?:\/\w+)*)$/.exec(call) ?? [];
  if (method === undefined) return null;
  if (world.demo && method !== 'GET') return problem('not-allowed', 403, 'No real key can be entered in the demo.');
  if (id === 'test') return tryKey(world, textIn(body, 'admin_key'));
  if (id === undefined) return method === 'GET' ? [200, { data: world.organizations }] : connect(world, body);
  const found = world.organizations.find((each) => each.id === id);
  if (found === undefined) return problem('not-found', 404, 'There is no such organization.');
  if (rest.endsWith('/test')) return [200, keyTestOf({ tested_at: NOW })];
  return change(world, found, { method, rest, body });
}

function tryKey(world: AuthWorld, key: string): [number, unknown] {
  if (key === KEYS.ofProject) {
    return problem('invalid-request', 400, '/admin_key: is a key of a project: an admin key is needed', [
      { pointer: '/admin_key', message: 'is a key of a project: an admin key is needed' },
    ]);
  }
  const refused = key === KEYS.refused;
  const id = key === KEYS.acme ? ORGANIZATION : key === KEYS.beta ? BETA : GAMMA;
  const connected = world.organizations.find(({ organization_id: each }) => each === id);
  const test = keyTestOf({
    tested_at: NOW,
    is_accepted: !refused,
    organization_id: refused ? null : id,
    scopes: READ_SCOPES.map((name) =>
      scope(name, key === KEYS.partial && name === 'api.audit_logs.read' ? 'missing' : 'works'),
    ),
    expires_at: '2026-12-10T00:00:00Z',
    error: refused ? REFUSED : null,
  });
  const answer: KeyTestAnswer = {
    test,
    connected:
      refused || connected === undefined
        ? null
        : { id: connected.id, name: connected.name, organization_id: connected.organization_id },
  };
  return [200, answer];
}

function connect(world: AuthWorld, body: unknown): [number, unknown] {
  const name = textIn(body, 'name') || null;
  const write = textIn(body, 'write_key');
  if (write !== '' && write !== KEYS.fresh) {
    return problem('invalid-request', 409, 'The key for changes belongs to another organization.', [
      { pointer: '/write_key', message: 'belongs to another organization' },
    ]);
  }
  const test = keyTestOf({ tested_at: NOW, organization_id: GAMMA });
  const keys = { read: keyOf({ test }), write: write === '' ? null : keyOf({ test }) };
  const made = organizationOf({ id: '3', organization_id: GAMMA, name, state: 'connecting', connected_at: NOW, keys });
  world.organizations = [...world.organizations, made];
  return [201, made];
}

interface Change {
  method: string;
  rest: string;
  body: unknown;
}

function change(world: AuthWorld, found: Organization, { method, rest, body }: Change): [number, unknown] {
  const replaced = (parts: Partial<Organization>): [number, Organization] => {
    const changed = { ...found, ...parts };
    world.organizations = world.organizations.map((each) => (each === found ? changed : each));
    return [200, changed];
  };
  const key = keyOf({ redacted: '\u2026new1' });
  switch (`${method} ${rest}`) {
    case 'PATCH ':
      return replaced({ name: textIn(body, 'name') });
    case 'PUT /keys/read':
      return replaced({ keys: { ...found.keys, read: key } });
    case 'PUT /keys/write':
      return replaced({ keys: { ...found.keys, write: key } });
    case 'DELETE /keys/write':
      return replaced({ keys: { ...found.keys, write: null } });
    case 'POST /disconnect':
      return replaced({ state: 'disconnected', keys: { read: null, write: null } });
    case 'DELETE ':
      return replaced({ state: 'removing' });
    default:
      return problem('not-found', 404, `No route ${method} ${rest}`);
  }
}
