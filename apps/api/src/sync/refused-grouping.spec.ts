import { afterEach, describe, expect, it } from '@jest/globals';
import { billedCosts, historyOf, storedCosts } from './testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
afterEach(() => stand.close());

const refusedRequests = (): number =>
  stand.simulator.requests.count(({ path, status }) => path === '/organization/costs' && status === 400);

describe('days before OpenAI tells keys', () => {
  it('are asked for with keys once, and that is remembered', async () => {
    stand = await startStand({ simulator: { ...TINY, months: 3 }, engine: { backfillMonths: 2 } });
    await stand.collect();
    expect(refusedRequests()).toBe(1);
    stand.simulator.clock.advance(7 * 86_400_000);
    await stand.collect();
    expect(refusedRequests()).toBe(1);
    const { feeds } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
    expect(feeds.find(({ feed }) => feed === 'costs')?.notes).toEqual([
      'OpenAI refused the grouping by project_id, line_item, api_key_id before 2025-12-06; it is read by fewer dimensions there.',
    ]);
  });

  it('count once in every total', async () => {
    stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
    await stand.collect();
    const [start] = historyOf(stand.simulator, 1);
    const end = new Date('2025-12-09');
    const billed = stand.simulator.billed({ start, end, bucket: 'day' });
    const stored = await stand.query<{ start: string; amount: string }>(
      `SELECT to_char(p.start AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS start, trim_scale(sum(p.amount)) AS amount
         FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
        WHERE s.kind = 'base' AND p.start < $1 GROUP BY 1 ORDER BY 1`,
      end,
    );
    expect(stored).toEqual(billed.map(({ start: day, amount }) => ({ start: day, amount })));
  });
});

describe('a grouping that OpenAI refuses at any date', () => {
  it('is left out, and tried again when a week has passed (case 72)', async () => {
    stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
    const fault = stand.simulator.faults.add({ kind: 'refuse-dimensions', dimensions: ['api_key_id'] });
    await stand.collect();
    const withKeys = () =>
      stand.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM readings WHERE is_base AND reading LIKE '%api_key_id%'`,
      );
    expect(await withKeys()).toEqual([{ count: 0 }]);
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'costs'`)).toEqual([{ state: 'waiting' }]);
    const refused = refusedRequests();
    await stand.collect();
    expect(refusedRequests()).toBe(refused);

    fault.remove();
    stand.simulator.clock.advance(8 * 86_400_000);
    await stand.collect();
    expect((await withKeys())[0]?.count).toBeGreaterThan(30);
    const stored = await storedCosts(stand);
    const recent = Object.entries(billedCosts(stand.simulator, ...historyOf(stand.simulator, 1))).filter(
      ([name]) => name >= '2026-01-05',
    );
    expect(stored).toMatchObject(Object.fromEntries(recent));
  });
});
