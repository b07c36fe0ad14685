/** What an answer says about itself, from the database to the words of the API. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());
beforeEach(async () => {
  await metering.clear();
  metering.clock.set('2026-11-21T12:00:00Z');
});

const row = (day: string, amount = '1') => ({ day, project: 'proj_a', item: 'x', key: 'key_1', amount });
const read = (start: string, end: string, readAt: string, days: readonly string[], more = {}) =>
  metering.read({ start, end, readAt, rows: days.map((day) => row(day)), ...more });

describe('completeness', () => {
  it('is incomplete before anything was read, and the answer is still one', async () => {
    const report = await metering.costs({ start: '2026-11-01', end: '2026-12-01' });
    expect(report).toMatchObject({ total: '0', currency: 'usd', points: [], other: null, otherCurrencies: [] });
    expect(report.groups).toEqual([{ key: {}, label: null, attribution: 'named', total: '0', points: [] }]);
    expect(report.buckets).toHaveLength(21);
    expect(report.completeness).toEqual({
      state: 'incomplete',
      billed_through: null,
      provisional_from: null,
      synced_at: null,
      gaps: [
        {
          organization_id: 'org-one',
          start: '2026-11-01T00:00:00Z',
          end: '2026-11-22T00:00:00Z',
          reason: 'not_collected_yet',
        },
      ],
    });
  });

  it('says how far costs are billed, from where they may change, and when that was seen', async () => {
    await read('2026-11-01', '2026-11-18', '2026-11-20T23:00:00Z', ['2026-11-03', '2026-11-16']);
    await read('2026-11-18', '2026-11-22', '2026-11-21T11:56:00.250Z', ['2026-11-18', '2026-11-19', '2026-11-21']);
    const { completeness, buckets } = await metering.costs({ start: '2026-11-10', end: '2026-11-30' });
    expect(completeness).toEqual({
      state: 'provisional',
      // The 20th is over and empty, so its costs are still to come.
      billed_through: '2026-11-20T00:00:00Z',
      // The 17th was empty 72 h after its end: final. The 18th was read 60 h after its end.
      provisional_from: '2026-11-17T00:00:00Z',
      synced_at: '2026-11-21T11:56:00Z',
      gaps: [],
    });
    expect(buckets.slice(-5).map(({ start, state }) => `${start.slice(0, 10)} ${state}`)).toEqual([
      '2026-11-17 provisional',
      '2026-11-18 provisional',
      '2026-11-19 provisional',
      '2026-11-20 pending',
      '2026-11-21 pending',
    ]);
  });

  it('is final when every day is, empty ones included', async () => {
    await read('2026-10-01', '2026-11-01', '2026-11-05T00:00:00Z', ['2026-10-05']);
    const { completeness, buckets } = await metering.costs({ start: '2026-10-01', end: '2026-11-01', bucket: 'month' });
    expect(completeness).toMatchObject({
      state: 'final',
      billed_through: '2026-11-01T00:00:00Z',
      provisional_from: null,
    });
    expect(buckets).toEqual([
      { start: '2026-10-01T00:00:00Z', from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', state: 'final' },
    ]);
  });

  it('gives a wider bucket the worst state of its days', async () => {
    await read('2026-10-01', '2026-10-20', '2026-11-05', ['2026-10-05']);
    await read('2026-10-21', '2026-11-01', '2026-11-05', []);
    const { buckets, completeness } = await metering.costs({ start: '2026-10-12', end: '2026-11-01', bucket: 'week' });
    expect(buckets.map(({ state }) => state)).toEqual(['final', 'missing', 'final']);
    expect(completeness).toMatchObject({ state: 'incomplete', billed_through: '2026-10-20T00:00:00Z' });
  });

  it('shows a stopped process: the day that was read while it ran is a gap', async () => {
    await read('2026-11-17', '2026-11-20', '2026-11-19T10:00:00Z', ['2026-11-19']);
    const { completeness, total } = await metering.costs({ start: '2026-11-17', end: '2026-11-22' });
    expect(total).toBe('1');
    expect(completeness.gaps).toMatchObject([{ start: '2026-11-19T00:00:00Z', end: '2026-11-22T00:00:00Z' }]);
  });

  it('just after midnight still says when the day before was read', async () => {
    await read('2026-11-19', '2026-11-22', '2026-11-21T23:50:00Z', []);
    metering.clock.set('2026-11-22T00:10:00Z');
    const { completeness } = await metering.costs({ start: '2026-11-20', end: '2026-11-23' });
    expect(completeness.synced_at).toBe('2026-11-21T23:50:00Z');
    const { completeness: older } = await metering.costs({ start: '2026-01-01', end: '2026-01-03' });
    expect(older.synced_at).toBeNull();
  });
});

describe('a gap has a reason:', () => {
  const reasons = async (start = '2026-11-01', end = '2026-11-03') =>
    (await metering.costs({ start, end })).completeness.gaps.map(({ reason }) => reason);

  it('before the history, failed, stopped, not collected yet', async () => {
    expect(await reasons('2025-09-29', '2025-10-02')).toEqual(['before_history', 'not_collected_yet']);
    await metering.query('UPDATE feeds SET failures = 2');
    expect(await reasons()).toEqual(['failed']);
    await metering.query(`UPDATE organizations SET state = 'stopped'`);
    expect(await reasons()).toEqual(['stopped']);
    await metering.query(`UPDATE organizations SET state = 'active'`);
    await metering.query(`UPDATE feeds SET state = 'disabled'`);
    expect(await reasons()).toEqual(['stopped']);
  });

  it('the days were read without a dimension that is filtered by', async () => {
    await read('2026-10-01', '2026-10-03', '2026-11-01', ['2026-10-01'], { groupBy: WITHOUT_KEY });
    await read('2026-10-03', '2026-10-05', '2026-11-01', ['2026-10-03']);
    const range = { start: '2026-10-01', end: '2026-10-05' };
    const one = await metering.costs({ ...range, filters: new Map([['api_key_id', ['key_1']]]) });
    expect(one).toMatchObject({ total: '1', completeness: { state: 'incomplete', billed_through: null } });
    expect(one.completeness.gaps).toEqual([
      {
        organization_id: 'org-one',
        start: '2026-10-01T00:00:00Z',
        end: '2026-10-03T00:00:00Z',
        reason: 'dimension_not_collected',
      },
    ]);
    const none = await metering.costs({ ...range, without: ['api_key_id'] });
    expect(none).toMatchObject({ total: '0', completeness: { gaps: one.completeness.gaps } });
    // Grouped by it, those days are a group of their own, and nothing is missing.
    const grouped = await metering.costs({ ...range, groupBy: ['api_key_id'] });
    expect(grouped.completeness).toMatchObject({ state: 'final', gaps: [] });
    expect(grouped.groups.map(({ key, attribution }) => [key['api_key_id'], attribution])).toEqual([
      ['key_1', 'named'],
      [null, 'not_collected'],
    ]);
  });
});

describe('several organizations', () => {
  it('are as complete as the worst of them', async () => {
    const second = await metering.addOrganization('org-two');
    await read('2026-10-01', '2026-10-05', '2026-11-01', ['2026-10-02']);
    await read('2026-10-01', '2026-10-03', '2026-10-03T12:00:00Z', ['2026-10-02'], { organizationId: second });
    const range = { start: '2026-10-01', end: '2026-10-05' };
    const both = await metering.costs({ ...range, groupBy: ['organization_id'] });
    expect(both.total).toBe('2');
    expect(both.groups.map(({ key, label }) => [key['organization_id'], label])).toEqual([
      ['org-one', 'org-one'],
      ['org-two', 'org-two'],
    ]);
    expect(both.buckets.map(({ state }) => state)).toEqual(['pending', 'provisional', 'missing', 'missing']);
    expect(both.completeness).toEqual({
      state: 'incomplete',
      billed_through: null,
      provisional_from: null,
      synced_at: null,
      gaps: [
        {
          organization_id: 'org-two',
          start: '2026-10-03T00:00:00Z',
          end: '2026-10-05T00:00:00Z',
          reason: 'not_collected_yet',
        },
      ],
    });
    const one = await metering.costs({ ...range, organizations: ['org-one'] });
    expect(one).toMatchObject({ total: '1', completeness: { state: 'final' } });
    await expect(metering.costs({ ...range, organizations: ['org-three'] })).rejects.toMatchObject({
      errors: [{ parameter: 'organization', allowed: ['org-one', 'org-two'] }],
    });
  });
});
