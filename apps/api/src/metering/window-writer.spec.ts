import type { ResultRow } from '@bursar/openai-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FenceMovedError } from '../sync/fence.js';
import { BY_KEY, type CostRow, MeteringFixture, toResultRow } from './testing/metering-fixture.js';

let metering: MeteringFixture;

beforeAll(async () => {
  metering = await MeteringFixture.start();
});

afterAll(() => metering.stop());

beforeEach(() => metering.clear());

const OCTOBER = { start: '2026-10-01', end: '2026-10-04' };
const rowsOf = (...amounts: string[]): CostRow[] =>
  amounts.map((amount, index) => ({
    day: `2026-10-0${index + 1}`,
    project: 'proj_a',
    item: 'gpt-6-astra-2026-08-01, input',
    key: 'key_1',
    amount,
  }));

const totalOfOctober = async () => (await metering.costs({ ...OCTOBER })).total;

describe('a window', () => {
  it('is stored as a whole, and seen by nobody before', async () => {
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    await writer.append(Date.parse('2026-10-01') / 1000, [toResultRow({ day: '', project: 'p', amount: '1' }, BY_KEY)]);
    expect(await totalOfOctober()).toBe('0');
    expect(await writer.commit(new Date('2026-10-08'))).toEqual({ rows: 1, changedBuckets: 1, restatements: 0 });
    expect(await totalOfOctober()).toBe('1');
  });

  it('replaces what was stored: other amounts, vanished groups, new groups (case 67)', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-02', rows: rowsOf('1', '2', '4') });
    const again = [...rowsOf('1', '20'), { day: '2026-10-01', project: 'proj_b', amount: '0.5' }];
    const stored = await metering.read({ ...OCTOBER, readAt: '2026-10-04', rows: again });
    expect(stored).toEqual({ rows: 3, changedBuckets: 3, restatements: 0 });
    const report = await metering.costs({ ...OCTOBER, groupBy: ['project_id'] });
    expect(report.total).toBe('21.5');
    expect(report.groups.map(({ key, total }) => [key['project_id'], total])).toEqual([
      ['proj_a', '21'],
      ['proj_b', '0.5'],
    ]);
  });

  it('leaves what lies outside of it alone', async () => {
    await metering.read({ start: '2026-09-28', end: '2026-10-04', readAt: '2026-10-05', rows: rowsOf('1', '2', '4') });
    await metering.read({ start: '2026-10-02', end: '2026-10-03', readAt: '2026-10-06', rows: [] });
    expect(await totalOfOctober()).toBe('5');
  });

  it('keeps the old points when a page fails and the window is given up (case 13)', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-08', rows: rowsOf('1', '2', '4') });
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    await writer.append(Date.parse('2026-10-01') / 1000, [toResultRow({ day: '', project: 'p', amount: '9' }, BY_KEY)]);
    await writer.abort();
    await writer.abort();
    expect(await totalOfOctober()).toBe('7');
    await expect(writer.commit(new Date())).rejects.toThrow('already stored or given up');
  });

  it('begins anew after a restart, with nothing of what was appended before', async () => {
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    const row = (amount: string) => [toResultRow({ day: '', project: 'proj_a', amount }, BY_KEY)];
    await writer.append(Date.parse('2026-10-01') / 1000, row('1'));
    await writer.restart();
    await writer.append(Date.parse('2026-10-02') / 1000, row('2'));
    expect(await writer.commit(new Date('2026-10-08'))).toMatchObject({ rows: 1 });
    expect(await totalOfOctober()).toBe('2');
  });

  it('refuses a bucket outside of it, and one that is none', async () => {
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    await expect(writer.append(Date.parse('2026-10-04') / 1000, [])).rejects.toThrow(RangeError);
    await expect(writer.append(Date.parse('2026-10-02T01:00:00Z') / 1000, [])).rejects.toThrow(RangeError);
    await writer.abort();
  });

  it('has to lie on borders of its width, of a capability and dimensions that exist', async () => {
    const days = { start: new Date('2026-10-01'), end: new Date('2026-10-04') };
    await expect(metering.open({ ...days, end: new Date('2026-10-03T12:00:00Z') })).rejects.toThrow('borders of 1d');
    await expect(metering.open({ ...days, capability: 'lunch' })).rejects.toThrow('no capability lunch');
    await expect(metering.open({ ...days, groupBy: ['colour'] })).rejects.toThrow('cannot be read by colour');
  });

  it('takes numbers only as plain decimals', async () => {
    for (const amount of ['NaN', '1,00', '1\t2', '\\N', '1e-7', '']) {
      const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
      const row = toResultRow({ day: '', amount }, BY_KEY);
      await writer.append(Date.parse('2026-10-01') / 1000, [row]);
      await expect(writer.commit(new Date('2026-10-05'))).rejects.toThrow('no plain decimal');
    }
  });

  it('adds up rows that only something unknown tells apart', async () => {
    const repeated = [...rowsOf('1'), ...rowsOf('2')];
    expect(await metering.read({ ...OCTOBER, readAt: '2026-10-04', rows: repeated })).toMatchObject({ rows: 1 });
    expect(await totalOfOctober()).toBe('3');
    await metering.read({ ...OCTOBER, readAt: '2026-10-05', rows: [...rowsOf('3'), ...rowsOf('3')] });
    expect(await totalOfOctober()).toBe('6');
  });

  it('of which nothing changed only moves the time of the last read', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-04', rows: rowsOf('1', '2') });
    const tuples = () => metering.query('SELECT xmin, * FROM points_1d ORDER BY start');
    const before = await tuples();
    const stored = await metering.read({ ...OCTOBER, readAt: '2026-10-08', rows: rowsOf('1.00', '2') });
    expect(stored).toEqual({ rows: 2, changedBuckets: 0, restatements: 0 });
    expect(await tuples()).toEqual(before);
    const days = await metering.query<{ read_at: Date; first_read_at: Date }>('SELECT * FROM readings');
    expect(days.map((day) => [day.first_read_at, day.read_at])).toEqual(
      Array(3).fill([new Date('2026-10-04'), new Date('2026-10-08')]),
    );
  });
});

describe('a claim that was lost', () => {
  it('writes nothing', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-08', rows: rowsOf('1') });
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    await writer.append(Date.parse('2026-10-01') / 1000, [toResultRow({ day: '', amount: '9' }, BY_KEY)]);
    await metering.query('UPDATE feeds SET fence = 2');
    await expect(writer.commit(new Date('2026-10-09'))).rejects.toThrow(FenceMovedError);
    expect(await totalOfOctober()).toBe('1');
    expect(await metering.query('SELECT 1 FROM readings WHERE read_at > $1', ['2026-10-08'])).toEqual([]);
  });
});

describe('a connection that is cut', () => {
  it('while rows arrive or are stored ends that window only', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-08', rows: rowsOf('1') });
    for (const isCutBefore of ['append', 'commit']) {
      const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
      const row = [toResultRow({ day: '', amount: '9' }, BY_KEY)];
      // More than are held in memory, so that they are on their way.
      const many = Array<ResultRow>(20_000).fill(toResultRow({ day: '', amount: `9.${'7'.repeat(34)}` }, BY_KEY));
      for (let page = 0; page < 12; page++) await writer.append(Date.parse('2026-10-01') / 1000, many);
      await metering.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY staged%' AND datname = current_database()`,
      );
      const rest = async () => {
        for (let page = 0; isCutBefore === 'append' && page < 1000; page++)
          await writer.append(Date.parse('2026-10-02') / 1000, row);
        await writer.commit(new Date('2026-10-09'));
      };
      await expect(rest()).rejects.toThrow();
      await writer.abort();
      expect(await totalOfOctober()).toBe('1');
    }
    await metering.read({ ...OCTOBER, readAt: '2026-10-09', rows: rowsOf('2') });
    expect(await totalOfOctober()).toBe('2');
  });
});

describe('coverage', () => {
  const covered = async () => {
    const [feed] = await metering.query<{ coverage: string }>('SELECT coverage FROM feeds');
    return feed?.coverage.replaceAll('"', '');
  };

  it('grows by what was read, up to when it was read, and only with the points', async () => {
    const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-04') });
    await writer.abort();
    expect(await covered()).toBe('{}');
    await metering.read({ ...OCTOBER, readAt: '2026-10-02T06:30:00Z', rows: [] });
    expect(await covered()).toBe('{[2026-10-01 00:00:00+00,2026-10-02 06:30:00+00)}');
    await metering.read({ start: '2026-10-02', end: '2026-10-06', readAt: '2026-10-20', rows: [] });
    expect(await covered()).toBe('{[2026-10-01 00:00:00+00,2026-10-06 00:00:00+00)}');
  });
});

describe('several writers at once', () => {
  it('stay apart, also of one feed', async () => {
    const first = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-02') });
    const second = await metering.open({ start: new Date('2026-10-02'), end: new Date('2026-10-03') });
    const row = (amount: string) => [toResultRow({ day: '', project: 'proj_a', amount }, BY_KEY)];
    await first.append(Date.parse('2026-10-01') / 1000, row('1'));
    await second.append(Date.parse('2026-10-02') / 1000, row('2'));
    await Promise.all([first.commit(new Date('2026-10-08')), second.append(Date.parse('2026-10-02') / 1000, [])]);
    expect(await totalOfOctober()).toBe('1');
    await second.commit(new Date('2026-10-08'));
    expect(await totalOfOctober()).toBe('3');
  });

  it('make the same new series and partitions once', async () => {
    const days = ['2024-02-01', '2024-02-02', '2024-02-03', '2024-02-04'];
    const rows = Array.from({ length: 300 }, (_, index) =>
      toResultRow(
        { day: '', project: `proj_${index % 7}`, item: `item ${index}`, key: `key_${index}`, amount: '1' },
        BY_KEY,
      ),
    );
    const writers = await Promise.all(
      days.map((day) => metering.open({ start: new Date(day), end: new Date(Date.parse(day) + 86_400_000) })),
    );
    await Promise.all(
      writers.map((writer, index) =>
        writer.append(Date.parse(days[index] ?? '') / 1000, index % 2 === 0 ? rows : rows.toReversed()),
      ),
    );
    await Promise.all(writers.map((writer) => writer.commit(new Date('2024-02-20'))));
    expect((await metering.costs({ start: '2024-02-01', end: '2024-03-01' })).total).toBe('1200');
    const series = await metering.query(`SELECT 1 FROM series WHERE line_item LIKE 'item %' AND kind = 'base'`);
    expect(series).toHaveLength(300);
  });

  it('give their connections back, whatever became of them', async () => {
    for (let round = 0; round < 15; round++) {
      const writer = await metering.open({ start: new Date('2026-10-01'), end: new Date('2026-10-02') });
      await writer.append(Date.parse('2026-10-01') / 1000, [toResultRow({ day: '', amount: '1' }, BY_KEY)]);
      if (round % 3 === 0) await writer.abort();
      else await writer.commit(new Date('2026-10-08'));
    }
    const left = await metering.query(
      `SELECT relname FROM pg_class WHERE relname IN ('staged', 'differing') AND relpersistence = 't'`,
    );
    expect(left).toEqual([]);
  });
});
