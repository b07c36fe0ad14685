/** A server whose clock is wrong: hours and minutes by the clock of OpenAI, before it is set right and after. */
import { afterEach, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { trueTokens, usedTokens } from './testing/figures.js';
import { type Engine, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const { completions } = CAPABILITIES;

let stand: SyncStand;
let engine: Engine;
let skewMs: number;
afterEach(() => stand.close());

/** Hours, minutes and the audit log, collected by a clock of its own. */
async function start(now: string): Promise<void> {
  const capabilities = { completions: { ...completions, collected: ['1h', '1m'] as const } };
  stand = await startStand({
    simulator: { ...TINY, keys: 1, now: new Date(now), usageLagMinutes: 0 },
    engine: { backfillMonths: 1, directory: [], capabilities },
  });
  const clock = { now: () => new Date(stand.simulator.clock.now().getTime() + skewMs) };
  engine = await stand.start({ clock });
  await stand.collect(engine);
  await stand.collect(engine);
}

async function collect(feed: string): Promise<void> {
  await stand.makeDue(feed);
  await engine.sync.runUntilIdle();
}

const coverage = async (feed: string) => {
  const { feeds } = await engine.status.read(FULL_SCOPE);
  return feeds.find(({ feed: name }) => name === feed)?.coverage ?? [];
};

const end = async (feed: string) => (await coverage(feed)).at(-1)?.end;

const instant = (offsetMs = 0): string =>
  new Date(stand.simulator.clock.now().getTime() + offsetMs).toISOString().replace('.000Z', 'Z');

/** The latest instant that anything was asked for, in minutes from now. */
function latestAsked(): number {
  const times = stand.simulator.requests.entries.flatMap(({ query }) => [
    ...(query['end_time'] ?? []),
    ...(query['effective_at[lt]'] ?? []),
  ]);
  return (Math.max(...times.map(Number)) * 1000 - stand.simulator.clock.now().getTime()) / MINUTE_MS;
}

async function expectTheTruth(): Promise<void> {
  const stretch = [instant(-60 * MINUTE_MS), instant()] as const;
  const minutes = await usedTokens(engine, stretch, 'minute');
  expect(minutes.total).toBe(await trueTokens(stand, stretch, '1m'));
  expect([minutes.total === '0', minutes.completeness.gaps]).toEqual([false, []]);
}

it.each([
  ['ten minutes fast', 10, '2026-01-08T23:55:00Z'],
  ['ten minutes slow', -10, '2026-01-08T00:05:00Z'],
])('a clock that is %s claims no minute before it is there and misses none (case 80)', async (_, minutes, now) => {
  skewMs = minutes * MINUTE_MS;
  await start(now);
  expect([await end('usage-1m/completions'), await end('usage-1h/completions')]).toEqual([instant(), instant()]);
  // Events may come ten minutes late.
  expect(await end('audit-log')).toBe(instant(-10 * MINUTE_MS));
  // To the end of the running hour at most.
  expect(latestAsked()).toBeLessThanOrEqual(60);
  await expectTheTruth();

  // Somebody sets the clock right, which no answer has told yet when the next run is planned.
  stand.simulator.clock.advance(3 * MINUTE_MS);
  skewMs = 0;
  await collect('usage-1m/completions');
  expect(Date.parse((await end('usage-1m/completions')) ?? '')).toBeLessThanOrEqual(Date.parse(instant()));
  await stand.collect(engine);
  expect(await coverage('usage-1m/completions')).toEqual([{ start: expect.any(String), end: instant() }]);
  await expectTheTruth();

  // And once more, with the audit log first.
  skewMs = minutes * MINUTE_MS;
  await collect('audit-log');
  skewMs = 0;
  await collect('audit-log');
  expect(Date.parse((await end('audit-log')) ?? '')).toBeLessThanOrEqual(Date.parse(instant(-10 * MINUTE_MS)));
});
