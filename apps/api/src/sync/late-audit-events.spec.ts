/** Events that reach OpenAI's log long after they happened. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, now: new Date('2026-01-08T09:58:30Z') },
    engine: { directory: [], capabilities: {} },
  });
  await stand.collect();
});
beforeEach(() => stand.simulator.faults.clear());
afterAll(() => stand.close());

/** An event that OpenAI's log shows now, so long after it happened. */
const late = (ms: number): string =>
  stand.simulator.auditLog.inject({
    type: 'login.succeeded',
    effectiveAt: new Date(stand.simulator.clock.now().getTime() - ms),
  }).id;

async function minutesLater(minutes: number): Promise<void> {
  stand.simulator.clock.advance(minutes * MINUTE_MS);
  stand.simulator.requests.clear();
  await stand.collect();
}

const isStored = async (id: string): Promise<boolean> =>
  (await stand.query(`SELECT FROM audit_events WHERE id = $1`, id)).length === 1;

/** How far back each request went, in minutes. */
const reaches = (): number[] => {
  const now = Math.floor(stand.simulator.clock.now().getTime() / 1000) + 1;
  return stand.simulator.requests.entries
    .filter(({ path, query }) => path === '/organization/audit_logs' && !query['tenant_only'])
    .map(({ query }) => Math.round((now - Number(query['effective_at[gte]']?.[0])) / 60));
};

const left = async (): Promise<unknown> => {
  const [row] = await stand.query<{ left: unknown }>(
    `SELECT memory -> 'rereadsLeft' AS left FROM feeds WHERE feed = 'audit-log'`,
  );
  return row?.left;
};

describe('an event that comes late', () => {
  it('by more than ten minutes is there after the next full hour, and once', async () => {
    const id = late(100 * MINUTE_MS);
    await minutesLater(1);
    expect(await isStored(id)).toBe(false);
    expect(reaches()).toEqual([11]);
    await minutesLater(1);
    expect(await isStored(id)).toBe(true);
    expect(reaches()).toEqual([11, 120]);
    await minutesLater(1);
    expect(reaches()).toEqual([11]);
  });

  it('by more than two hours is there after the next midnight', async () => {
    const id = late(50 * HOUR_MS);
    await minutesLater(13 * 60);
    expect(await isStored(id)).toBe(false);
    await minutesLater(60);
    expect(await isStored(id)).toBe(true);
    expect(await left()).toEqual([]);
  });
});

describe('a re-read that cannot be finished', () => {
  it('keeps no new event waiting, says so, and goes on from where it was', async () => {
    stand.simulator.clock.advance(24 * HOUR_MS);
    for (let hour = 30; hour < 70; hour++) for (let count = 0; count < 4; count++) late(hour * HOUR_MS);
    stand.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: { path: '/organization/audit_logs', page: 'later' },
    });
    const id = late(0);
    await minutesLater(0);
    expect(await isStored(id)).toBe(true);
    const [feed] = await stand.query<{ failures: number; backfill: number }>(
      `SELECT failures, backfill_failures AS backfill FROM feeds WHERE feed = 'audit-log'`,
    );
    expect(feed).toMatchObject({ failures: 0 });
    expect(feed?.backfill).toBeGreaterThan(0);
    expect(await left()).toHaveLength(1);
    stand.simulator.faults.clear();
    await minutesLater(1);
    expect(await left()).toEqual([]);
    const stored = await stand.query<{ id: string }>('SELECT id FROM audit_events');
    expect(new Set(stored.map((row) => row.id))).toEqual(new Set(stand.simulator.auditLog.events.map((one) => one.id)));
  });
});
