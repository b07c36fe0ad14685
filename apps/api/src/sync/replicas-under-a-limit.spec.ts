import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEASE_SECONDS } from './claims.store.js';
import { dieAt } from './testing/die-at.js';
import { billedCosts, type Costs, historyOf, storedCosts } from './testing/stored-costs.js';
import type { StandTime } from './testing/stand-time.js';
import { type Engine, startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE = 60_000;
const PER_MINUTE = 10;
const MONTHS = 24;

let stand: SyncStand;
let time: StandTime;
let other: Engine;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, months: MONTHS },
    engine: { backfillMonths: MONTHS, shared: true },
    ownTime: true,
  });
  if (stand.time === null) throw new Error('The suite has asked for a time of its own and got none.');
  time = stand.time;
  other = await stand.start();
  for (const { sync } of [stand.engine, other]) time.engines.add(sync);
  const noon = stand.simulator.clock.now().getTime();
  for (let hour = 1; hour <= 900; hour++) {
    stand.simulator.auditLog.inject({ type: 'login.succeeded', effectiveAt: new Date(noon - hour * 60 * MINUTE) });
  }
  await stand.engine.sync.organizationIds();
  await stand.makeDue();
  stand.simulator.faults.add({ kind: 'rate-limit', perMinute: PER_MINUTE });
});
afterAll(() => stand.close());

/** Until nothing of the history is missing. */
async function playToTheEnd(): Promise<void> {
  for (let minutes = 0; minutes < 120; minutes++) {
    await time.play(MINUTE);
    const [left] = await stand.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM feeds WHERE backfill_at IS NOT NULL OR last_success_at IS NULL`,
    );
    if (left?.count === 0) return;
  }
  throw new Error('After two hours something of the history is still missing.');
}

/** Of the days that are over, and of all audit events. */
async function expectTheTruth(): Promise<void> {
  const today = stand.simulator.clock.now().toISOString().slice(0, 10);
  const over = (costs: Costs) => Object.entries(costs).filter(([name]) => !name.startsWith(today));
  const billed = over(billedCosts(stand.simulator, ...historyOf(stand.simulator, MONTHS)));
  expect(new Map(over(await storedCosts(stand)))).toEqual(new Map(billed));
  const stored = await stand.query<{ id: string }>('SELECT id FROM audit_events');
  const truth = stand.simulator.auditLog.events.map(({ id }) => id);
  expect(stored.map(({ id }) => id).toSorted()).toEqual(truth.toSorted());
  expect(await stand.query(`SELECT feed, last_error FROM feeds WHERE last_error IS NOT NULL`)).toEqual([]);
}

/** Requests by endpoint family. */
function families(): Map<string, { at: number; status: number }[]> {
  const found = new Map<string, { at: number; status: number }[]>();
  for (const { path, at, status } of stand.simulator.requests.entries) {
    const family = path.replace(/proj_[^/]+/, '{}');
    found.set(family, [...(found.get(family) ?? []), { at: at.getTime(), status }]);
  }
  return found;
}

describe('two replicas under one limit of ten requests a minute', () => {
  it('collect two years of costs and the whole audit log (case 84)', async () => {
    await playToTheEnd();
    await expectTheTruth();
  });

  it('meet no storm of refusals: in a minute at most those that were under way together (case 12)', () => {
    for (const [family, requests] of families()) {
      const refused = requests.filter(({ status }) => status === 429).map(({ at }) => at);
      const most = Math.max(0, ...refused.map((at) => refused.filter((one) => one >= at && one < at + MINUTE).length));
      expect({ family, isCalm: most <= 2 && refused.length <= 4 }).toEqual({ family, isCalm: true });
    }
  });

  it('do no run twice, and have learnt the rate together', async () => {
    expect(await stand.query(`SELECT feed FROM runs WHERE state = 'lost'`)).toEqual([]);
    const paces = await stand.query<{ rate: number }>('SELECT per_minute AS rate FROM paces WHERE per_minute > 0');
    expect(paces.length).toBeGreaterThan(0);
    expect(paces.filter(({ rate }) => rate > PER_MINUTE)).toEqual([]);
  });

  it('keep their live feeds on time meanwhile: none is late by more than its period', async () => {
    const between = await stand.query<{ feed: string; seconds: number }>(
      `SELECT * FROM (
         SELECT feed, extract(epoch FROM started_at - lag(ended_at) OVER (PARTITION BY feed ORDER BY id))::integer AS seconds
           FROM runs WHERE purpose = 'live' AND state = 'succeeded') r WHERE seconds IS NOT NULL`,
    );
    const period = new Map(stand.engine.sync.feeds.map(({ name, periodSeconds }) => [name, periodSeconds]));
    expect(between.length).toBeGreaterThan(5);
    expect(between.filter(({ feed, seconds }) => seconds > 2 * (period.get(feed) ?? 0))).toEqual([]);
  });
});

describe('a replica that is killed in the middle of its runs', () => {
  it('leaves them to the other one, and nothing is lost or doubled', async () => {
    // Not the runs: what is under way now may be what is killed.
    await stand.query(
      'TRUNCATE points_1d, rollups_1d, rollups_1mo, readings, restatements, directory_objects, directory_lists, audit_events',
    );
    await stand.query(
      `UPDATE feeds SET coverage = '{}', memory = '{}', backfill_at = NULL, last_success_at = NULL, next_run_at = now()`,
    );
    // While a run of it ends: then there is one that it cannot end any more.
    const fate = dieAt(other.dataSource, 120, /lease_owner = NULL/);
    while (!fate.died()) {
      await time.play(MINUTE).catch((error: unknown) => {
        if (!fate.died()) throw error;
      });
    }
    time.engines.delete(other.sync);
    const left = await stand.query<{ id: string }>(
      `SELECT r.id FROM runs r JOIN feeds f ON f.organization_id = r.organization_id AND f.feed = r.feed
        WHERE r.state = 'running' AND f.lease_owner = $1 ORDER BY r.id`,
      other.sync.owner,
    );
    expect(left.length).toBeGreaterThan(0);
    // Its lease holds on for a while, in which the other replica may already get done with all the rest.
    await time.play(LEASE_SECONDS * 1000 + MINUTE);
    await playToTheEnd();
    await expectTheTruth();
    expect(await stand.query(`SELECT id FROM runs WHERE state = 'lost' ORDER BY id`)).toEqual(left);
    expect(await stand.query('SELECT 1 FROM restatements')).toEqual([]);
  });
});
