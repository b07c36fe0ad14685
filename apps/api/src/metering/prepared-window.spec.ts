/** A window whose partition is filled before its turn has come. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FenceMovedError } from '../sync/fence.js';
import { inSnapshot } from './snapshot.js';
import { BY_KEY, MeteringFixture, toResultRow } from './testing/metering-fixture.js';
import type { WindowWriter } from './window-writer.js';

let metering: MeteringFixture;

beforeAll(async () => {
  metering = await MeteringFixture.start();
});

afterAll(() => metering.stop());

const PARTITION = 'points_1d_2025_03';
const MARCH = { start: '2025-03-01', end: '2025-04-01' };
const SETTLED = new Date('2025-04-20');

const days = { start: new Date(MARCH.start), end: new Date(MARCH.end) };
const total = async () => (await metering.costs(MARCH)).total;
const partitions = () => metering.query('SELECT relname FROM pg_class WHERE relname = $1', [PARTITION]);
const row = (amount: string) => [toResultRow({ day: '', project: 'proj_a', amount }, BY_KEY)];

beforeEach(async () => {
  await metering.clear();
  await metering.query(`DROP TABLE IF EXISTS ${PARTITION}`);
});

async function opened(target: { start: Date; end: Date } = days, ...amounts: string[]): Promise<WindowWriter> {
  const writer = await metering.open(target);
  for (const amount of amounts) await writer.append(target.start.getTime() / 1000, row(amount));
  return writer;
}

describe('a prepared window', () => {
  it('is seen by nobody before it is stored', async () => {
    const writer = await opened(days, '1');
    expect(await writer.prepare()).toBe(true);
    expect(await total()).toBe('0');
    expect(await partitions()).toEqual([]);
    expect(await writer.commit(SETTLED)).toEqual({ rows: 1, changedBuckets: 1, restatements: 0 });
    expect(await total()).toBe('1');
  });

  it('is seen by nobody who began to read before it was stored', async () => {
    await inSnapshot(metering.database.dataSource, async (client) => {
      const points = async () => (await client.query('SELECT FROM points_1d')).rowCount;
      expect(await points()).toBe(0);
      const writer = await opened(days, '1');
      await writer.prepare();
      await writer.commit(SETTLED);
      expect(await total()).toBe('1');
      expect(await points()).toBe(0);
    });
  });

  it('leaves nothing behind when it is given up, or its claim is lost', async () => {
    const givenUp = await opened(days, '1');
    await givenUp.prepare();
    await givenUp.abort();
    const lost = await opened(days, '1');
    await lost.prepare();
    await metering.query('UPDATE feeds SET fence = 2');
    await expect(lost.commit(SETTLED)).rejects.toThrow(FenceMovedError);
    expect(await partitions()).toEqual([]);
    expect(await metering.query('SELECT 1 FROM readings')).toEqual([]);
  });

  it('adds up rows that only something unknown tells apart', async () => {
    const writer = await opened(days, '1', '2');
    await writer.prepare();
    expect(await writer.commit(SETTLED)).toMatchObject({ rows: 1 });
    expect(await total()).toBe('3');
  });

  it.each([
    ['is summed by Postgres, for it lies in two months', { ...days, start: new Date('2025-02-01') }, '1'],
    ['holds a value that Postgres has to round', days, `1.${'0'.repeat(35)}1`],
  ])('adds them up also where it %s', async (_, target, amount) => {
    await metering.query('DROP TABLE IF EXISTS points_1d_2025_02');
    for (const isPrepared of [true, false]) {
      await metering.clear();
      const writer = await opened(target, amount, '2');
      if (isPrepared) await writer.prepare();
      expect(await writer.commit(SETTLED)).toMatchObject({ rows: 1 });
      expect((await metering.costs({ start: '2025-02-01', end: MARCH.end })).total).toBe('3');
    }
  });

  it('writes the ledger where its days were final and empty', async () => {
    await metering.read({ ...MARCH, readAt: SETTLED.toISOString(), rows: [] });
    await metering.query(`DROP TABLE ${PARTITION}`);
    const writer = await opened(days, '5');
    await writer.prepare();
    expect(await writer.commit(new Date('2025-04-21'))).toMatchObject({ rows: 1, restatements: 1 });
    expect(await total()).toBe('5');
  });

  it('of more rows than are held in memory gets them all', async () => {
    const writer = await opened();
    const rows = Array.from({ length: 20_000 }, () => row('1')).flat();
    for (let day = 0; day < 15; day++) await writer.append(days.start.getTime() / 1000 + (day % 2) * 86_400, rows);
    expect(await writer.prepare()).toBe(true);
    expect(await writer.commit(SETTLED)).toMatchObject({ rows: 2, changedBuckets: 2 });
    expect(await total()).toBe('300000');
  });

  it('begins anew where its reading does', async () => {
    const writer = await opened(days, '1');
    await writer.restart();
    await writer.append(days.start.getTime() / 1000, row('2'));
    await writer.prepare();
    await writer.commit(SETTLED);
    expect(await total()).toBe('2');
  });

  it('is compared after all where another has stored its days meanwhile', async () => {
    const writer = await opened(days, '1');
    await metering.read({
      ...MARCH,
      readAt: '2025-04-19',
      rows: [{ day: '2025-03-01', project: 'proj_b', amount: '9' }],
    });
    expect(await writer.prepare()).toBe(true);
    expect(await writer.commit(SETTLED)).toMatchObject({ rows: 1, changedBuckets: 1 });
    expect(await total()).toBe('1');
  });

  it('over two months that are missing says that it may have to wait', async () => {
    const writer = await opened({ start: new Date('2025-02-20'), end: new Date('2025-03-03') }, '1');
    expect(await writer.prepare()).toBe(false);
    await writer.commit(SETTLED);
    expect((await metering.costs({ start: '2025-02-20', end: '2025-03-03' })).total).toBe('1');
    await metering.query('DROP TABLE points_1d_2025_02');
  });

  it('waits for another that fills the same month, and adds to it', async () => {
    const [first, second] = [
      await opened({ start: new Date('2025-03-01'), end: new Date('2025-03-02') }, '1'),
      await opened({ start: new Date('2025-03-02'), end: new Date('2025-03-03') }, '2'),
    ];
    await first.prepare();
    const waiting = second.prepare();
    await first.commit(SETTLED);
    expect(await waiting).toBe(true);
    await second.commit(SETTLED);
    expect(await total()).toBe('3');
  });
});
