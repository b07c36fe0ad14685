/** A machine that was asleep: what it held is another's by now, and what it missed is caught up once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import type { FaultHandle } from '@bursar/openai-admin-simulator';
import { answered, trueCosts, trueTokens, usedTokens } from './testing/figures.js';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { COSTS_ONLY, type Engine, quickPace, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const HOUR_MS = 3_600_000;
/** Within the sleep from 8 January 09:30 to 10 January 09:30. */
const DAYS = ['2026-01-08', '2026-01-11'] as const;
const MINUTES = ['2026-01-09T10:00:00Z', '2026-01-09T12:00:00Z'] as const;

let stand: SyncStand;
let other: Engine;
let held: FaultHandle;
/** The last run that was begun before. */
let newestBefore: string;

beforeAll(async () => {
  const { completions } = CAPABILITIES;
  stand = await startStand({
    simulator: { ...TINY, keys: 1, usageLagMinutes: 0 },
    engine: {
      backfillMonths: 1,
      shared: true,
      pace: quickPace(),
      capabilities: { ...COSTS_ONLY, completions: { ...completions, collected: ['1h', '1m'] } },
    },
    ownTime: true,
  });
  other = await stand.start({ pace: quickPace() });
  await stand.collect();
  // The first look at the minutes may come before anything says that they are used.
  await stand.collect();
  held = stand.simulator.faults.add({ kind: 'silence', match: { path: CAPABILITIES.costs.path }, times: 1 });
  await stand.makeDue('costs');
  await stand.engine.sync.startDue();
  while (held.hits === 0) await new Promise((resolve) => setImmediate(resolve));
  newestBefore = (await runs(`state = 'running'`))[0]?.id ?? '';
  await sleep(48);
});
afterAll(() => stand.close());

/** Nobody works meanwhile, and nobody prolongs a lease. */
async function sleep(hours: number): Promise<void> {
  const wake = new Date(stand.simulator.clock.now().getTime() + hours * HOUR_MS);
  stand.simulator.clock.set(wake);
  await stand.database.clock?.set(wake);
}

const runs = (condition: string) =>
  stand.query<{ id: string; feed: string; state: string }>(
    `SELECT id, feed, state FROM runs WHERE ${condition} ORDER BY id`,
  );

describe('after two days of sleep', () => {
  it('what was not read is a gap, never a zero', async () => {
    const asleep = await usedTokens(stand.engine, MINUTES, 'minute');
    expect(asleep.points).toEqual([]);
    expect(asleep.completeness).toMatchObject({
      state: 'incomplete',
      gaps: [{ start: MINUTES[0], end: MINUTES[1], reason: 'not_collected_yet' }],
    });
    const { completeness, buckets } = await answered(stand.engine, DAYS, { bucket: 'day' });
    expect(completeness).toMatchObject({ state: 'incomplete', gaps: [{ start: '2026-01-08T00:00:00Z' }] });
    expect(buckets.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing']);
  });

  it('whoever is awake first takes over what the sleeper held, and each feed has one turn', async () => {
    stand.simulator.restate('2026-01-05', { kind: 'add', line_item: 'Corrected meanwhile', amount: '3.21' });
    await other.sync.runUntilIdle();
    expect(await runs(`id = ${newestBefore}`)).toMatchObject([{ feed: 'costs', state: 'lost' }]);
    // Minutes seem quiet after two days without a row: they are only looked at until their hours have been read.
    const live = await runs(`id > ${newestBefore} AND purpose = 'live' AND (pages > 0 OR feed NOT LIKE 'usage-1m/%')`);
    expect(live.map(({ feed }) => feed).toSorted()).toEqual(other.sync.feeds.map(({ name }) => name).toSorted());
    expect(new Set(live.map(({ state }) => state))).toEqual(new Set(['succeeded']));
  });

  it('the sleeper writes nothing of what it had begun, and finds nothing left to do', async () => {
    stand.simulator.requests.clear();
    held.remove();
    await stand.engine.sync.runUntilIdle();
    // Whichever of the two servers of this process was started last has the log.
    expect([...stand.engine.log, ...other.log]).toEqual([expect.stringContaining('costs')]);
    expect(await runs(`id = ${newestBefore}`)).toMatchObject([{ state: 'lost' }]);
    expect(await runs(`state = 'running'`)).toEqual([]);
    expect(stand.simulator.requests.count()).toBeLessThanOrEqual(1);
  });

  it('every number of the sleep is there, and the correction stands in the ledger once', async () => {
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
    expect((await answered(other, DAYS, { bucket: 'day' })).total).toBe(trueCosts(stand, DAYS));
    expect(
      await stand.query(`SELECT trim_scale(new_amount) AS amount FROM restatements WHERE measure = 'amount'`),
    ).toEqual([{ amount: '3.21' }]);
    const minutes = await usedTokens(other, MINUTES, 'minute');
    expect(minutes.total).toBe(await trueTokens(stand, MINUTES, '1m'));
    expect([minutes.total === '0', minutes.completeness.gaps]).toEqual([false, []]);
    const hours = await usedTokens(other, ['2026-01-08T00:00:00Z', '2026-01-10T09:00:00Z'], 'hour');
    expect(hours.total).toBe(await trueTokens(stand, ['2026-01-08T00:00:00Z', '2026-01-10T09:00:00Z'], '1h'));
  });
});

describe('after a sleep that was longer than minutes are kept', () => {
  it('says which minutes nobody will ever read, while hours and days are whole', async () => {
    await sleep(5 * 24);
    await other.sync.runUntilIdle();
    const lost = ['2026-01-11T10:00:00Z', '2026-01-11T11:00:00Z'] as const;
    const minutes = await usedTokens(other, lost, 'minute');
    expect(minutes.points).toEqual([]);
    expect(minutes.completeness.gaps).toMatchObject([{ start: lost[0], end: lost[1], reason: 'before_history' }]);
    const hour = await usedTokens(other, lost, 'hour');
    expect([hour.total, hour.completeness.gaps]).toEqual([await trueTokens(stand, lost, '1h'), []]);
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
  });
});
