/** The end of a month as a page shows it, with costs that arrive hours after the usage. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import type { BilledQuery } from '@bursar/openai-admin-simulator';
import { answered, trueCosts, trueTokens, usedTokens } from './testing/figures.js';
import { COSTS_ONLY, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const JANUARY = ['2026-01-01', '2026-02-01'] as const;
const LAST_DAY = ['2026-01-31', '2026-02-01'] as const;
const FIRST_DAY = ['2026-02-01', '2026-02-02'] as const;

let stand: SyncStand;
beforeAll(async () => {
  const { completions } = CAPABILITIES;
  stand = await startStand({
    simulator: { ...TINY, now: new Date('2026-01-31T23:55:00Z'), costLagHours: 6, usageLagMinutes: 0 },
    engine: {
      backfillMonths: 1,
      directory: [],
      capabilities: { ...COSTS_ONLY, completions: { ...completions, collected: ['1d'] } },
    },
  });
  await stand.collect();
});
afterAll(() => stand.close());

async function collectAt(now: string): Promise<void> {
  stand.simulator.clock.set(new Date(now));
  await stand.collect();
}

const costs = (stretch: readonly [string, string], bucket: 'day' | 'month') =>
  answered(stand.engine, stretch, { bucket });

describe('five minutes before the end of the month', () => {
  it('the running day has usage and no costs: those are pending, not nothing (case 71)', async () => {
    const day = await costs(LAST_DAY, 'day');
    expect([day.buckets[0]?.state, day.points]).toEqual(['pending', []]);
    const tokens = await usedTokens(stand.engine, LAST_DAY, 'day');
    expect(tokens.total).toBe(await trueTokens(stand, LAST_DAY, '1d'));
    expect(Number(tokens.total)).toBeGreaterThan(0);
    // The day before is billed in part: its costs settle until the evening.
    const month = await costs(JANUARY, 'month');
    expect([month.total, month.buckets[0]?.state]).toEqual([trueCosts(stand, JANUARY), 'pending']);
  });
});

describe('five minutes after it', () => {
  it('the month is what was billed so far, and the last day is still to come', async () => {
    await collectAt('2026-02-01T00:05:00Z');
    const before = await costs(JANUARY, 'month');
    expect([before.total, before.buckets[0]?.state]).toEqual([trueCosts(stand, JANUARY), 'pending']);
    expect(before.completeness.billed_through).toBe('2026-01-31T00:00:00Z');
    expect((await costs(LAST_DAY, 'day')).points).toEqual([]);
    const today = await costs(FIRST_DAY, 'day');
    expect([today.buckets[0]?.state, today.points]).toEqual(['pending', []]);
  });
});

describe('on the 3rd and after', () => {
  it('the month ends at midnight UTC, final and to the last digit (case 79)', async () => {
    await collectAt('2026-02-03T12:00:00Z');
    expect((await costs(JANUARY, 'month')).buckets[0]?.state).toBe('provisional');
    await collectAt('2026-02-04T00:05:00Z');
    const settled = { start: new Date(JANUARY[0]), end: new Date(JANUARY[1]), settled: true } satisfies BilledQuery;
    const month = await costs(JANUARY, 'month');
    expect([month.total, month.buckets[0]?.state]).toEqual([stand.simulator.billed(settled)[0]?.amount, 'final']);
    const byDay = await costs(JANUARY, 'day');
    expect([byDay.total, byDay.points.length]).toEqual([month.total, 31]);
    expect((await costs(FIRST_DAY, 'day')).total).toBe(trueCosts(stand, FIRST_DAY));
  });
});
