/** Polling follows use: what nobody uses costs few calls, and is back as soon as somebody does (cases 49, 85). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { type SimulatorOptions, startSimulator } from '@bursar/openai-admin-simulator';
import { FULL_SCOPE } from '../http/scope.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const { moderations } = CAPABILITIES;
const OPTIONS: SimulatorOptions = {
  ...TINY,
  organizationId: 'org-sleepy',
  adminKeys: [{ value: 'sk-admin-sleepy-0123456789' }],
};

let stand: SyncStand;
beforeEach(async () => {
  // What was used in the last three days is not there yet: as if nothing had been.
  stand = await startStand({
    simulator: { ...OPTIONS, usageLagMinutes: 3 * 24 * 60 },
    engine: { backfillMonths: 1, capabilities: { moderations } },
  });
  await stand.collect();
});
afterEach(() => stand.close());

const calls = (): number => stand.simulator.requests.count(({ path }) => path === moderations.path);
const feeds = async () => {
  const answer = await stand.engine.status.read(FULL_SCOPE);
  return new Map(answer.feeds.map((one) => [one.feed, one]));
};
const minutesUntil = async (feed: string): Promise<number | undefined> => {
  const rows = await stand.query<{ minutes: number }>(
    `SELECT ceil(extract(epoch FROM next_run_at - now()) / 60)::integer AS minutes FROM feeds WHERE feed = $1`,
    feed,
  );
  return rows[0]?.minutes;
};

describe('a capability that nobody uses', () => {
  it('is read as complete and zero, seldom, and its minutes not at all', async () => {
    const all = await feeds();
    expect(all.get('usage-1d/moderations')).toMatchObject({ gaps: [], backfill: null, period_seconds: 21_600 });
    expect(all.get('usage-1h/moderations')).toMatchObject({ gaps: [], backfill: null, period_seconds: 3600 });
    expect(all.get('usage-1m/moderations')).toMatchObject({ state: 'waiting', coverage: [], gaps: [], backfill: null });
    expect(all.get('usage-1m/moderations')?.notes[0]).toContain('read again as soon as something is');
    expect([await minutesUntil('usage-1d/moderations'), await minutesUntil('usage-1h/moderations')]).toEqual([360, 60]);
    const before = calls();
    await stand.makeDue('usage-1m/moderations');
    await stand.engine.sync.runUntilIdle();
    expect(calls()).toBe(before);
  });

  it('is read by the minute as soon as its hours show a row', async () => {
    const lively = await startSimulator({ ...OPTIONS, usageLagMinutes: 0 });
    try {
      const engine = await stand.start({ baseUrl: lively.url });
      // The start wakes nobody: only the hours are due.
      await stand.makeDue('usage-1h/moderations');
      await engine.sync.runUntilIdle();
      expect(engine.log).toEqual([]);
      const all = await feeds();
      expect(all.get('usage-1m/moderations')).toMatchObject({ gaps: [], backfill: null, period_seconds: 120 });
      expect(all.get('usage-1m/moderations')?.rows_stored).toBeGreaterThan(0);
      expect(all.get('usage-1d/moderations')).toMatchObject({ period_seconds: 3600, notes: [] });
    } finally {
      await lively.stop();
    }
  });

  it('reads its minutes when a person asks', async () => {
    await stand.query(
      `INSERT INTO runs (organization_id, feed, trigger, purpose, state)
       SELECT organization_id, feed, 'person', 'live', 'queued' FROM feeds WHERE feed = 'usage-1m/moderations'`,
    );
    await stand.engine.sync.runUntilIdle();
    const [run] = await stand.query<{ state: string; requests: number }>(
      `SELECT state, requests FROM runs WHERE trigger = 'person'`,
    );
    expect(run).toEqual({ state: 'succeeded', requests: 1 });
  });
});

describe('a capability that OpenAI answers with 404', () => {
  it('is disabled alone, and tried again ever more rarely', async () => {
    const off = stand.simulator.faults.add({ kind: 'status', status: 404, match: { path: moderations.path } });
    await stand.collect();
    const states = [...(await feeds())].map(([feed, { state }]) => [feed, state]);
    expect(states.filter(([, state]) => state !== 'waiting')).toEqual([
      ['usage-1d/moderations', 'disabled'],
      ['usage-1h/moderations', 'disabled'],
    ]);
    expect(await minutesUntil('usage-1d/moderations')).toBe(60);
    await stand.makeDue('usage-1d/moderations');
    await stand.engine.sync.runUntilIdle();
    expect(await minutesUntil('usage-1d/moderations')).toBe(120);
    off.remove();
    await stand.collect();
    expect((await feeds()).get('usage-1d/moderations')).toMatchObject({ state: 'waiting', gaps: [] });
  });
});
