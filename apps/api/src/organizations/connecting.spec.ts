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
import { KeyUpkeep } from './key-upkeep.service.js';
import { RemovalsService } from './removals.service.js';
import { KEYS, SECRET, startTwoConnected, type TwoConnected } from './testing/two-connected.js';

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

describe('a key that was not tried for a day', () => {
  it('is tried again by one of the servers', async () => {
    const { first, stand } = both;
    first.clock.advance(86_400_000);
    const upkeep = stand.engine.module.get(KeyUpkeep);
    first.requests.clear();
    await upkeep.tryDue();
    expect(first.requests.count()).toBe(0);
    await stand.query(
      `UPDATE organization_keys SET test_due_at = now() WHERE organization_id = ${await idOf('org-first')}`,
    );
    await upkeep.tryDue();
    const tests = (await list())[0]?.keys;
    const now = first.clock.now().toISOString().slice(0, 10);
    expect([tests?.read?.test?.tested_at, tests?.write?.test?.tested_at]).toEqual([
      expect.stringContaining(now),
      expect.stringContaining(now),
    ]);
    await stand.engine.sync.runUntilIdle();
  });
});

describe('a key that is replaced in the middle of a run', () => {
  it('loses nothing and doubles nothing, though the old one is revoked at once', async () => {
    const { first, stand } = both;
    const id = await idOf('org-first');
    first.clock.advance(2 * 86_400_000);
    first.requests.clear();
    first.faults.add({ kind: 'silence', match: { path: '/organization/projects' }, times: 1 });
    first.faults.add({ kind: 'silence', match: { path: '/organization/costs' }, times: 1 });
    await stand.makeDue();
    const work = stand.engine.sync.runUntilIdle();
    const held = () => first.requests.count(({ status }) => status === 0);
    while (held() < 2) await new Promise((resolve) => setImmediate(resolve));
    const replaced = await both.send('PUT', `/${id}/keys/read`, { admin_key: KEYS.next, reason: 'once a year' });
    expect(replaced).toMatchObject({ status: 200, body: { keys: { read: { redacted: '…HIJ2' } } } });
    await revoke(KEYS.first);
    first.faults.clear();
    await work;
    await stand.engine.sync.runUntilIdle();

    expect(first.requests.count(({ status }) => status === 401)).toBeGreaterThan(0);
    expect(await storedCosts(stand, 'org-first')).toEqual(billedCosts(first, ...historyOf(first, 1)));
    expect(await stand.query(`SELECT feed, error FROM runs WHERE state NOT IN ('succeeded', 'lost')`)).toEqual([]);
    expect(await stand.query(`SELECT DISTINCT state FROM organizations`)).toEqual([{ state: 'active' }]);
    expect(await stand.query(`SELECT DISTINCT state FROM feeds`)).toEqual([{ state: 'waiting' }]);
  });

  it('wakes what the old one had stopped, and is used by every server within one look', async () => {
    const { stand } = both;
    const id = await idOf('org-first');
    const replica = await stand.start();
    await replica.sync.runUntilIdle();
    await revoke(KEYS.next, KEYS.usage);
    await stand.collect();
    expect((await list())[0]).toMatchObject({ state: 'stopped', error: { code: 'credential_refused' } });
    await both.send('PUT', `/${id}/keys/read`, { admin_key: KEYS.spare });
    both.first.requests.clear();
    await stand.makeDue();
    await replica.sync.runUntilIdle();
    expect(both.first.requests.count(({ status }) => status === 200)).toBeGreaterThan(0);
    expect(both.first.requests.count(({ status }) => status === 401)).toBe(0);
    expect((await list())[0]).toMatchObject({ state: 'active', error: null });
    await replica.stop();
  });
});

/** As somebody does it at OpenAI. */
async function revoke(key: string, ...others: string[]): Promise<void> {
  const headers = { authorization: `Bearer ${KEYS.spare}`, 'content-type': 'application/json' };
  const keys = `${both.first.url}/organization/admin_api_keys`;
  // The simulator's own answer, as OpenAI documents it.
  const { data } = (await (await fetch(`${keys}?limit=100`, { headers })).json()) as {
    data: { id: string; redacted_value: string }[];
  };
  for (const value of [key, ...others]) {
    const own = data.find(({ redacted_value: shown }) => shown.endsWith(value.slice(-4)));
    await fetch(`${keys}/${own?.id ?? 'none'}`, { method: 'DELETE', headers });
  }
}

/** How many rows of each organization stand in each table that has any. */
async function rowsByTable(): Promise<Record<string, number>> {
  const tables = await both.stand.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const rows = await both.stand.query<{ id: number; count: number }>(
      `SELECT organization_id AS id, count(*)::integer AS count FROM "${name}" GROUP BY 1`,
    );
    for (const { id, count } of rows) counts[`${name} of ${id}`] = count;
  }
  return counts;
}

describe('an organization that is disconnected', () => {
  it('has what is being read given back, without a write', async () => {
    const { stand, second } = both;
    const id = await idOf('org-second');
    const before = await storedCosts(stand, 'org-second');
    second.clock.advance(86_400_000);
    second.requests.clear();
    second.faults.add({ kind: 'silence', match: { path: '/organization/costs' }, times: 1 });
    await stand.makeDue();
    const work = stand.engine.sync.runUntilIdle();
    while (second.requests.count(({ status }) => status === 0) === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await both.send('POST', `/${id}/disconnect`, { reason: 'a mistake' });
    await work;
    second.faults.clear();
    expect(await storedCosts(stand, 'org-second')).toEqual(before);
    expect(
      await stand.query(`SELECT feed FROM feeds WHERE organization_id = ${id} AND lease_owner IS NOT NULL`),
    ).toEqual([]);
    expect((await both.send('POST', '', { admin_key: KEYS.second })).status).toBe(201);
    await stand.engine.sync.runUntilIdle();
    expect(await storedCosts(stand, 'org-second')).toEqual(billedCosts(second, ...historyOf(second, 1)));
  });

  it('keeps its history and is not collected any more, on any server', async () => {
    const { stand, second } = both;
    const replica = await stand.start();
    expect(await replica.sync.organizationIds()).toHaveLength(2);
    const before = await storedCosts(stand, 'org-second');
    const id = await idOf('org-second');
    expect((await both.send('POST', `/${id}/disconnect`, { reason: 'sold' })).body).toMatchObject({
      state: 'disconnected',
      keys: { read: null, write: null },
    });
    second.requests.clear();
    second.clock.advance(86_400_000);
    await stand.collect();
    await stand.collect(replica);
    expect(second.requests.count()).toBe(0);
    expect(await storedCosts(stand, 'org-second')).toEqual(before);
    expect(await stand.query(`SELECT use FROM organization_keys WHERE organization_id = ${id}`)).toEqual([]);
    const { organizations, feeds } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
    expect(organizations.map(({ state }) => state)).toEqual(['active', 'disconnected']);
    expect(feeds.filter((feed) => feed.organization_id === 'org-second')).toEqual([]);
    await replica.stop();
  });

  it('goes on with its history when it is connected again', async () => {
    const { stand, second } = both;
    const id = await idOf('org-second');
    expect((await both.send('POST', '', { admin_key: KEYS.second })).body).toMatchObject({ id, name: 'The second' });
    await stand.engine.sync.runUntilIdle();
    expect(await storedCosts(stand, 'org-second')).toEqual(billedCosts(second, ...historyOf(second, 1)));
  });

  it('is deleted only when its name is typed, and only while it is disconnected', async () => {
    const id = await idOf('org-second');
    const remove = (name: string) => both.refusal('DELETE', `/${id}`, { name, reason: 'sold' });
    expect(await remove('The second')).toEqual([409, expect.stringContaining('Disconnect it before')]);
    await both.send('POST', `/${id}/disconnect`, { reason: 'sold' });
    expect(await remove('the second')).toEqual([400, expect.stringContaining('has to be The second'), '/name']);
  });

  it('leaves nothing in any table, and everything of the other organization', async () => {
    const { stand } = both;
    const id = await idOf('org-second');
    const before = await rowsByTable();
    expect(Object.keys(before).filter((name) => name.endsWith(` of ${id}`)).length).toBeGreaterThan(8);
    expect((await both.send('DELETE', `/${id}`, { name: 'The second', reason: 'sold' })).status).toBe(202);
    await stand.engine.module.get(RemovalsService).goOn();
    const others = Object.entries(before).filter(([name]) => !name.endsWith(` of ${id}`));
    expect(await rowsByTable()).toEqual(Object.fromEntries(others));
    expect((await list()).map(({ name }) => name)).toEqual(['The first']);
  });

  it('is deleted to the end by the next server when one is killed midway', async () => {
    const { stand } = both;
    await both.send('POST', '', { admin_key: KEYS.second });
    await stand.engine.sync.runUntilIdle();
    const id = await idOf('org-second');
    await both.send('POST', `/${id}/disconnect`, { reason: 'sold' });
    // What a server leaves behind that was killed after its first step.
    await stand.query(`UPDATE organizations SET state = 'removing' WHERE id = ${id}`);
    await stand.query(`DELETE FROM feeds WHERE organization_id = ${id}`);
    expect(await both.refusal('POST', '', { admin_key: KEYS.second })).toEqual([409, expect.stringContaining('Wait')]);
    const next = await stand.start();
    await next.module.get(RemovalsService).goOn();
    expect(Object.keys(await rowsByTable()).filter((name) => name.endsWith(` of ${id}`))).toEqual([]);
    await next.stop();
  });
});

describe('a key', () => {
  it('stands in clear in no table, no log and no answer', async () => {
    const { stand } = both;
    const tables = await stand.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const texts = [...stand.engine.log, JSON.stringify(await list())];
    for (const { name } of tables) {
      const rows = await stand.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`);
      texts.push(...rows.map(({ text }) => text));
    }
    const everything = texts.join('\n');
    expect(everything).toContain('organization.replace_key');
    for (const key of Object.values(KEYS)) expect(everything).not.toContain(key.slice(9, -4));
    expect(everything).not.toContain(SECRET);
  });
});
