/** A side reading tells a part of the base by a dimension that the base lacks; together they are the base, exactly. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COST_BUCKETS } from '@bursar/contract';
import { BY_KEY, type CostRow, MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());
beforeEach(() => metering.clear());

const RANGE = { start: '2026-01-29', end: '2026-02-03' };
const READ = { readAt: '2026-04-01' };
const DAYS = ['2026-01-29', '2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02'];
const BASE: CostRow[] = DAYS.flatMap((day) => [
  { day, project: 'proj_a', item: 'x, input', key: 'key_1', amount: '7' },
  { day, project: 'proj_b', item: 'y, output', key: 'key_2', amount: '3.25' },
]);
/** Of the first four days; the credit of proj_b belongs to nobody. */
const BY_USER: CostRow[] = DAYS.slice(0, 4).flatMap((day) => [
  { day, project: 'proj_a', user: 'user-1', amount: '4' },
  { day, project: 'proj_a', user: 'user-2', amount: '2.5' },
  { day, project: 'proj_b', user: null, amount: '1' },
]);

async function store(groupBy: string[] = ['user_id', 'project_id']): Promise<void> {
  await metering.read({ ...RANGE, ...READ, rows: BASE, groupBy: BY_KEY });
  const side = { start: '2026-01-29', end: '2026-02-02', ...READ };
  await metering.read({ ...side, rows: BY_USER, groupBy });
}

const told = async (question: object) =>
  (await metering.costs({ ...RANGE, groupBy: ['user_id'], ...question })).groups.map(({ key, attribution, total }) => [
    ...Object.values(key),
    attribution,
    total,
  ]);

describe('what members cost', () => {
  it('is named, is none, is left over, or was not read (case 61)', async () => {
    await store();
    expect(await told({})).toEqual(
      [
        ['user-1', 'named', '16'],
        [null, 'not_collected', '10.25'],
        [null, 'unattributed', '11'],
        ['user-2', 'named', '10'],
        [null, 'none', '4'],
      ].toSorted((a, b) => Number(b[2]) - Number(a[2])),
    );
  });

  it('is labelled by the names of members, and of service accounts, whose ids are alike', async () => {
    await store();
    await metering.query(
      `INSERT INTO directory_objects (organization_id, kind, id, name, object, first_seen_at, last_seen_at)
       VALUES (1, 'service_account', 'user-1', 'ci', '{}', now(), now()), (1, 'user', 'user-2', 'Ada', '{}', now(), now()),
              (1, 'service_account', 'user-2', 'no member', '{}', now(), now())`,
    );
    const { groups } = await metering.costs({ ...RANGE, groupBy: ['user_id'] });
    expect(groups.filter(({ attribution }) => attribution === 'named').map(({ label }) => label)).toEqual([
      'ci',
      'Ada',
    ]);
  });

  it.each(COST_BUCKETS)('adds up to the base in every %s', async (bucket) => {
    await store();
    for (const groupBy of [['user_id'], ['user_id', 'project_id'], ['project_id', 'user_id']]) {
      for (const limit of [1, 2, 100]) {
        const { total, groups, other, points } = await metering.costs({ ...RANGE, bucket, groupBy, limit });
        expect(total).toBe('51.25');
        const parts = [...groups, ...(other === null ? [] : [other])];
        expect(parts.reduce((sum, part) => sum + Number(part.total), 0)).toBe(51.25);
        for (const { start, value } of points) {
          const ofBucket = parts.map((part) => part.points.find((point) => point.start === start)?.value ?? '0');
          expect(ofBucket.reduce((sum, one) => sum + Number(one), 0)).toBe(Number(value));
        }
      }
    }
  });

  it('is summed by month whichever windows of it are read first', async () => {
    for (const [start, end] of [
      ['2026-01-31', '2026-02-01'],
      ['2026-01-29', '2026-01-31'],
    ] as const) {
      const rows = BY_USER.filter(({ day }) => day >= start && day < end);
      await metering.read({ start, end, ...READ, rows, groupBy: ['user_id', 'project_id'] });
    }
    const months = await metering.query(
      `SELECT s.user_id, m.start, m.point_count, trim_scale(m.amount) AS amount
         FROM rollups_1mo m JOIN series s ON s.organization_id = m.organization_id AND s.id = m.series_id
        ORDER BY s.user_id`,
    );
    const january = { start: new Date('2026-01-01'), point_count: 3 };
    expect(months).toEqual([
      { user_id: 'user-1', ...january, amount: '12' },
      { user_id: 'user-2', ...january, amount: '7.5' },
      { user_id: null, ...january, amount: '3' },
    ]);
    expect(await metering.query('SELECT 1 FROM rollups_1d')).toEqual([]);
  });

  it('is left over by project where both are told', async () => {
    await store();
    expect(await told({ ...RANGE, end: '2026-02-01', groupBy: ['project_id', 'user_id'] })).toEqual([
      ['proj_a', 'user-1', 'named', '12'],
      ['proj_a', 'user-2', 'named', '7.5'],
      ['proj_b', null, 'unattributed', '6.75'],
      ['proj_b', null, 'none', '3'],
      ['proj_a', null, 'unattributed', '1.5'],
    ]);
  });

  it('counts once when it is read by other dimensions later', async () => {
    await store();
    await store(['user_id']);
    expect((await metering.costs({ ...RANGE, filters: new Map([['user_id', ['user-1']]]) })).total).toBe('16');
    const readings = await metering.query('SELECT DISTINCT reading FROM readings WHERE NOT is_base');
    expect(readings).toEqual([{ reading: 'user_id' }]);
    expect((await metering.costs({ ...RANGE, bucket: 'month', groupBy: ['user_id'] })).total).toBe('51.25');
  });

  it('of one member is a gap where it was not read', async () => {
    await store();
    const { completeness } = await metering.costs({ ...RANGE, filters: new Map([['user_id', ['user-1']]]) });
    expect(completeness).toMatchObject({
      state: 'incomplete',
      gaps: [{ start: '2026-02-02T00:00:00Z', end: '2026-02-03T00:00:00Z', reason: 'dimension_not_collected' }],
    });
  });
});
