import { describe, expect, it } from '@jest/globals';
import { QUIET_MS } from './pace-rules.js';
import { createPace, type Pace, type Priority } from './pacing.js';
import { ManualClock, settle } from './testing/manual-clock.js';

const FAMILY = 'GET /organization/projects/{}/api_keys';
const OK = { status: 200, retryAfterMs: null };
const refusal = (retryAfterMs: number | null = null) => ({ status: 429, retryAfterMs });

function paceWithClock(random = 0) {
  const clock = new ManualClock();
  return { clock, pace: createPace({ now: clock.now, setTimer: clock.setTimer, random: () => random }) };
}

/** Starts a request and records its name once it may go. */
function request(pace: Pace, started: string[], name: string, priority: Priority = 'live'): void {
  void pace.reserve(FAMILY, priority).then(() => started.push(name));
}

describe('a pace in memory', () => {
  it('lets four requests of a family go at once, and the next when one has ended', async () => {
    const { pace } = paceWithClock();
    const started: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) request(pace, started, name);
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    pace.settled(FAMILY, OK);
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(pace.ratePerMinute(FAMILY)).toBeNull();
  });

  it('keeps families apart', async () => {
    const { pace } = paceWithClock();
    const started: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) request(pace, started, name);
    void pace.reserve('GET /organization/costs', 'backfill').then(() => started.push('costs'));
    await settle();
    expect(started).toContain('costs');
  });

  it('serves a person first, then live feeds, run-now, directory and backfill, each in order of arrival', async () => {
    const { pace } = paceWithClock();
    const started: string[] = [];
    for (const name of ['1', '2', '3', '4']) request(pace, started, name);
    request(pace, started, 'backfill', 'backfill');
    request(pace, started, 'directory', 'directory');
    request(pace, started, 'run-now', 'run-now');
    request(pace, started, 'live 1', 'live');
    request(pace, started, 'live 2', 'live');
    request(pace, started, 'person', 'person');
    for (let round = 0; round < 9; round++) {
      pace.settled(FAMILY, OK);
      await settle();
    }
    expect(started.slice(4)).toEqual(['person', 'live 1', 'live 2', 'run-now', 'directory', 'backfill']);
  });

  it('rests a family for a minute and a little more after a 429 without a hint (case 9)', async () => {
    const { pace, clock } = paceWithClock(0.5);
    const started: string[] = [];
    request(pace, started, 'refused');
    await settle();
    pace.settled(FAMILY, refusal());
    request(pace, started, 'next');
    await clock.advance(67_499);
    expect(started).toEqual(['refused']);
    await clock.advance(1);
    expect(started).toEqual(['refused', 'next']);
  });

  it.each([200, 5000, 120_000])('rests a family for the %d ms that OpenAI asks for (cases 10 and 11)', async (hint) => {
    const { pace, clock } = paceWithClock();
    const started: string[] = [];
    request(pace, started, 'refused');
    await settle();
    pace.settled(FAMILY, refusal(hint));
    request(pace, started, 'next');
    await clock.advance(hint - 1);
    expect(started).toEqual(['refused']);
    await clock.advance(1);
    expect(started).toEqual(['refused', 'next']);
  });

  it('halves the rate at the first 429 and spaces requests evenly from then on', async () => {
    const { pace, clock } = paceWithClock();
    for (let count = 0; count < 20; count++) {
      await pace.reserve(FAMILY, 'live');
      pace.settled(FAMILY, count < 19 ? OK : refusal(0));
    }
    expect(pace.ratePerMinute(FAMILY)).toBe(10);
    const started: number[] = [];
    for (let count = 0; count < 4; count++) void pace.reserve(FAMILY, 'live').then(() => started.push(clock.now()));
    await clock.advance(60_000);
    expect(started).toEqual([0, 6000, 12_000, 18_000]);
  });

  it('takes refusals of requests that were under way together for one', async () => {
    const { pace } = paceWithClock();
    for (let count = 0; count < 16; count++) {
      await pace.reserve(FAMILY, 'live');
      pace.settled(FAMILY, OK);
    }
    await Promise.all([1, 2, 3, 4].map(() => pace.reserve(FAMILY, 'live')));
    for (let count = 0; count < 4; count++) pace.settled(FAMILY, refusal(0));
    expect(pace.ratePerMinute(FAMILY)).toBe(10);
  });

  it('rises by one a minute after five quiet minutes, and falls back to what held', async () => {
    const { pace, clock } = paceWithClock();
    const rates = new Set<number | null>();
    for (let count = 0; count < 10; count++) {
      await pace.reserve(FAMILY, 'live');
      pace.settled(FAMILY, count < 9 ? OK : refusal());
    }
    const keepBusy = async (ms: number) => {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        void pace.reserve(FAMILY, 'live').then(() => pace.settled(FAMILY, OK));
        await clock.advance(clock.untilNext() ?? 1);
        rates.add(pace.ratePerMinute(FAMILY));
      }
    };
    expect(pace.ratePerMinute(FAMILY)).toBe(5);
    await keepBusy(2 * QUIET_MS + 90_000);
    expect([...rates]).toEqual([5, 6, 7]);
    const last = pace.reserve(FAMILY, 'live');
    await clock.advance(60_000);
    await last;
    pace.settled(FAMILY, refusal());
    expect(pace.ratePerMinute(FAMILY)).toBe(6);
  });

  it('does not rise while nobody needs more', async () => {
    const { pace, clock } = paceWithClock();
    await pace.reserve(FAMILY, 'live');
    pace.settled(FAMILY, refusal());
    const rate = pace.ratePerMinute(FAMILY);
    for (let count = 0; count < 5; count++) {
      await clock.advance(QUIET_MS);
      await pace.reserve(FAMILY, 'live');
      pace.settled(FAMILY, OK);
    }
    expect(pace.ratePerMinute(FAMILY)).toBe(rate);
  });

  it.each([7, 8, 10])(
    'meets at most one 429 a minute where OpenAI allows %d a minute, and loses nothing (case 12)',
    async (limit) => {
      const { pace, clock } = paceWithClock();
      const admitted: number[] = [];
      const refused: number[] = [];
      let done = 0;
      const work = async () => {
        for (;;) {
          await pace.reserve(FAMILY, 'directory');
          const now = clock.now();
          const isRefused = admitted.filter((time) => time > now - 60_000).length >= limit;
          (isRefused ? refused : admitted).push(now);
          await new Promise<void>((resolve) => clock.setTimer(resolve, 40));
          pace.settled(FAMILY, isRefused ? refusal() : OK);
          if (!isRefused) break;
        }
        done++;
      };
      for (let count = 0; count < 100; count++) void work();
      await clock.advance(60 * 60_000);
      expect(done).toBe(100);
      expect(refused.length).toBeGreaterThan(0);
      refused.reduce((before, time) => {
        expect(time - before).toBeGreaterThanOrEqual(60_000);
        return time;
      });
    },
  );

  it('forgets a request that is given up while it waits', async () => {
    const { pace } = paceWithClock();
    const started: string[] = [];
    for (const name of ['1', '2', '3', '4']) request(pace, started, name);
    const controller = new AbortController();
    const givenUp = pace.reserve(FAMILY, 'person', controller.signal);
    request(pace, started, 'next');
    controller.abort(new Error('no longer needed'));
    await expect(givenUp).rejects.toThrow('no longer needed');
    await expect(pace.reserve(FAMILY, 'person', controller.signal)).rejects.toThrow('no longer needed');
    pace.settled(FAMILY, OK);
    await settle();
    expect(started).toEqual(['1', '2', '3', '4', 'next']);
  });

  it('leaves no timer behind for a request that is given up', async () => {
    const { pace, clock } = paceWithClock();
    await pace.reserve(FAMILY, 'live');
    pace.settled(FAMILY, refusal());
    const controller = new AbortController();
    const givenUp = pace.reserve(FAMILY, 'live', controller.signal);
    expect(clock.untilNext()).not.toBeNull();
    controller.abort(new Error('shutting down'));
    await expect(givenUp).rejects.toThrow('shutting down');
    expect(clock.untilNext()).toBeNull();
  });
});
