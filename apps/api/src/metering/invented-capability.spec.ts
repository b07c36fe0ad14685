/** A new entry over known measures is enough to store and to ask. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Capability } from '@bursar/contract';
import { MeteringFixture } from './testing/metering-fixture.js';

const robots: Capability = {
  label: 'Robots',
  path: '/organization/usage/robots',
  sdkMethod: 'robots',
  result: 'organization.usage.robots.result',
  dimensions: ['project_id', 'api_key_id', 'model', 'arm'],
  measures: {
    num_requests: { unit: 'requests', combine: 'sum' },
    seconds: { unit: 'seconds', combine: 'sum', within: ['model'] },
  },
  headline: 'num_requests',
  widths: ['1d', '1h'],
};
const shelves: Capability = {
  label: 'Shelves',
  path: '/organization/usage/shelves',
  sdkMethod: 'shelves',
  result: 'organization.usage.shelves.result',
  dimensions: ['project_id', 'model'],
  measures: { usage_bytes: { unit: 'bytes', combine: 'level' } },
  headline: 'usage_bytes',
  widths: ['1d'],
};

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start({ ...CAPABILITIES, robots, shelves });
});
afterAll(() => metering.stop());

type Row = { day: string; dimensions: Record<string, string | null>; measures: Record<string, string> };

async function store(
  capability: string,
  groupBy: string[],
  rows: readonly Row[],
  range = { start: '2026-09-29', end: '2026-10-03' },
) {
  const writer = await metering.open({ capability, groupBy, start: new Date(range.start), end: new Date(range.end) });
  for (const { day, dimensions, measures } of rows) {
    await writer.append(Date.parse(day) / 1000, [{ dimensions, measures, currency: null, quantityUnit: null }]);
  }
  return writer.commit(new Date('2026-11-01'));
}

const range = { start: '2026-09-29', end: '2026-10-03' };

describe('an invented capability', () => {
  const row = (day: string, project_id: string, arm: string | null, num_requests: string): Row => ({
    day,
    dimensions: { project_id, api_key_id: 'key_1', model: 'gpt-6', arm },
    measures: { num_requests, seconds: '0.5' },
  });

  it('is stored, summed and asked like any other', async () => {
    const rows = [
      row('2026-09-30', 'proj_a', 'left', '1'),
      row('2026-10-01', 'proj_a', 'left', '2'),
      row('2026-10-01', 'proj_b', null, '4'),
    ];
    await store('robots', robots.dimensions as string[], rows);
    const report = await metering.costs({ ...range, capability: 'robots', bucket: 'month', groupBy: ['arm'] });
    expect(report).toMatchObject({ total: '7', currency: null, otherCurrencies: [], completeness: { state: 'final' } });
    expect(report.groups).toMatchObject([
      { key: { arm: null }, attribution: 'none', points: [{ start: '2026-10-01T00:00:00Z', value: '4' }] },
      { key: { arm: 'left' }, label: 'left', points: [{ value: '1' }, { value: '2' }] },
    ]);
    const seconds = { ...range, capability: 'robots', measure: 'seconds' };
    expect((await metering.costs({ ...seconds, groupBy: ['model'] })).total).toBe('1.5');
    await expect(metering.costs(seconds)).rejects.toThrow('seconds of robots cannot be summed by nothing');
    expect((await metering.costs({ ...range })).total).toBe('0');
  });

  it('has hours apart from its days', async () => {
    const writer = await metering.open({
      capability: 'robots',
      groupBy: ['project_id'],
      width: '1h',
      start: new Date('2026-10-01T05:00:00Z'),
      end: new Date('2026-10-01T07:00:00Z'),
    });
    await writer.append(Date.parse('2026-10-01T06:00:00Z') / 1000, [
      { dimensions: { project_id: 'proj_a' }, measures: { num_requests: '9' }, currency: null, quantityUnit: null },
    ]);
    expect(await writer.commit(new Date('2026-10-01T08:00:00Z'))).toMatchObject({ rows: 1 });
    expect((await metering.costs({ ...range, capability: 'robots' })).total).toBe('7');
    const days = await metering.query(
      `SELECT width, row_count FROM readings WHERE capability = 'robots' AND day = '2026-10-01' ORDER BY 1`,
    );
    expect(days).toEqual([
      { width: '1d', row_count: 2 },
      { width: '1h', row_count: 1 },
    ]);
  });
});

describe('a level', () => {
  const row = (day: string, project_id: string, model: string, usage_bytes: string): Row => ({
    day,
    dimensions: { project_id, model },
    measures: { usage_bytes },
  });

  it('is the last value over time, and the sum of those over series', async () => {
    await store(
      'shelves',
      ['project_id', 'model'],
      [
        row('2026-09-29', 'proj_a', 'm', '10'),
        row('2026-09-30', 'proj_a', 'm', '20'),
        row('2026-09-30', 'proj_b', 'm', '5'),
        row('2026-10-01', 'proj_b', 'n', '7'),
      ],
    );
    const asked = { ...range, capability: 'shelves' };
    const points = async (question: object) =>
      (await metering.costs({ ...asked, ...question })).points.map(({ value }) => value);
    expect(await points({ bucket: 'day' })).toEqual(['10', '25', '7']);
    expect(await points({ bucket: 'month' })).toEqual(['25', '7']);
    const whole = await metering.costs({
      ...asked,
      start: '2026-09-01',
      end: '2026-11-01',
      bucket: 'total',
      groupBy: ['project_id'],
    });
    expect(whole.total).toBe('32');
    expect(whole.groups.map(({ key, total }) => [key['project_id'], total])).toEqual([
      ['proj_a', '20'],
      ['proj_b', '12'],
    ]);
    const cut = await metering.costs({ ...asked, start: '2026-09-29', end: '2026-09-30', bucket: 'month' });
    expect(cut.total).toBe('10');
  });

  it('is kept by month that way when it changes', async () => {
    await store('shelves', ['project_id', 'model'], [row('2026-09-30', 'proj_a', 'm', '21')], {
      start: '2026-09-30',
      end: '2026-10-01',
    });
    const months = await metering.query(
      `SELECT s.kind, r.usage_bytes, r.point_count::integer AS point_count FROM rollups_1mo r JOIN series s ON s.id = r.series_id
        WHERE s.capability = 'shelves' AND r.start = '2026-09-01' AND (s.kind = 'base' OR s.reading = '') ORDER BY 1`,
    );
    expect(months).toEqual([
      { kind: 'base', usage_bytes: '21', point_count: 2 },
      { kind: 'rollup', usage_bytes: '21', point_count: 2 },
    ]);
  });
});
