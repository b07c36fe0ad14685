import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { answered, trueCosts, trueTokens, usedTokens } from './testing/figures.js';
import { driftOf } from './testing/stored-costs.js';
import { COSTS_ONLY, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const FEBRUARY = ['2028-02-01', '2028-03-01'] as const;
const LEAP_DAY = ['2028-02-29', '2028-03-01'] as const;

let stand: SyncStand;
beforeAll(async () => {
  const { completions } = CAPABILITIES;
  stand = await startStand({
    simulator: { ...TINY, now: new Date('2028-02-28T21:00:00Z'), usageLagMinutes: 0 },
    engine: {
      backfillMonths: 1,
      directory: [],
      capabilities: { ...COSTS_ONLY, completions: { ...completions, collected: ['1d', '1h'] } },
    },
  });
  await stand.collect();
});
afterAll(() => stand.close());

async function collectAt(now: string): Promise<string[]> {
  stand.simulator.clock.set(new Date(now));
  stand.simulator.requests.clear();
  await stand.collect();
  return stand.simulator.requests.entries
    .filter(({ path }) => path === CAPABILITIES.costs.path)
    .map(({ query }) => [query['start_time']?.[0], query['end_time']?.[0]].map(dayOf).join('..'));
}

const dayOf = (seconds: string | undefined): string => new Date(Number(seconds) * 1000).toISOString().slice(0, 10);

describe('29 February', () => {
  it('is a day like any other while it runs, and after it', async () => {
    expect(await collectAt('2028-02-29T23:55:00Z')).toContain('2028-02-27..2028-03-01');
    expect((await collectAt('2028-03-01T00:05:00Z')).slice(0, 2)).toEqual([
      '2028-03-01..2028-03-02',
      '2028-02-28..2028-03-01',
    ]);
    const day = await answered(stand.engine, LEAP_DAY, { bucket: 'day' });
    expect([day.total, day.buckets]).toEqual([
      trueCosts(stand, LEAP_DAY),
      [expect.objectContaining({ start: '2028-02-29T00:00:00Z', state: 'provisional' })],
    ]);
    expect(Number(day.total)).toBeGreaterThan(0);
  });

  it('has 24 hours, as OpenAI tells them', async () => {
    const hours = await usedTokens(stand.engine, LEAP_DAY, 'hour');
    expect(hours.buckets).toHaveLength(24);
    expect(hours.total).toBe(await trueTokens(stand, LEAP_DAY, '1h'));
    expect(hours.total).toBe((await usedTokens(stand.engine, LEAP_DAY, 'day')).total);
  });
});

describe('a February of 29 days', () => {
  it('is closed on 3 March, whole and to the last digit', async () => {
    expect((await collectAt('2028-03-04T00:10:00Z')).join()).toMatch(/2028-02-01\.\.2028-0[23]/);
    const byDay = await answered(stand.engine, FEBRUARY, { bucket: 'day' });
    const byMonth = await answered(stand.engine, FEBRUARY, { bucket: 'month', groupBy: ['project_id'] });
    expect(byDay.buckets).toHaveLength(29);
    expect(byDay.points.filter(({ value }) => Number(value) > 0)).toHaveLength(29);
    expect([byDay.total, byMonth.total]).toEqual([trueCosts(stand, FEBRUARY), trueCosts(stand, FEBRUARY)]);
    expect(byMonth.buckets).toEqual([expect.objectContaining({ start: '2028-02-01T00:00:00Z', state: 'final' })]);
    const tokens = await usedTokens(stand.engine, FEBRUARY, 'month');
    expect(tokens.total).toBe(await trueTokens(stand, FEBRUARY, '1d'));
  });

  it('leaves nothing else where it does not belong', async () => {
    expect(await driftOf(stand, [new Date('2028-01-01'), new Date('2028-03-05')])).toEqual([]);
  });
});
