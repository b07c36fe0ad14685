import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dieAt } from './testing/die-at.js';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
  await stand.engine.stop();
});
afterAll(() => stand.close());

/**
 * The connections of a killed process: Postgres rolls back what they had begun. Only clients: a vacuum of the server's own
 * may be at work in the database too, and belongs to a user that may not be cut off.
 */
async function cutConnections(): Promise<void> {
  await stand.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
}

describe('a server that is killed', () => {
  afterEach(async () => {
    await stand.query(
      'TRUNCATE points_1d, rollups_1d, rollups_1mo, readings, restatements, directory_objects, directory_lists, runs',
    );
    await stand.query('DELETE FROM feeds');
  });

  it.each([2, 7, 13, 22, 34, 50, 70, 95])('at statement %i loses nothing and doubles nothing', async (statement) => {
    const doomed = await stand.start();
    const fate = dieAt(doomed.dataSource, statement);
    await doomed.sync.runUntilIdle().catch(() => undefined);
    expect(fate.died()).toBe(true);
    await cutConnections();

    const next = await stand.start();
    await next.sync.runUntilIdle();
    await stand.collect(next);
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
    expect(await stand.query(`SELECT 1 FROM runs WHERE state IN ('running', 'queued')`)).toEqual([]);
    expect(await stand.query(`SELECT 1 FROM feeds WHERE state <> 'waiting' OR lease_owner IS NOT NULL`)).toEqual([]);
    expect(await stand.query('SELECT 1 FROM restatements')).toEqual([]);
    await next.stop();
  });

  it('goes on from what is covered instead of from the beginning (case 84)', async () => {
    const doomed = await stand.start();
    const waitForSecondMonth = stand.simulator.faults.add({
      kind: 'silence',
      match: { path: '/organization/costs', query: { start_time: String(Date.parse('2025-12-06') / 1000) } },
    });
    const work = doomed.sync.runUntilIdle().catch(() => undefined);
    const storedDays = async (): Promise<number> => (await stand.query('SELECT 1 FROM readings')).length;
    while (waitForSecondMonth.hits === 0 || (await storedDays()) < 8)
      await new Promise((resolve) => setImmediate(resolve));
    dieAt(doomed.dataSource, 1);
    await cutConnections();
    waitForSecondMonth.remove();
    await work;

    stand.simulator.requests.clear();
    const next = await stand.start();
    await next.sync.runUntilIdle();
    const starts = stand.simulator.requests.entries
      .filter(({ path }) => path === '/organization/costs')
      .map(({ query }) => Number(query['start_time']?.[0]) * 1000);
    expect(Math.max(...starts)).toBeLessThan(Date.parse('2026-01-01'));
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
    await next.stop();
  });
});

it('a server that is stopped in order gives back what it was doing', async () => {
  const engine = await stand.start();
  const silence = stand.simulator.faults.add({ kind: 'silence', match: { path: '/organization/costs' } });
  const work = engine.sync.runUntilIdle();
  while (silence.hits === 0) await new Promise((resolve) => setImmediate(resolve));
  await engine.stop();
  await work;
  silence.remove();
  expect(await stand.query(`SELECT state FROM runs WHERE feed = 'costs'`)).toEqual([{ state: 'lost' }]);
  expect(await stand.query(`SELECT 1 FROM feeds WHERE lease_owner IS NOT NULL OR state NOT IN ('waiting')`)).toEqual(
    [],
  );
  const next = await stand.start();
  await next.sync.runUntilIdle();
  expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
});
