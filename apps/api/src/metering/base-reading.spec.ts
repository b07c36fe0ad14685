/** Whatever readings are stored of a day, its money counts once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COST_BUCKETS, COST_DIMENSIONS } from '@bursar/contract';
import { BY_KEY, type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());
beforeEach(() => metering.clear());

const RANGE = { start: '2025-12-04', end: '2025-12-09' };
const DAYS = ['2025-12-04', '2025-12-05', '2025-12-06', '2025-12-07', '2025-12-08'];

/** The same money by each grouping: 10 a day. */
const KEYED: CostRow[] = DAYS.flatMap((day) => [
  { day, project: 'proj_a', item: 'x, input', key: 'key_1', amount: '4' },
  { day, project: 'proj_a', item: 'x, input', key: null, amount: '3' },
  { day, project: 'proj_b', item: 'y, output', key: 'key_2', amount: '3' },
]);
const KEYLESS: CostRow[] = DAYS.flatMap((day) => [
  { day, project: 'proj_a', item: 'x, input', amount: '7' },
  { day, project: 'proj_b', item: 'y, output', amount: '3' },
]);
const BY_USER: CostRow[] = DAYS.flatMap((day) => [
  { day, user: 'user-1', amount: '6' },
  { day, user: null, amount: '4' },
]);

async function everyTotal(): Promise<Set<string>> {
  const groupings = [
    [],
    ...COST_DIMENSIONS.map((name) => [name]),
    ['project_id', 'api_key_id'],
    ['organization_id', 'model'],
  ];
  const totals = new Set<string>();
  for (const groupBy of groupings) {
    for (const bucket of COST_BUCKETS) {
      const { total, points } = await metering.costs({ ...RANGE, bucket, groupBy });
      totals.add(total);
      totals.add(String(points.reduce((sum, { value }) => sum + Number(value), 0)));
    }
  }
  return totals;
}

describe('the readings of a day', () => {
  it('all stored, in any order, count once in every total', async () => {
    const window = { ...RANGE, readAt: '2026-01-10' };
    await metering.read({ ...window, rows: BY_USER, groupBy: ['user_id'] });
    await metering.read({ ...window, rows: KEYLESS, groupBy: WITHOUT_KEY });
    expect(await everyTotal()).toEqual(new Set(['50']));
    await metering.read({ ...window, rows: KEYED, groupBy: ['api_key_id', 'line_item', 'project_id'] });
    expect(await everyTotal()).toEqual(new Set(['50']));
    await metering.read({ ...window, rows: BY_USER, groupBy: ['user_id'] });
    expect(await everyTotal()).toEqual(new Set(['50']));
    const readings = await metering.query(
      'SELECT reading, is_base, count(*)::integer AS days, sum(row_count)::integer AS points FROM readings GROUP BY 1, 2 ORDER BY 1',
    );
    expect(readings).toEqual([
      { reading: 'project_id+line_item+api_key_id', is_base: true, days: 5, points: 15 },
      { reading: 'user_id', is_base: false, days: 5, points: 10 },
    ]);
  });

  it('by user stay stored beside the base, and replace only themselves', async () => {
    await metering.read({ ...RANGE, readAt: '2026-01-10', rows: KEYED });
    await metering.read({ ...RANGE, readAt: '2026-01-10', rows: BY_USER, groupBy: ['user_id'] });
    await metering.read({ ...RANGE, readAt: '2026-01-11', rows: BY_USER.slice(0, 2), groupBy: ['user_id'] });
    const kinds = await metering.query(
      `SELECT kind, count(*)::integer AS points FROM points_1d p JOIN series s ON s.id = p.series_id GROUP BY 1 ORDER BY 1`,
    );
    expect(kinds).toEqual([
      { kind: 'base', points: 15 },
      { kind: 'side', points: 2 },
    ]);
    await expect(metering.costs({ ...RANGE, groupBy: ['user_id', 'line_item'] })).rejects.toThrow(
      'OpenAI does not tell user_id together with line_item',
    );
  });

  it('before keys could be asked for count once, as a group of their own', async () => {
    await metering.read({
      start: '2025-12-04',
      end: '2025-12-06',
      readAt: '2026-01-10',
      rows: KEYLESS.slice(0, 4),
      groupBy: WITHOUT_KEY,
    });
    await metering.read({ start: '2025-12-06', end: '2025-12-09', readAt: '2026-01-10', rows: KEYED.slice(6) });
    expect(await everyTotal()).toEqual(new Set(['50']));
    const report = await metering.costs({ ...RANGE, groupBy: ['api_key_id'], bucket: 'total' });
    expect(report.groups.map(({ key, attribution, total }) => [key['api_key_id'], attribution, total])).toEqual([
      [null, 'not_collected', '20'],
      ['key_1', 'named', '12'],
      ['key_2', 'named', '9'],
      [null, 'none', '9'],
    ]);
  });

  it('that switch back and forth leave nothing behind', async () => {
    for (const round of [1, 2, 3]) {
      await metering.read({ ...RANGE, readAt: `2026-01-1${round}`, rows: KEYLESS, groupBy: WITHOUT_KEY });
      await metering.read({ ...RANGE, readAt: `2026-01-1${round}`, rows: KEYED, groupBy: BY_KEY });
    }
    expect(await everyTotal()).toEqual(new Set(['50']));
    const [counts] = await metering.query(
      `SELECT (SELECT count(*) FROM points_1d)::integer AS points, (SELECT sum(point_count) FROM rollups_1mo r JOIN series s
         ON s.id = r.series_id WHERE s.kind = 'base')::integer AS months, (SELECT count(*) FROM restatements)::integer AS restatements`,
    );
    expect(counts).toEqual({ points: 15, months: 15, restatements: 0 });
  });
});

describe('null', () => {
  it('means that OpenAI names none where it was asked, and nothing where it was not', async () => {
    const day = { start: '2025-12-06', end: '2025-12-07', readAt: '2026-01-10' };
    await metering.read({ ...day, rows: [{ day: '2025-12-06', project: null, item: 'x', key: null, amount: '1' }] });
    await metering.read({
      start: '2025-12-05',
      end: '2025-12-06',
      readAt: '2026-01-10',
      rows: [{ day: '2025-12-05', project: null, item: 'x', amount: '1' }],
      groupBy: WITHOUT_KEY,
    });
    const series = await metering.query(
      `SELECT reading FROM series WHERE kind = 'base' AND line_item = 'x' AND project_id IS NULL`,
    );
    expect(series).toHaveLength(2);
    expect((await metering.costs({ ...RANGE, without: ['api_key_id'] })).total).toBe('1');
    expect((await metering.costs({ ...RANGE, without: ['project_id'] })).total).toBe('2');
    expect((await metering.costs({ ...RANGE, without: ['project_id', 'api_key_id'] })).total).toBe('1');
  });
});
