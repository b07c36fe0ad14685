import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MeteringStore } from '../metering/metering.store.js';
import { countStatements } from '../testing/counted-statements.js';
import { ClaimsStore } from './claims.store.js';
import { FenceMovedError, lockFence } from './fence.js';
import { FeedsStore } from './feeds.store.js';
import type { Claim } from './run.js';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { type Engine, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
let claims: ClaimsStore;
let organizationId: number;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1, shared: true } });
  claims = stand.engine.module.get(ClaimsStore);
  organizationId = (await stand.engine.sync.organizationIds())[0] ?? 0;
});
beforeEach(async () => {
  await stand.query('TRUNCATE runs, points_1d, rollups_1d, rollups_1mo, readings, directory_objects, directory_lists');
  await stand.query('DELETE FROM feeds');
  await stand.engine.module.get(FeedsStore).ensure(organizationId, stand.engine.sync.feeds);
});
afterAll(() => stand.close());

const claim = (
  owner: string,
  { allowBackfill = true, stopping = new AbortController().signal } = {},
): Promise<Claim | null> =>
  claims.claim({ organizationId, feeds: stand.engine.sync.feeds, owner, allowBackfill, stopping });

async function claimCosts(owner: string): Promise<Claim> {
  await stand.query(
    `UPDATE feeds SET next_run_at = now() + CASE WHEN feed = 'costs' THEN '0' ELSE '1 hour'::interval END`,
  );
  const taken = await claim(owner);
  if (taken === null) throw new Error('Nothing was due.');
  return taken;
}

describe('a claim', () => {
  it('is given to one of many who ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => claim(`server ${index}`)));
    // The keys wait for the first list of projects.
    expect(taken.flatMap((one) => one?.feed ?? []).toSorted()).toEqual([
      'audit-log',
      'audit-log/tenant',
      'costs',
      'projects',
    ]);
  });

  it('is looked for with one statement where nothing is due', async () => {
    await stand.query(`UPDATE feeds SET next_run_at = now() + interval '1 hour'`);
    const statements = countStatements(stand.engine.dataSource);
    const looks = [await claim('a server'), await claim('a server')];
    statements.end();
    expect(looks).toEqual([null, null]);
    expect(statements.take()).toHaveLength(2);
  });

  it('is not given to a server that stops', async () => {
    expect(await claim('a server that stops', { stopping: AbortSignal.abort() })).toBeNull();
    expect(await stand.query('SELECT 1 FROM feeds WHERE lease_owner IS NOT NULL')).toEqual([]);
  });

  it('ends with its lease: the next one raises the fence and marks the run as lost', async () => {
    const first = await claimCosts('a server that is killed');
    expect(await claim('another')).toBeNull();
    await stand.query(`UPDATE feeds SET lease_until = now() - interval '1 second' WHERE feed = 'costs'`);
    const second = await claimCosts('another');
    expect(second.fence).toBe(first.fence + 1n);
    expect(await stand.query('SELECT id, state FROM runs ORDER BY id')).toEqual([
      { id: first.runId, state: 'lost' },
      { id: second.runId, state: 'running' },
    ]);
  });

  it('keeps its lease as long as it is renewed, and hears when it was lost', async () => {
    const first = await claimCosts('slow');
    await stand.query(`UPDATE feeds SET lease_until = now() + interval '1 second' WHERE feed = 'costs'`);
    await claims.renew(first, { requests: 3, pages: 2, rows: 1 });
    const [row] = await stand.query<{ left: number }>(
      `SELECT extract(epoch FROM lease_until - now())::integer AS left FROM feeds WHERE feed = 'costs'`,
    );
    expect(row?.left).toBeGreaterThan(20);
    expect(await stand.query('SELECT requests, pages, rows FROM runs')).toEqual([{ requests: 3, pages: 2, rows: '1' }]);
    await stand.query(`UPDATE feeds SET lease_until = now() WHERE feed = 'costs'`);
    await claimCosts('another');
    await expect(claims.renew(first, { requests: 4, pages: 2, rows: 1 })).rejects.toThrow(FenceMovedError);
  });

  it('prefers what a person asks for, then the schedule, then missing history', async () => {
    await stand.query(
      `UPDATE feeds SET next_run_at = now() + CASE feed WHEN 'projects' THEN '0' ELSE '1 hour'::interval END,
         backfill_at = CASE feed WHEN 'costs' THEN now() END, last_success_at = now()`,
    );
    await stand.query(
      `INSERT INTO runs (organization_id, feed, trigger, purpose, state) VALUES ($1, 'api-keys', 'person', 'live', 'queued')`,
      organizationId,
    );
    const order = [
      await claim('a'),
      await claim('a'),
      await claim('a', { allowBackfill: false }),
      await claim('a'),
      await claim('a'),
    ];
    expect(order.map((one) => one && [one.feed, one.purpose, one.byPerson])).toEqual([
      ['api-keys', 'live', true],
      ['projects', 'live', false],
      null,
      ['costs', 'backfill', false],
      null,
    ]);
  });
});

describe('a writer that lost its claim', () => {
  it('ends without a write, however late it comes (case 83)', async () => {
    const first = await claimCosts('paused');
    const [start, end] = [new Date('2026-01-01'), new Date('2026-01-02')];
    const writer = await stand.engine.module.get(MeteringStore).openWindow({
      organizationId,
      capability: 'costs',
      width: '1d',
      start,
      end,
      groupBy: ['project_id'],
      feed: 'costs',
      fence: first.fence,
    });
    await stand.query(`UPDATE feeds SET lease_until = now() WHERE feed = 'costs'`);
    await claimCosts('another');
    await expect(writer.commit(end)).rejects.toThrow(FenceMovedError);
    await expect(
      claims.succeed(first, { requests: 0, pages: 0, rows: 0 }, { periodSeconds: 1, hasBackfill: false }),
    ).rejects.toThrow(FenceMovedError);
    expect(await stand.query('SELECT 1 FROM readings')).toEqual([]);
    expect(await stand.query(`SELECT coverage::text FROM feeds WHERE feed = 'costs'`)).toEqual([{ coverage: '{}' }]);
  });

  it('has the row to itself while it writes', async () => {
    const held = await claimCosts('a');
    await stand.database.dataSource.transaction(async (manager) => {
      await lockFence(manager, held);
      await stand.query(`UPDATE feeds SET next_run_at = next_run_at WHERE feed <> 'costs'`);
      expect(await claim('another')).toBeNull();
    });
  });
});

describe('two servers on one database', () => {
  it('share the work without doing any of it twice (case 83)', async () => {
    const other = await stand.start();
    const work = (engine: Engine): Promise<void> => engine.sync.runUntilIdle();
    await Promise.all([work(stand.engine), work(other)]);
    await Promise.all([work(stand.engine), work(other)]);
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
    const live = await stand.query<{ feed: string; runs: number }>(
      `SELECT feed, count(*)::integer AS runs FROM runs WHERE purpose = 'live' AND state = 'succeeded' GROUP BY feed ORDER BY feed`,
    );
    expect(live).toEqual([
      { feed: 'api-keys', runs: 1 },
      { feed: 'audit-log', runs: 1 },
      { feed: 'audit-log/tenant', runs: 1 },
      { feed: 'costs', runs: 1 },
      { feed: 'projects', runs: 1 },
    ]);
  });
});

describe('missing history', () => {
  it('makes room between two windows when its own feed is due', async () => {
    const border = stand.simulator.faults.add({
      kind: 'silence',
      match: { path: '/organization/costs', query: { start_time: String(Date.parse('2025-12-06') / 1000) } },
    });
    const work = stand.engine.sync.runUntilIdle();
    while (border.hits === 0) await new Promise((resolve) => setImmediate(resolve));
    await stand.query(`UPDATE feeds SET next_run_at = now() WHERE feed = 'costs'`);
    border.remove();
    await work;
    const runs = await stand.query<{ purpose: string }>(`SELECT purpose FROM runs WHERE feed = 'costs' ORDER BY id`);
    expect(runs.map(({ purpose }) => purpose)).toEqual(['live', 'backfill', 'live', 'backfill']);
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
  });
});
