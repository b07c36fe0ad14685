import { afterEach, describe, expect, it } from '@jest/globals';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { startStand, type SyncStand } from './testing/sync-stand.js';

let stand: SyncStand;
afterEach(() => stand.close());

const MINUTE_MS = 60_000;
const costs = { path: '/organization/costs' };

function windows(): string[] {
  return stand.simulator.requests.entries
    .filter(({ path }) => path === costs.path)
    .map(({ query }) => [query['start_time']?.[0], query['end_time']?.[0]].map(day).join('..'));
}

const day = (seconds: string | undefined): string => new Date(Number(seconds) * 1000).toISOString().slice(0, 10);

describe('the turn of a month', () => {
  it('is at midnight UTC, and the closed month is read once more on the 3rd (case 79)', async () => {
    stand = await startStand({ simulator: { now: new Date('2026-01-31T23:59:00Z') } });
    const [start] = historyOf(stand.simulator);
    await stand.collect();
    expect(windows()[0]).toBe('2026-01-29..2026-02-01');

    stand.simulator.clock.set(new Date('2026-02-01T00:00:30Z'));
    stand.simulator.requests.clear();
    await stand.collect();
    expect(windows().slice(0, 2)).toEqual(['2026-02-01..2026-02-02', '2026-01-30..2026-02-01']);

    stand.simulator.clock.set(new Date('2026-02-03T00:10:00Z'));
    stand.simulator.requests.clear();
    await stand.collect();
    expect(windows().some((span) => span.startsWith('2026-01-01'))).toBe(true);
    const [memory] = await stand.query<{ month: string }>(
      `SELECT memory->'rereads'->>'closed month' AS month FROM feeds WHERE feed = 'costs'`,
    );
    expect(memory?.month).toBe('2026-01');
    expect(await driftOf(stand, [start, historyOf(stand.simulator)[1]])).toEqual([]);
  });
});

describe('a server whose clock goes wrong', () => {
  it.each([
    ['ten minutes fast, before midnight', '2026-01-31T23:55:00Z', 10 * MINUTE_MS, '2026-01-29..2026-02-01'],
    ['ten minutes slow, after midnight', '2026-02-01T00:05:00Z', -10 * MINUTE_MS, '2026-02-01..2026-02-02'],
  ])('%s, goes by the clock of OpenAI (case 80)', async (_, now, skewMs, expected) => {
    stand = await startStand({ simulator: { now: new Date(now) } });
    await stand.engine.stop();
    const wrong = { now: () => new Date(stand.simulator.clock.now().getTime() + skewMs) };
    const engine = await stand.start({ clock: wrong });
    await engine.sync.runUntilIdle();
    expect(windows()[0]).toBe(expected);
    const end = Math.max(...stand.simulator.requests.entries.map(({ query }) => Number(query['end_time']?.[0] ?? 0)));
    expect(end * 1000).toBe(historyOf(stand.simulator)[1].getTime());
    const answer = await engine.status.read({ organizationIds: 'all', projectIds: 'all' });
    expect(Math.abs(Date.parse(answer.now) - Date.parse(now))).toBeLessThan(2_000);
  });
});
