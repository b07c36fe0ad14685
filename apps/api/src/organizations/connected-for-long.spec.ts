/** What becomes of organizations that are connected: keys that are replaced, a farewell, and nothing left. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Organization, organizationsAnswer } from '@bursar/contract';
import { DataSource } from 'typeorm';
import { billedCosts, historyOf, storedCosts } from '../sync/testing/stored-costs.js';
import { KeyUpkeep } from './key-upkeep.service.js';
import { RemovalsService } from './removals.service.js';
import { KEYS, SECRET, startTwoConnected, type TwoConnected } from './testing/two-connected.js';

let both: TwoConnected;
beforeAll(async () => {
  both = await startTwoConnected();
  await both.send('POST', '', { admin_key: KEYS.first, write_key: KEYS.write, name: 'The first' });
  await both.send('POST', '', { admin_key: KEYS.second, name: 'The second' });
  await both.stand.engine.sync.runUntilIdle();
});
afterAll(() => both.close());

const list = async (): Promise<Organization[]> => organizationsAnswer.parse((await both.send('GET', '')).body).data;
const idOf = async (name: string): Promise<string> =>
  (await list()).find(({ organization_id: id }) => id === name)?.id ?? 'none';

/** Until so many statements wait for the lock that another holds. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await both.stand.query(waiting)).length < count);
}

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

  it('is not connected while somebody else deletes it, and not deleted while somebody else connects it', async () => {
    const { stand } = both;
    const id = await idOf('org-second');
    const other = stand.engine.module.get(DataSource).createQueryRunner();
    const setState = `UPDATE organizations SET state = $2 WHERE id = $1`;
    await other.startTransaction();
    await other.query(setState, [id, 'removing']);
    const late = both.refusal('POST', '', { admin_key: KEYS.second });
    await untilWaiting(1);
    await other.commitTransaction();
    expect(await late).toEqual([409, expect.stringContaining('Wait')]);
    expect(await stand.query(`SELECT use FROM organization_keys WHERE organization_id = ${id}`)).toEqual([]);

    await other.query(setState, [id, 'disconnected']);
    await other.startTransaction();
    await other.query('SELECT FROM organizations WHERE id = $1 FOR UPDATE', [id]);
    const connecting = both.send('POST', '', { admin_key: KEYS.second });
    await untilWaiting(1);
    const removing = both.refusal('DELETE', `/${id}`, { name: 'The second', reason: 'sold' });
    await untilWaiting(2);
    await other.commitTransaction();
    await other.release();
    expect((await connecting).status).toBe(201);
    expect(await removing).toEqual([409, expect.stringContaining('Disconnect it before')]);
    await stand.engine.sync.runUntilIdle();
    await both.send('POST', `/${id}/disconnect`, { reason: 'sold' });
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

describe('a key of the environment', () => {
  it('counts before the one that was entered, on the servers that were started with it', async () => {
    const { stand } = both;
    const read = async () => (await list())[0]?.keys.read?.source;
    expect(await read()).toBe('web');
    const engine = await stand.start({ adminKey: KEYS.spare });
    expect(await engine.sync.organizationIds()).toHaveLength(1);
    expect(await stand.query(`SELECT use, source, sealed FROM organization_keys WHERE use = 'read'`)).toEqual([
      { use: 'read', source: 'environment', sealed: null },
    ]);
    // This one was started without it.
    expect((await list())[0]).toMatchObject({
      organization_id: 'org-first',
      state: 'disconnected',
      keys: { read: null },
    });
    await engine.stop();
    await both.send('POST', '', { admin_key: KEYS.spare });
    expect(await read()).toBe('web');
    await stand.engine.sync.runUntilIdle();
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
