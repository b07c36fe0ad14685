/** The sums by how a number came about are the same, whether windows wrote them or the migration that brought them. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { baseDimensions, CAPABILITIES, type Capability } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import { LongRangesAreShortToRead } from '../database/migrations/0010-long-ranges-are-short-to-read.js';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const sums = (table: string) =>
  metering.query(
    `SELECT s.capability, s.reading, s.model, s.other_dimensions, s.identity, r.* , 0 AS series_id
       FROM ${table} r JOIN series s ON s.organization_id = r.organization_id AND s.id = r.series_id
      WHERE s.kind = 'rollup' ORDER BY s.identity, r.start`,
  );

async function read(name: string, day: string, { dimensions, measures, headline }: Capability, left: string[] = []) {
  const groupBy = baseDimensions(CAPABILITIES[name as keyof typeof CAPABILITIES]).filter((one) => !left.includes(one));
  const rows = Array.from({ length: 12 }, (_, index): ResultRow => {
    const value = (dimension: string) => (index % 5 === 0 ? null : `${dimension} ${index % (dimensions.length - 1)}`);
    return {
      dimensions: Object.fromEntries(groupBy.map((one) => [one, one === 'api_key_id' ? `key ${index}` : value(one)])),
      measures: { [headline]: `${index}`, ...('num_model_requests' in measures && { num_model_requests: '7' }) },
      currency: null,
      quantityUnit: null,
    };
  });
  const start = new Date(day);
  const target = { capability: name, groupBy, start, end: new Date(start.getTime() + 86_400_000) };
  const writer = await metering.open(target);
  await writer.append(start.getTime() / 1000, rows);
  await writer.commit(new Date('2026-02-01'));
}

it('sums the stored days of each capability as the windows do', async () => {
  const several = Object.entries(CAPABILITIES).filter(([, { measures }]) => 'num_model_requests' in measures);
  for (const [name, capability] of several) {
    for (const day of ['2025-12-30', '2025-12-31', '2026-01-01']) await read(name, day, capability);
    await read(name, '2026-01-02', capability, ['api_source', 'service_tier']);
  }
  const tables = ['rollups_1d', 'rollups_1mo'];
  const written = await Promise.all(tables.map(sums));
  const links = () => metering.query(`SELECT id, cardinality(rollup_ids) AS links FROM series ORDER BY identity`);
  const linked = await links();
  const runner = metering.database.dataSource.createQueryRunner();
  const migration = new LongRangesAreShortToRead();
  await migration.down(runner);
  expect((await sums('rollups_1d')).length).toBeLessThan(written[0]?.length ?? 0);
  await migration.up(runner);
  await runner.release();
  expect(await Promise.all(tables.map(sums))).toEqual(written);
  expect((await links()).map((one) => (one as { links: number }).links)).toEqual(
    linked.map((one) => (one as { links: number }).links),
  );
});
