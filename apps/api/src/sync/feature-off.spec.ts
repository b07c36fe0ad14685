import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
});
afterAll(() => stand.close());

it('disables the feed that OpenAI does not know, and no other (case 85)', async () => {
  const off = stand.simulator.faults.add({ kind: 'status', status: 404, match: { path: '/organization/costs' } });
  await stand.collect();
  const { feeds, organizations } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  const notWaiting = feeds.filter(({ state }) => state !== 'waiting');
  expect(notWaiting.map(({ feed, state, last_error }) => [feed, state, last_error?.code])).toEqual([
    ['costs', 'disabled', 'not_found'],
  ]);
  expect(feeds.at(-1)?.gaps.map(({ reason }) => reason)).toEqual(['stopped']);
  expect(organizations[0]?.state).toBe('active');
  off.remove();
});

it('tests it again within the hour, and all is well when it is back', async () => {
  const [row] = await stand.query<{ minutes: number }>(
    `SELECT round(extract(epoch FROM next_run_at - now()) / 60)::integer AS minutes FROM feeds WHERE feed = 'costs'`,
  );
  expect(row).toEqual({ minutes: 60 });
  await stand.collect();
  expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
});
