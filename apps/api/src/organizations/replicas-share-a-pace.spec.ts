import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Outcome, type Pace, type Priority, QUIET_MS } from '@bursar/openai-admin';
import type { DatabaseClock } from '../testing/database-clock.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { TestTime } from '../testing/test-time.js';
import { PacesStore } from './paces.store.js';

const FAMILY = 'GET /organization/usage/a-capability';
const OK: Outcome = { status: 200, retryAfterMs: null };
const refusal = (retryAfterMs: number | null = null): Outcome => ({ status: 429, retryAfterMs });
const MINUTE = 60_000;

let database: TestDatabase;
let clock: DatabaseClock;
let time: TestTime;
let organizationId: number;
beforeAll(async () => {
  database = await createTestDatabase({ clock: new Date('2026-11-20T10:00:00Z') });
  if (database.clock === null) throw new Error('The suite has asked for a clock and got none.');
  clock = database.clock;
  const [row]: { id: number }[] = await database.dataSource.query(
    'INSERT INTO organizations DEFAULT VALUES RETURNING id',
  );
  organizationId = row?.id ?? 0;
});
beforeEach(async () => {
  await database.dataSource.query('TRUNCATE paces');
  time = new TestTime(clock);
});
afterAll(() => database.drop());

/** One replica's pace, on the rows of all. */
const replica = (): Pace => time.pace(new PacesStore(database.dataSource).book(organizationId));

const rate = () => new PacesStore(database.dataSource).book(organizationId).ratePerMinute(FAMILY);

/** Starts and ends one request after the other, the last one as said. */
async function requestsInARow(pace: Pace, count: number, last = OK): Promise<void> {
  for (let index = 1; index <= count; index++) (await pace.reserve(FAMILY, 'live')).settled(index < count ? OK : last);
  await time.quiet();
}

/** Notes when a request may go, and who it was. */
function request(pace: Pace, started: [string, number][], name: string, priority: Priority = 'live'): void {
  const asked = clock.now().getTime();
  void pace.reserve(FAMILY, priority).then((slot) => {
    started.push([name, clock.now().getTime() - asked]);
    slot.settled(OK);
  });
}

describe('two replicas on one database', () => {
  it('rest together when one of them is refused, as long as OpenAI asks', async () => {
    const [a, b] = [replica(), replica()];
    await requestsInARow(a, 1, refusal(90_000));
    const started: [string, number][] = [];
    request(b, started, 'of the other');
    await time.advance(90_000);
    expect(started).toEqual([['of the other', 90_000]]);
  });

  it('share the halved rate, evenly spaced', async () => {
    const [a, b] = [replica(), replica()];
    await requestsInARow(a, 12);
    await requestsInARow(b, 8, refusal(0));
    expect(await rate()).toBe(10);
    const started: [string, number][] = [];
    for (const name of ['a1', 'a2']) request(a, started, name);
    for (const name of ['b1', 'b2']) request(b, started, name);
    await time.advance(MINUTE);
    expect(started.map(([, after]) => after)).toEqual([0, 6000, 12_000, 18_000]);
    expect(started.map(([name]) => name).toSorted()).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('take refusals of requests that were under way together for one', async () => {
    const [a, b] = [replica(), replica()];
    await requestsInARow(a, 16);
    const together = await Promise.all([a, a, b, b].map((pace) => pace.reserve(FAMILY, 'live')));
    for (const slot of together) slot.settled(refusal(0));
    await time.quiet();
    expect(await rate()).toBe(10);
  });

  it('give a slot to the most urgent request of both', async () => {
    const [a, b] = [replica(), replica()];
    await requestsInARow(a, 1, refusal(6000));
    const started: [string, number][] = [];
    for (const name of ['backfill 1', 'backfill 2', 'backfill 3']) request(a, started, name, 'backfill');
    await time.advance(1000);
    request(b, started, 'person', 'person');
    request(b, started, 'live', 'live');
    await time.advance(5 * MINUTE);
    expect(started.map(([name]) => name)).toEqual(['person', 'live', 'backfill 1', 'backfill 2', 'backfill 3']);
  });

  it('do not wait for an urgent one that never comes for its slot', async () => {
    const a = replica();
    await requestsInARow(a, 1, refusal(6000));
    const book = new PacesStore(database.dataSource).book(organizationId);
    expect(await book.reserveSlot(FAMILY, 'person')).toEqual({ granted: false, waitMs: 6000 });
    const started: [string, number][] = [];
    request(a, started, 'backfill', 'backfill');
    await time.advance(MINUTE);
    expect(started).toEqual([['backfill', expect.any(Number)]]);
    expect(started[0]?.[1]).toBeGreaterThanOrEqual(6000);
    expect(started[0]?.[1]).toBeLessThanOrEqual(9000);
  });

  it('give each slot to one of many who ask at once', async () => {
    await requestsInARow(replica(), 1, refusal(0));
    const book = new PacesStore(database.dataSource).book(organizationId);
    const answers = await Promise.all(Array.from({ length: 10 }, () => book.reserveSlot(FAMILY, 'live')));
    expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
  });

  it.each([7, 8, 10])(
    'stay under one limit of %d requests a minute without a storm, and lose nothing (case 12)',
    async (limit) => {
      const replicas = [replica(), replica()];
      const admitted: number[] = [];
      const refused: number[] = [];
      let done = 0;
      const work = async (pace: Pace): Promise<void> => {
        for (;;) {
          const slot = await pace.reserve(FAMILY, 'directory');
          const now = clock.now().getTime();
          const isRefused = admitted.filter((at) => at > now - MINUTE).length >= limit;
          (isRefused ? refused : admitted).push(now);
          await time.sleep(40);
          slot.settled(isRefused ? refusal() : OK);
          if (!isRefused) break;
        }
        done++;
      };
      for (let index = 0; index < 60; index++) void work(replicas[index % 2] ?? replica());
      await time.advance(30 * MINUTE);
      expect(done).toBe(60);
      expect(refused.length).toBeGreaterThan(0);
      // Those that were under way together are refused together, by each replica one at most.
      const apart = refused.map((at, index) => at - (refused[index - 1] ?? -Infinity));
      expect(apart.filter((ms) => ms > 40 && ms < MINUTE)).toEqual([]);
      expect(apart.filter((ms) => ms <= 40).length).toBeLessThanOrEqual(1);
    },
  );
});

describe('a rate that was learnt', () => {
  it('outlives the process, and rises by one after five quiet minutes in which somebody had to wait', async () => {
    await requestsInARow(replica(), 10, refusal());
    expect(await rate()).toBe(5);
    const next = replica();
    const seen = new Set<number | null>();
    const until = clock.now().getTime() + 2 * QUIET_MS + 90_000;
    while (clock.now().getTime() < until) {
      request(next, [], 'busy');
      request(next, [], 'busy');
      await time.advance(MINUTE / 10);
      seen.add(await rate());
    }
    expect([...seen]).toEqual([5, 6, 7]);
    const last = next.reserve(FAMILY, 'person');
    await time.advance(MINUTE);
    (await last).settled(refusal());
    await time.quiet();
    expect(await rate()).toBe(6);
  });

  it('stays where nobody needs more', async () => {
    const pace = replica();
    await requestsInARow(pace, 20, refusal());
    for (let round = 0; round < 3; round++) {
      await time.advance(QUIET_MS);
      await requestsInARow(pace, 1);
    }
    expect(await rate()).toBe(10);
  });

  it('counts fast requests by the time that the newest of them took', async () => {
    const book = new PacesStore(database.dataSource).book(organizationId);
    for (let index = 0; index < 150; index++) {
      await clock.set(new Date(clock.now().getTime() + 100));
      await book.reserveSlot(FAMILY, 'live');
    }
    await book.refused(FAMILY, { number: 150, coolDownMs: 0 });
    // 120 in 11.9 seconds are 605 a minute.
    expect(await rate()).toBe(302);
  });
});
