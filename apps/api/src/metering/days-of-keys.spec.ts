/** The daily sums by key are the same, whether windows wrote them or the migration that brought them. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DaysOfKeysAreSummed } from '../database/migrations/0004-days-of-keys-are-summed.js';
import { BY_KEY, type CostRow, MeteringFixture, WITHOUT_KEY } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const sums = () =>
  metering.query(
    `SELECT s.reading, s.api_key_id, s.currency, r.start, r.point_count, r.amount, r.quantity
       FROM rollups_1d r JOIN series s ON s.organization_id = r.organization_id AND s.id = r.series_id
      ORDER BY 1, s.id, 4`,
  );

it('sums the stored days of each key as the windows do', async () => {
  const rows = (day: string): CostRow[] => [
    { day, project: 'proj_a', item: 'x, input', key: 'key_1', amount: '4', quantity: '7', unit: '1k tokens' },
    { day, project: 'proj_a', item: 'x, output', key: 'key_1', amount: '0.25' },
    { day, project: 'proj_a', item: 'x, output', key: 'key_1', amount: '3', currency: 'eur' },
    { day, project: 'proj_b', item: 'x, output', key: null, amount: '-1' },
  ];
  const read = (start: string, end: string, groupBy: readonly string[]) =>
    metering.read({ start, end, groupBy, readAt: '2026-02-01', rows: rows(start) });
  await read('2025-12-05', '2025-12-06', WITHOUT_KEY);
  await read('2025-12-06', '2025-12-07', BY_KEY);
  await read('2025-12-07', '2025-12-08', BY_KEY);
  const written = await sums();
  expect(written).toContainEqual(
    expect.objectContaining({ reading: 'api_key_id', api_key_id: 'key_1', point_count: 2, quantity: null }),
  );
  expect(written).toContainEqual(expect.objectContaining({ reading: '-api_key_id', api_key_id: null }));
  const runner = metering.database.dataSource.createQueryRunner();
  const migration = new DaysOfKeysAreSummed();
  await migration.down(runner);
  expect((await sums()).length).toBeLessThan(written.length);
  await migration.up(runner);
  await runner.release();
  expect(await sums()).toEqual(written);
});
