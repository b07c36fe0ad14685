/** What each member cost: a reading beside the base, told where OpenAI tells it (case 73). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { ReportStore } from '../metering/report.store.js';
import type { Report, ReportQuestion } from '../metering/report-shape.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
beforeEach(async () => {
  const { costs } = CAPABILITIES;
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1, capabilities: { costs } } });
});
afterEach(() => stand.close());

const RANGE = { start: Date.parse('2026-01-01'), end: Date.parse('2026-01-09') };

function costs(question: Partial<ReportQuestion>): Promise<Report> {
  const asked = {
    capability: 'costs',
    range: RANGE,
    bucket: 'day',
    groupBy: [],
    filters: new Map(),
    without: [],
    limit: 100,
  };
  return stand.engine.module.get(ReportStore).report({ ...(asked as ReportQuestion), ...question }, FULL_SCOPE);
}

const refuse = (...dimensions: string[]) => stand.simulator.faults.add({ kind: 'refuse-dimensions', dimensions });
const feed = async () => {
  const { feeds } = await stand.engine.status.read(FULL_SCOPE);
  return feeds.find(({ feed: name }) => name === 'costs-by-user');
};

/** The simulator's own ledger, by a way that shares nothing with the engine. */
function billedByUser(): Map<string, string> {
  const rows = stand.simulator.billed({
    start: new Date(RANGE.start),
    end: new Date(RANGE.end),
    bucket: 'total',
    groupBy: ['user_id'],
  });
  return new Map(rows.map(({ key, amount }) => [String(key['user_id'] ?? null), amount]));
}

const named = (report: Report): Map<string, string> =>
  new Map(
    report.groups
      .filter(({ attribution }) => attribution === 'named')
      .map(({ key, total }) => [String(key['user_id']), total]),
  );

describe('costs by user', () => {
  it('are what OpenAI bills for each, and with the rest the whole to the last digit', async () => {
    await stand.collect();
    const whole = await costs({});
    const byUser = await costs({ groupBy: ['user_id'] });
    expect(byUser.total).toBe(whole.total);
    const expected = billedByUser();
    for (const [user, total] of named(byUser)) expect([user, total]).toEqual([user, expected.get(user)]);
    expect(named(byUser).size).toBeGreaterThan(1);
    expect(byUser.groups.map(({ attribution }) => attribution)).not.toContain('not_collected');
  });

  it('of one user, or by project as well, come from the same reading', async () => {
    await stand.collect();
    const [user, total] = [...named(await costs({ groupBy: ['user_id'] }))][0] ?? ['', ''];
    const filters = new Map([['user_id', [user]]]);
    const one = await costs({ filters });
    expect([one.total, one.completeness.state]).toEqual([total, 'provisional']);
    const monthly = await costs({ filters, groupBy: ['project_id'], bucket: 'month' });
    expect(monthly.total).toBe(total);
    await expect(costs({ filters, groupBy: ['line_item'] })).rejects.toThrow(
      'does not tell user_id together with line_item',
    );
  });

  it('are read without the project where OpenAI refuses both together, which is remembered and shown', async () => {
    refuse('user_id', 'project_id');
    await stand.collect();
    const asked = stand.simulator.requests.count(({ status }) => status === 400);
    await stand.collect();
    expect(stand.simulator.requests.count(({ status }) => status === 400)).toBe(asked);
    expect((await feed())?.notes).toContainEqual(
      expect.stringContaining('refused the grouping by user_id, project_id;'),
    );
    expect(named(await costs({ groupBy: ['user_id'] })).size).toBeGreaterThan(1);
    const both = await costs({ groupBy: ['user_id', 'project_id'] });
    expect(both.groups.map(({ attribution }) => attribution)).toEqual(both.groups.map(() => 'not_collected'));
    expect(both.total).toBe((await costs({})).total);
  });

  it('are given up where OpenAI refuses them altogether, and nothing else suffers', async () => {
    refuse('user_id');
    await stand.collect();
    expect(await feed()).toMatchObject({ state: 'disabled', last_error: { code: 'refused' } });
    const { feeds } = await stand.engine.status.read(FULL_SCOPE);
    expect(feeds.find(({ feed: name }) => name === 'costs')).toMatchObject({ state: 'waiting', gaps: [] });
    const byUser = await costs({ groupBy: ['user_id'] });
    expect(byUser.groups).toMatchObject([
      { key: { user_id: null }, attribution: 'not_collected', total: byUser.total },
    ]);
    const one = await costs({ filters: new Map([['user_id', ['user-none']]]) });
    expect(one.completeness.gaps[0]?.reason).toBe('dimension_not_collected');
  });
});
