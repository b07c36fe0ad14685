import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { driftOf } from './testing/stored-costs.js';
import { startStand, type SyncStand } from './testing/sync-stand.js';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand();
  await stand.collect();
});
afterAll(() => stand.close());

const DAY_MS = 86_400_000;

async function ledger() {
  return stand.query<{ day: string; measure: string; delta: string }>(
    `SELECT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, measure,
            trim_scale(sum(coalesce(new_amount, 0) - coalesce(old_amount, 0))) AS delta
       FROM restatements WHERE measure = 'amount' GROUP BY day, measure ORDER BY day`,
  );
}

async function expectNoDrift(): Promise<void> {
  expect(await driftOf(stand)).toEqual([]);
}

it('is right after the next nightly re-read, and stands in the ledger once', async () => {
  const { projects } = stand.simulator.organization;
  const projectId = projects.find(({ archivedAt }) => archivedAt === null)?.id ?? null;
  stand.simulator.restate('2026-01-20', {
    kind: 'add',
    project_id: projectId,
    line_item: 'Late correction',
    amount: '12.345',
  });
  await stand.collect();
  expect(await ledger()).toEqual([]);

  stand.simulator.clock.advance(DAY_MS);
  await stand.collect();
  await expectNoDrift();
  expect(await ledger()).toEqual([{ day: '2026-01-20', measure: 'amount', delta: '12.345' }]);

  stand.simulator.clock.advance(DAY_MS);
  await stand.collect();
  expect(await ledger()).toHaveLength(1);
});

it('loses a group that vanished (case 67)', async () => {
  stand.simulator.restate('2026-02-01', { kind: 'vanish', match: { project_id: anyProject('2026-02-01') } });
  stand.simulator.clock.advance(DAY_MS);
  await stand.collect();
  await expectNoDrift();
  expect((await ledger()).map(({ day }) => day)).toEqual(['2026-01-20', '2026-02-01']);
});

it('older than the nightly re-read waits for the weekly one', async () => {
  stand.simulator.restate('2025-12-20', {
    kind: 'add',
    line_item: 'Credit',
    amount: '-5.000000000000000000000000000000001',
  });
  stand.simulator.clock.advance(DAY_MS);
  await stand.collect();
  expect((await ledger()).map(({ day }) => day)).not.toContain('2025-12-20');

  stand.simulator.clock.advance(7 * DAY_MS);
  await stand.collect();
  await expectNoDrift();
  expect(await ledger()).toContainEqual({
    day: '2025-12-20',
    measure: 'amount',
    delta: '-5.000000000000000000000000000000001',
  });
});

it('that a person doubts is read again at once', async () => {
  stand.simulator.restate('2025-12-10', { kind: 'add', line_item: 'Refund', amount: '-1.5' });
  await stand.query(
    `INSERT INTO runs (organization_id, feed, trigger, purpose, state, asked)
     SELECT organization_id, feed, 'person', 'asked', 'queued', tstzrange('2025-12-10Z', '2025-12-11Z')
       FROM feeds WHERE feed = 'costs'`,
  );
  stand.simulator.requests.clear();
  await stand.engine.sync.runUntilIdle();
  expect(stand.simulator.requests.entries.map(({ query }) => query['start_time']?.[0])).toEqual([
    String(Date.parse('2025-12-10') / 1000),
  ]);
  await expectNoDrift();
});

function anyProject(day: string): string {
  const start = new Date(day);
  const [row] = stand.simulator.billed({ start, end: new Date(start.getTime() + DAY_MS), groupBy: ['project_id'] });
  const projectId = row?.key.project_id ?? null;
  if (projectId === null) throw new Error(`Nothing was billed to a project on ${day}.`);
  return projectId;
}
