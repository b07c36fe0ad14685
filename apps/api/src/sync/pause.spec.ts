import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  type CostsAnswer,
  type FeedStatus,
  type Problem,
  type SyncAnswer,
  syncAnswer,
  syncPausesAnswer,
} from '@bursar/contract';
import { serve, type Served } from '../testing/served.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
let served: Served;
let url: string;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY });
  served = await serve(stand.engine.module);
  ({ url } = served);
});
afterAll(async () => {
  await served.close();
  await stand.close();
});
afterEach(async () => {
  stand.simulator.faults.clear();
  expect((await post('resume', {})).status).toBe(200);
  await stand.engine.sync.runUntilIdle();
});

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/v1/sync/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function read(): Promise<SyncAnswer> {
  return syncAnswer.strict().parse(await (await fetch(`${url}/api/v1/sync`)).json());
}

async function feed(name: string): Promise<FeedStatus> {
  const found = (await read()).feeds.find((one) => one.feed === name);
  if (found === undefined) throw new Error(`There is no feed ${name}.`);
  return found;
}

it('keeps every feed from the schedule, on this server and on the next, and says since when and why', async () => {
  const { status, body } = await post('pause', { reason: '  OpenAI is being audited ' });
  expect(status).toBe(200);
  const { feeds } = syncPausesAnswer.parse(body);
  expect(feeds.map((one) => one.feed)).toEqual(stand.engine.sync.feeds.map(({ name }) => name));
  stand.simulator.requests.clear();
  await stand.collect();
  await stand.collect(await stand.start({ shared: true }));
  expect(stand.simulator.requests.entries).toEqual([]);
  for (const one of (await read()).feeds) {
    expect(one.paused).toEqual({ since: feeds[0]?.paused?.since, reason: 'OpenAI is being audited' });
    expect(one.gaps.every(({ reason }) => reason === 'paused')).toBe(true);
  }
});

it('holds also for a feed that comes with a later version, if everything was paused', async () => {
  const { status } = await post('pause', { reason: 'all of it' });
  expect(status).toBe(200);
  await stand.query(`DELETE FROM runs WHERE feed = 'api-keys'`);
  await stand.query(`DELETE FROM feeds WHERE feed = 'api-keys'`);
  await (await stand.start({ shared: true })).sync.organizationIds();
  expect(await feed('api-keys')).toMatchObject({ paused: { reason: 'all of it' }, last_success_at: null });
  await post('resume', { feeds: ['costs'] });
  await stand.query(`DELETE FROM feeds WHERE feed = 'api-keys'`);
  await (await stand.start({ shared: true })).sync.organizationIds();
  expect(await feed('api-keys')).toMatchObject({ paused: null });
});

it('is the reason why days are missing', async () => {
  await post('pause', { feeds: ['costs'], reason: 'month end' });
  const response = await fetch(`${url}/api/v1/costs?start=2026-01-01&end=2026-01-20`);
  expect(((await response.json()) as CostsAnswer).completeness.gaps).toEqual([]);
  await stand.query(`DELETE FROM readings WHERE day = '2026-01-05Z'`);
  await stand.query(`UPDATE feeds SET revision = revision + 1 WHERE feed = 'costs'`);
  const without = await fetch(`${url}/api/v1/costs?start=2026-01-01&end=2026-01-20`);
  expect(((await without.json()) as CostsAnswer).completeness.gaps).toMatchObject([
    { start: '2026-01-05T00:00:00Z', end: '2026-01-06T00:00:00Z', reason: 'paused' },
  ]);
  await stand.query(`UPDATE feeds SET coverage = '{}', backfill_at = now() WHERE feed = 'costs'`);
});

it('reads a paused feed all the same when a person asks for it, and leaves it paused', async () => {
  await post('pause', { feeds: ['projects'], reason: 'too many calls' });
  stand.simulator.requests.clear();
  expect((await post('runs', { feeds: ['projects'] })).status).toBe(202);
  await stand.engine.sync.runUntilIdle();
  expect(stand.simulator.requests.entries.some(({ path }) => path.endsWith('/organization/projects'))).toBe(true);
  expect(await feed('projects')).toMatchObject({ state: 'waiting', paused: { reason: 'too many calls' } });
});

it('stays since the first pause when the reason changes', async () => {
  await post('pause', { feeds: ['costs'], reason: 'first' });
  await stand.query(`UPDATE feeds SET paused_at = '2026-01-01Z' WHERE feed = 'costs'`);
  await post('pause', { feeds: ['costs'], reason: 'second' });
  expect((await feed('costs')).paused).toEqual({ since: '2026-01-01T00:00:00Z', reason: 'second' });
});

it('goes on by kind, at once with what was due meanwhile, while others stay paused', async () => {
  await post('pause', { reason: 'all' });
  await stand.makeDue();
  stand.simulator.requests.clear();
  const { body } = await post('resume', { feeds: ['audit-log'] });
  expect(syncPausesAnswer.parse(body).feeds).toEqual([
    { feed: 'audit-log', organization_id: stand.simulator.organizationId, paused: null },
    { feed: 'audit-log/tenant', organization_id: stand.simulator.organizationId, paused: null },
  ]);
  await stand.engine.sync.runUntilIdle();
  const paths = new Set(stand.simulator.requests.entries.map(({ path }) => path));
  expect([...paths].filter((path) => path.endsWith('/audit_logs'))).toHaveLength(1);
  expect([...paths].filter((path) => path.endsWith('/costs'))).toEqual([]);
  expect((await feed('costs')).paused?.reason).toBe('all');
});

it('lets history stop after the window that is being read, and finish later', async () => {
  await stand.query(`UPDATE feeds SET coverage = '{}', backfill_at = now() WHERE feed = 'costs'`);
  const slow = stand.simulator.faults.add({ kind: 'silence', match: { path: '/organization/costs' } });
  const working = stand.engine.sync.runUntilIdle();
  while (slow.hits === 0) await new Promise((settle) => setImmediate(settle));
  await post('pause', { feeds: ['costs'], reason: 'month end' });
  slow.remove();
  await working;
  const paused = await feed('costs');
  expect(paused.backfill?.share).toBeGreaterThan(0);
  expect(paused.backfill?.share).toBeLessThan(1);
  await post('resume', { feeds: ['costs'] });
  await stand.engine.sync.runUntilIdle();
  expect(await feed('costs')).toMatchObject({ paused: null, backfill: null, gaps: [] });
});

it.each([
  ['a pause without a reason', 'pause', {}, '/reason'],
  ['a reason that says nothing', 'pause', { reason: '   ' }, '/reason'],
  ['a reason that cannot be stored', 'pause', { reason: 'a\0b' }, '/reason'],
  ['an unknown feed', 'pause', { feeds: ['costs', 'weather'], reason: 'x' }, '/feeds/1'],
  ['an unknown feed to go on', 'resume', { feeds: ['weather'] }, '/feeds/0'],
  ['a field that there is not', 'resume', { reason: 'x' }, '/reason'],
])('refuses %s', async (_, path, body, pointer) => {
  const answer = await post(path, body);
  expect(answer.status).toBe(400);
  // The contract's shape, of which the specs of the HTTP layer hold every field.
  expect((answer.body as Problem).errors[0]).toMatchObject({ pointer });
  expect(await stand.query('SELECT 1 FROM feeds WHERE paused_at IS NOT NULL')).toEqual([]);
});
