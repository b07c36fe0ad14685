/** People connect organizations, replace their keys, disconnect and remove them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  keyTest,
  keyTestAnswer,
  type KeyTestAnswer,
  organization,
  type Organization,
  organizationsAnswer,
} from '@bursar/contract';
import { billedCosts, historyOf, storedCosts } from '../sync/testing/stored-costs.js';
import { serve } from '../testing/served.js';
import { KEYS, startTwoConnected, type TwoConnected } from './testing/two-connected.js';

let both: TwoConnected;
beforeAll(async () => {
  both = await startTwoConnected();
});
afterAll(() => both.close());

const list = async (): Promise<Organization[]> => organizationsAnswer.parse((await both.send('GET', '')).body).data;
const idOf = async (name: string): Promise<string> =>
  (await list()).find(({ organization_id: id }) => id === name)?.id ?? 'none';
const tried = async (key: string): Promise<KeyTestAnswer> =>
  keyTestAnswer.parse((await both.send('POST', '/test', { admin_key: key })).body);

describe('a key that is tried', () => {
  it('is told to be good for everything, and nothing of it is kept', async () => {
    const { test, connected } = await tried(KEYS.first);
    expect(test).toMatchObject({
      is_accepted: true,
      organization_id: 'org-first',
      expires_at: null,
      is_expiry_known: true,
      error: null,
    });
    expect(test.scopes.map(({ scope, state }) => [scope, state])).toEqual([
      ['api.usage.read', 'works'],
      ['api.management.read', 'works'],
      ['api.audit_logs.read', 'works'],
    ]);
    expect(connected).toBeNull();
    expect(await both.stand.query('SELECT 1 FROM organizations')).toEqual([]);
  });

  it.each([
    [KEYS.usage, ['api.management.read', 'api.audit_logs.read']],
    [KEYS.management, ['api.usage.read', 'api.audit_logs.read']],
    [KEYS.logs, ['api.usage.read', 'api.management.read']],
  ])('lacks what it was not given (%#)', async (key, lacking) => {
    const { test } = await tried(key);
    expect(test).toMatchObject({ is_accepted: true, organization_id: 'org-first' });
    const missing = test.scopes.filter(({ state }) => state === 'missing');
    expect(missing.map(({ scope, error }) => [scope, error?.missing_scope])).toEqual(
      lacking.map((scope) => [scope, scope]),
    );
    const needs = Object.fromEntries(missing.map(({ scope, needed_for: feeds }) => [scope, feeds]));
    if (lacking.includes('api.usage.read')) expect(needs['api.usage.read']).toEqual(['costs']);
    if (lacking.includes('api.management.read')) expect(needs['api.management.read']).toContain('api-keys');
    if (lacking.includes('api.audit_logs.read')) {
      expect(needs['api.audit_logs.read']).toEqual(['audit-log', 'audit-log/tenant']);
    }
  });

  it('tells its last day where the list of admin keys names it, and only it', async () => {
    const made = await fetch(`${both.first.url}/organization/admin_api_keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.first}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'for a month', expires_in_seconds: 30 * 86_400 }),
    });
    // The simulator's own answer, as OpenAI documents it.
    const { value, expires_at: seconds } = (await made.json()) as { value: string; expires_at: number };
    const { test } = await tried(value);
    expect(test).toMatchObject({
      is_expiry_known: true,
      expires_at: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
    });
    both.first.faults.add({ kind: 'item-fields', fields: { redacted_value: `sk-admin...${value.slice(-3)}` } });
    expect((await tried(value)).test).toMatchObject({ is_expiry_known: false, expires_at: null });
    both.first.faults.clear();
  });

  it('is told to be refused, as an answer and not as an error', async () => {
    const { test } = await tried('sk-admin-nobody-knows-this-one-0123456789');
    expect(test).toMatchObject({ is_accepted: false, error: { code: 'credential_refused', status: 401 } });
    both.address.shut();
    expect((await tried(KEYS.first)).test).toMatchObject({ is_accepted: false, error: { code: 'connection' } });
    both.address.open();
  });
});

describe('what is wrong with a key', () => {
  it('is told in words, names the field and changes nothing', async () => {
    const connect = (body: unknown) => both.refusal('POST', '', body);
    expect(await connect({ admin_key: 'sk-proj-0123456789abcdefghij' })).toEqual([
      400,
      expect.stringContaining('create one at OpenAI under Settings → Admin keys'),
      '/admin_key',
    ]);
    expect(await connect({ admin_key: 'sk-admin-nobody-knows-this-one-0123456789' })).toEqual([
      400,
      expect.stringMatching(/is refused by OpenAI \(401, req_\w+\)\. Copy it once more/),
      '/admin_key',
    ]);
    expect(await connect({ admin_key: KEYS.write })).toEqual([
      400,
      expect.stringContaining('create an admin key that has api.usage.read, api.management.read'),
      '/admin_key',
    ]);
    expect(await connect({ admin_key: KEYS.first, write_key: KEYS.second })).toEqual([
      409,
      expect.stringContaining('org-second'),
      '/write_key',
    ]);
    both.first.faults.add({ kind: 'organization-header', organization: null });
    expect(await connect({ admin_key: KEYS.first, write_key: KEYS.write })).toEqual([
      409,
      expect.stringContaining('did not tell that both keys are of one organization'),
      '/write_key',
    ]);
    both.first.faults.clear();
    both.address.shut();
    expect(await connect({ admin_key: KEYS.first })).toEqual([
      400,
      expect.stringMatching(/could not be tried: The connection to OpenAI failed.*Nothing was changed/),
      '/admin_key',
    ]);
    both.address.open();
    expect(await both.stand.query('SELECT 1 FROM organizations')).toEqual([]);
  });

  it.each([
    ['the demo', { demo: true }, 'no real key can be entered in the demo'],
    ['a server without BURSAR_SECRET', { secret: undefined }, 'BURSAR_SECRET is not set'],
  ])('%s takes none', async (_, options, words) => {
    const engine = await both.stand.start(options);
    const served = await serve(engine.module);
    const response = await fetch(`${served.url}/api/v1/organizations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ admin_key: KEYS.first }),
    });
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining(words)]);
    await served.close();
    await engine.stop();
  });
});

describe('organizations that are connected', () => {
  it('are collected to the last digit', async () => {
    const { status, body } = await both.send('POST', '', {
      admin_key: KEYS.first,
      write_key: KEYS.write,
      name: 'The first',
    });
    expect([status, organization.parse(body)]).toEqual([
      201,
      expect.objectContaining({ organization_id: 'org-first', name: 'The first', error: null }),
    ]);
    await both.send('POST', '', { admin_key: KEYS.second });
    await both.stand.engine.sync.runUntilIdle();
    for (const simulator of [both.first, both.second]) {
      expect(await storedCosts(both.stand, simulator.organizationId)).toEqual(
        billedCosts(simulator, ...historyOf(simulator, 1)),
      );
    }
    expect(
      (await list()).map(({ name, state, keys }) => [name, state, keys.read?.redacted, keys.write?.source]),
    ).toEqual([
      ['The first', 'active', '…HIJ1', 'web'],
      [null, 'active', '…HIJ8', undefined],
    ]);
  });

  it('are not connected twice', async () => {
    expect(await both.refusal('POST', '', { admin_key: KEYS.next })).toEqual([
      409,
      expect.stringContaining('The first is connected already'),
      '/admin_key',
    ]);
    expect((await tried(KEYS.next)).connected).toMatchObject({ name: 'The first', organization_id: 'org-first' });
  });

  it('are told without their name by a project that both know', async () => {
    for (const { faults } of [both.first, both.second]) faults.add({ kind: 'organization-header', organization: null });
    expect((await tried(KEYS.next)).connected).toMatchObject({ organization_id: 'org-first' });
    expect((await tried(KEYS.usage)).connected).toBeNull();
    expect(await both.refusal('PUT', `/${await idOf('org-second')}/keys/read`, { admin_key: KEYS.usage })).toEqual([
      409,
      expect.stringContaining('api.management.read'),
      '/admin_key',
    ]);
    for (const { faults } of [both.first, both.second]) faults.clear();
  });

  it('are named by people', async () => {
    const id = await idOf('org-second');
    expect((await both.send('PATCH', `/${id}`, { name: 'The second' })).body).toMatchObject({ name: 'The second' });
  });

  it('refuse a key of another organization, and keep their own', async () => {
    const id = await idOf('org-first');
    for (const use of ['read', 'write']) {
      expect(await both.refusal('PUT', `/${id}/keys/${use}`, { admin_key: KEYS.second })).toEqual([
        409,
        expect.stringContaining('belongs to The second, not to The first'),
        '/admin_key',
      ]);
    }
    expect((await list())[0]?.keys.read?.redacted).toBe('…HIJ1');
  });

  it('have a key for writing that can be forgotten and set again', async () => {
    const id = await idOf('org-first');
    const forgotten = organization.parse((await both.send('DELETE', `/${id}/keys/write`, { reason: 'too much' })).body);
    expect(forgotten.keys.write).toBeNull();
    const set = organization.parse((await both.send('PUT', `/${id}/keys/write`, { admin_key: KEYS.write })).body);
    expect(set.keys.write).toMatchObject({
      redacted: '…HIJ3',
      test: { is_accepted: true, organization_id: 'org-first' },
    });
  });

  it('have their kept keys tried again', async () => {
    const id = await idOf('org-first');
    both.first.clock.advance(3_600_000);
    const test = keyTest.parse((await both.send('POST', `/${id}/keys/read/test`)).body);
    expect(test.is_accepted).toBe(true);
    expect((await list())[0]?.keys.read?.test?.tested_at).toBe(test.tested_at);
    await both.stand.engine.sync.runUntilIdle();
  });
});
