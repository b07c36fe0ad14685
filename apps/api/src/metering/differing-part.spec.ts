/** What is read again and says the same is not compared: told by numbers that were changed behind the store's back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BY_KEY, type CostRow, MeteringFixture, toResultRow, WITHOUT_KEY } from './testing/metering-fixture.js';

const OCTOBER = { start: '2026-10-01', end: '2026-10-04' };
const FORGED = '1000';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
beforeEach(() => metering.clear());
afterAll(() => metering.stop());

const rowsOf = (...amounts: string[]): CostRow[] =>
  amounts.map((amount, index) => ({
    day: `2026-10-0${index + 1}`,
    project: 'proj_a',
    item: 'line',
    key: 'key_a',
    amount,
  }));

const forge = (day: string) => metering.query('UPDATE points_1d SET amount = $1 WHERE start = $2', [FORGED, day]);

async function amounts(): Promise<string[]> {
  const rows = await metering.query<{ amount: string }>(
    `SELECT string_agg(trim_scale(amount)::text, '+' ORDER BY series_id) AS amount FROM points_1d GROUP BY start ORDER BY start`,
  );
  return rows.map(({ amount }) => amount);
}

describe('a window that is read again', () => {
  it('is not compared where each day says the same by the same reading, and counts as read', async () => {
    await metering.read({ ...OCTOBER, readAt: '2026-10-08', rows: rowsOf('1', '2', '3') });
    await forge('2026-10-02');
    const stored = await metering.read({ ...OCTOBER, readAt: '2026-10-09', rows: rowsOf('1', '2', '3') });
    expect(stored).toEqual({ rows: 3, changedBuckets: 0, restatements: 0 });
    expect(await amounts()).toEqual(['1', FORGED, '3']);
    const reads = await metering.query<{ read_at: Date }>('SELECT DISTINCT read_at FROM readings');
    expect(reads).toEqual([{ read_at: new Date('2026-10-09') }]);
  });

  it('is compared from the first day that differs to the last', async () => {
    await metering.read({
      start: '2026-10-01',
      end: '2026-10-06',
      readAt: '2026-10-10',
      rows: rowsOf('1', '2', '3', '4', '5'),
    });
    for (const day of ['2026-10-01', '2026-10-03', '2026-10-05']) await forge(day);
    const again = { start: '2026-10-01', end: '2026-10-06', rows: rowsOf('1', '20', '3', '40', '5') };
    const stored = await metering.read({ ...again, readAt: '2026-10-11' });
    expect(stored).toEqual({ rows: 5, changedBuckets: 3, restatements: 3 });
    expect(await amounts()).toEqual([FORGED, '20', '3', '40', FORGED]);
  });

  it.each([
    ['comes in another order', async () => undefined, (rows: CostRow[]) => rows.toReversed(), BY_KEY],
    ['was stored before there were digests', () => metering.query('UPDATE readings SET digest = NULL'), same, BY_KEY],
    ['is of another reading', async () => undefined, same, WITHOUT_KEY],
  ])('is compared where a day %s', async (_, prepare, ordered, groupBy) => {
    const day = { start: '2026-10-01', end: '2026-10-02' };
    const rows: CostRow[] = ['a', 'b'].map((project) => ({ day: '2026-10-01', project, item: 'line', amount: '2' }));
    await metering.read({ ...day, readAt: '2026-10-08', rows });
    await prepare();
    await forge('2026-10-01');
    await metering.read({ ...day, readAt: '2026-10-09', rows: ordered(rows), groupBy });
    expect(await amounts()).toEqual(['2+2']);
  });

  it('is compared where it cuts a day, which is then compared again as a whole', async () => {
    const hours = async (from: number, to: number, amount: string) => {
      const at = (hour: number) => new Date(Date.parse('2026-10-01') + hour * 3_600_000);
      const writer = await metering.open({ width: '1h', start: at(from), end: at(to) });
      for (let hour = from; hour < to; hour++) {
        await writer.append(at(hour).getTime() / 1000, [toResultRow({ day: '', project: 'a', amount }, BY_KEY)]);
      }
      return writer.commit(new Date('2026-10-02'));
    };
    await hours(0, 24, '1');
    expect(await hours(0, 24, '1')).toEqual({ rows: 24, changedBuckets: 0, restatements: 0 });
    expect(await hours(6, 9, '2')).toEqual({ rows: 3, changedBuckets: 3, restatements: 0 });
    expect(await hours(0, 24, '1')).toEqual({ rows: 24, changedBuckets: 3, restatements: 0 });
  });

  it('is what was read last where more rows come than are held', async () => {
    const day = { start: new Date('2026-10-01'), end: new Date('2026-10-02') };
    const rows = Array.from({ length: 10 }, (_, index) =>
      toResultRow({ day: '', project: `p${index}`, amount: '1' }, BY_KEY),
    );
    const readLarge = async (more: string) => {
      const writer = await metering.open(day);
      for (let page = 0; page < 12; page++) {
        const many = Array.from({ length: 2000 }, () => rows).flat();
        await writer.append(day.start.getTime() / 1000, many);
      }
      await writer.append(day.start.getTime() / 1000, [
        toResultRow({ day: '', project: 'last', amount: more }, BY_KEY),
      ]);
      return writer.commit(new Date('2026-10-08'));
    };
    await readLarge('1');
    expect((await readLarge('1')).changedBuckets).toBe(0);
    expect((await readLarge('2')).changedBuckets).toBe(1);
    expect((await metering.costs({ start: '2026-10-01', end: '2026-10-02' })).total).toBe('240002');
  });
});

function same(rows: CostRow[]): CostRow[] {
  return rows;
}
