import { describe, expect, it } from '@jest/globals';
import { QUIET_MS } from './pace-rules.js';
import { createPace, type Outcome, type Pace, type Priority, type Slot } from './pacing.js';
import { createSlotBook } from './slot-book.js';
import { ManualClock, settle } from './testing/manual-clock.js';

const FAMILY = 'GET /organization/projects/{}/api_keys';
const OK: Outcome = { status: 200, retryAfterMs: null };
const refusal = (retryAfterMs: number | null = null): Outcome => ({ status: 429, retryAfterMs });

function paceWithClock(random = 0) {
  const clock = new ManualClock();
  const slots = createSlotBook(clock.now);
  return { clock, slots, pace: createPace({ slots, setTimer: clock.setTimer, random: () => random }) };
}

/** Requests that may go, in the order in which they may. */
class Started {
  readonly names: string[] = [];
  readonly #slots: Slot[] = [];

  constructor(private readonly pace: Pace) {}

  request(name: string, priority: Priority = 'live'): void {
    void this.pace.reserve(FAMILY, priority).then((slot) => {
      this.names.push(name);
      this.#slots.push(slot);
    });
  }

  /** Ends the one that was started first. */
  end(outcome = OK): void {
    this.#slots.shift()?.settled(outcome);
  }
}

/** Starts and ends one request after the other, the last one as said. */
async function requestsInARow(pace: Pace, count: number, last = OK) {
  for (let index = 1; index <= count; index++) (await pace.reserve(FAMILY, 'live')).settled(index < count ? OK : last);
  await settle();
}

describe('a pace in memory', () => {
  it('lets four requests of a family go at once, and the next when one has ended', async () => {
    const { pace, slots } = paceWithClock();
    const started = new Started(pace);
    for (const name of ['a', 'b', 'c', 'd', 'e']) started.request(name);
    await settle();
    expect(started.names).toEqual(['a', 'b', 'c', 'd']);
    started.end();
    await settle();
    expect(started.names).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await slots.ratePerMinute(FAMILY)).toBeNull();
  });

  it('keeps families apart', async () => {
    const { pace } = paceWithClock();
    const started = new Started(pace);
    for (const name of ['a', 'b', 'c', 'd', 'e']) started.request(name);
    await expect(pace.reserve('GET /organization/costs', 'backfill')).resolves.toBeDefined();
  });

  it('serves a person first, then live feeds, run-now, directory and backfill, each in order of arrival', async () => {
    const { pace } = paceWithClock();
    const started = new Started(pace);
    for (const name of ['1', '2', '3', '4']) started.request(name);
    await settle();
    started.request('backfill', 'backfill');
    started.request('directory', 'directory');
    started.request('run-now', 'run-now');
    started.request('live 1', 'live');
    started.request('live 2', 'live');
    started.request('person', 'person');
    for (let round = 0; round < 9; round++) {
      started.end();
      await settle();
    }
    expect(started.names.slice(4)).toEqual(['person', 'live 1', 'live 2', 'run-now', 'directory', 'backfill']);
  });

  it('gives a slot that somebody waits for to whoever is most urgent when it comes', async () => {
    const { pace, clock } = paceWithClock();
    await requestsInARow(pace, 1, refusal(5000));
    const started = new Started(pace);
    started.request('backfill', 'backfill');
    await clock.advance(4000);
    started.request('person', 'person');
    await clock.advance(1000);
    expect(started.names).toEqual(['person']);
  });

  it('rests a family for a minute and a little more after a 429 without a hint (case 9)', async () => {
    const { pace, clock } = paceWithClock(0.5);
    await requestsInARow(pace, 1, refusal());
    const started = new Started(pace);
    started.request('next');
    await clock.advance(67_499);
    expect(started.names).toEqual([]);
    await clock.advance(1);
    expect(started.names).toEqual(['next']);
  });

  it.each([200, 5000, 120_000])('rests a family for the %d ms that OpenAI asks for (cases 10 and 11)', async (hint) => {
    const { pace, clock } = paceWithClock();
    await requestsInARow(pace, 1, refusal(hint));
    const started = new Started(pace);
    started.request('next');
    await clock.advance(hint - 1);
    expect(started.names).toEqual([]);
    await clock.advance(1);
    expect(started.names).toEqual(['next']);
  });

  it('rests an hour at most, whatever it is asked for', async () => {
    const { pace, clock } = paceWithClock();
    await requestsInARow(pace, 1, refusal(10 * 86_400_000));
    const started = new Started(pace);
    started.request('next');
    await clock.advance(3_599_999);
    expect(started.names).toEqual([]);
    await clock.advance(1);
    expect(started.names).toEqual(['next']);
  });

  it('halves the rate at the first 429 and spaces requests evenly from then on', async () => {
    const { pace, slots, clock } = paceWithClock();
    await requestsInARow(pace, 20, refusal(0));
    expect(await slots.ratePerMinute(FAMILY)).toBe(10);
    const started: number[] = [];
    for (let count = 0; count < 4; count++) void pace.reserve(FAMILY, 'live').then(() => started.push(clock.now()));
    await clock.advance(60_000);
    expect(started).toEqual([0, 6000, 12_000, 18_000]);
  });

  it('takes refusals of requests that were under way together for one', async () => {
    const { pace, slots } = paceWithClock();
    await requestsInARow(pace, 16);
    const together = await Promise.all([1, 2, 3, 4].map(() => pace.reserve(FAMILY, 'live')));
    for (const slot of together) slot.settled(refusal(0));
    await settle();
    expect(await slots.ratePerMinute(FAMILY)).toBe(10);
  });

  it('rises by one a minute after five quiet minutes, and falls back to what held', async () => {
    const { pace, slots, clock } = paceWithClock();
    const rates = new Set<number | null>();
    await requestsInARow(pace, 10, refusal());
    const keepBusy = async (ms: number) => {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        void pace.reserve(FAMILY, 'live').then((slot) => slot.settled(OK));
        await settle();
        await clock.advance(clock.untilNext() ?? 1);
        rates.add(await slots.ratePerMinute(FAMILY));
      }
    };
    expect(await slots.ratePerMinute(FAMILY)).toBe(5);
    await keepBusy(2 * QUIET_MS + 90_000);
    expect([...rates]).toEqual([5, 6, 7]);
    const last = pace.reserve(FAMILY, 'live');
    await clock.advance(60_000);
    (await last).settled(refusal());
    await settle();
    expect(await slots.ratePerMinute(FAMILY)).toBe(6);
  });

  it('does not rise while nobody needs more', async () => {
    const { pace, slots, clock } = paceWithClock();
    await requestsInARow(pace, 1, refusal());
    const rate = await slots.ratePerMinute(FAMILY);
    for (let count = 0; count < 5; count++) {
      await clock.advance(QUIET_MS);
      await requestsInARow(pace, 1);
    }
    expect(await slots.ratePerMinute(FAMILY)).toBe(rate);
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
          const slot = await pace.reserve(FAMILY, 'directory');
          const now = clock.now();
          const isRefused = admitted.filter((time) => time > now - 60_000).length >= limit;
          (isRefused ? refused : admitted).push(now);
          await new Promise<void>((resolve) => clock.setTimer(resolve, 40));
          slot.settled(isRefused ? refusal() : OK);
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
    const started = new Started(pace);
    for (const name of ['1', '2', '3', '4']) started.request(name);
    await settle();
    const controller = new AbortController();
    const givenUp = pace.reserve(FAMILY, 'person', controller.signal);
    started.request('next');
    controller.abort(new Error('no longer needed'));
    await expect(givenUp).rejects.toThrow('no longer needed');
    await expect(pace.reserve(FAMILY, 'person', controller.signal)).rejects.toThrow('no longer needed');
    started.end();
    await settle();
    expect(started.names).toEqual(['1', '2', '3', '4', 'next']);
  });

  it('leaves no timer behind for a request that is given up', async () => {
    const { pace, clock } = paceWithClock();
    await requestsInARow(pace, 1, refusal());
    const controller = new AbortController();
    const givenUp = pace.reserve(FAMILY, 'live', controller.signal);
    await settle();
    expect(clock.untilNext()).not.toBeNull();
    controller.abort(new Error('shutting down'));
    await expect(givenUp).rejects.toThrow('shutting down');
    expect(clock.untilNext()).toBeNull();
  });

  it('tells whoever asks that the book of slots cannot be read, and serves the next one', async () => {
    const book = createSlotBook(() => 0);
    let isBroken = true;
    const slots = {
      ...book,
      ratePerMinute: book.ratePerMinute.bind(book),
      refused: () => (isBroken ? Promise.reject(new Error('the refusal was not noted')) : Promise.resolve()),
      reserveSlot: (family: string, priority: Priority) =>
        isBroken ? Promise.reject(new Error('the book is away')) : book.reserveSlot(family, priority),
    };
    const pace = createPace({ slots });
    await expect(pace.reserve(FAMILY, 'live')).rejects.toThrow('the book is away');
    isBroken = false;
    const slot = await pace.reserve(FAMILY, 'live');
    isBroken = true;
    slot.settled(refusal());
    await settle();
    isBroken = false;
    await expect(pace.reserve(FAMILY, 'live')).rejects.toThrow('the refusal was not noted');
    await expect(pace.reserve(FAMILY, 'live')).resolves.toBeDefined();
  });
});
