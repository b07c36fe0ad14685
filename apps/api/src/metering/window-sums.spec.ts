/** Sums that are made on the way to Postgres are those that Postgres makes of the same rows. */
import { type Capability, CAPABILITIES } from '@bursar/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { COPY_HEADER, COPY_TRAILER, RowFormat, type RowToWrite } from './copy-format.js';
import { monthly } from './rollup-sets.js';
import { WindowSums, type WindowSummed } from './window-sums.js';

const DAY_SECONDS = 86_400;
const MAY = Date.parse('2026-05-01') / 1000;
const { costs, completions } = CAPABILITIES;

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Each series belongs to the total and to one of a few rollups of every other kind. */
function rollupsOf(capability: Capability, series: number): number[] {
  return monthly(capability).map((_, index) => 1000 * (index + 1) + (index === 0 ? 0 : series % (2 + index)));
}

function summed(capability: Capability, rows: readonly RowToWrite[]): WindowSummed | null {
  const rollups = new Map(rows.map(({ seriesId }) => [seriesId, rollupsOf(capability, seriesId)]));
  const [start, end] = [MAY * 1000, (MAY + 31 * DAY_SECONDS) * 1000];
  const sums = new WindowSums({ capability, organizationId: 7, start, end, rollups });
  const format = new RowFormat(capability, 7);
  for (const row of rows) {
    const bytes = Buffer.alloc(format.room(row));
    format.write(bytes, 0, row);
    sums.add(bytes, 0, row.seriesId);
  }
  return sums.end();
}

async function copy(table: string, columns: readonly string[], pieces: readonly Buffer[]): Promise<void> {
  const statement = `COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`;
  await pipeline([COPY_HEADER, ...pieces, COPY_TRAILER], client.query(copyFrom(statement)));
}

/** What Postgres has after the sums were sent, and what it makes of the rows itself. */
async function bothSums(capability: Capability, rows: readonly RowToWrite[]) {
  const sums = summed(capability, rows);
  if (sums === null) throw new Error('no sums were made');
  for (const table of ['rollups_1d', 'rollups_1mo']) await client.query(`CREATE TEMP TABLE ${table} (LIKE ${table})`);
  await client.query(
    'CREATE TEMP TABLE points (LIKE points_1d); ALTER TABLE points ALTER organization_id SET DEFAULT 7',
  );
  await client.query('CREATE TEMP TABLE belongs (id bigint, rollup bigint, position integer)');
  await copy('rollups_1d', sums.columns, sums.days);
  await copy('rollups_1mo', sums.columns, sums.months);
  const format = new RowFormat(capability, 7);
  const pieces = rows.map((row) => {
    const piece = Buffer.alloc(format.room(row));
    return piece.subarray(0, format.write(piece, 0, row));
  });
  await copy('points', format.columns, pieces);
  for (const id of new Set(rows.map(({ seriesId }) => seriesId))) {
    await client.query('INSERT INTO belongs SELECT $1, * FROM unnest($2::bigint[]) WITH ORDINALITY', [
      id,
      rollupsOf(capability, id),
    ]);
  }
  const names = Object.keys(capability.measures);
  const measures = names.map((name) => `sum(${name})::text AS ${name}`).join(', ');
  const stored = async (table: string) =>
    (
      await client.query(`SELECT series_id::text AS id, start, point_count, ${names.map((name) => `${name}::text`).join(', ')}
       FROM ${table} ORDER BY series_id, start`)
    ).rows;
  const made = async (unit: string, source: string, id: string) =>
    (
      await client.query(`SELECT ${id}::text AS id, date_trunc('${unit}', start, 'UTC') AS start, count(*)::integer AS point_count, ${measures}
       FROM ${source} GROUP BY 1, 2, ${id} ORDER BY ${id}, 2`)
    ).rows;
  const joined = 'points p JOIN belongs b ON b.id = p.series_id';
  const answer = {
    days: await stored('rollups_1d'),
    months: await stored('rollups_1mo'),
    daysOfRollups: await made('day', joined, 'b.rollup'),
    monthsOfSeries: await made('month', 'points', 'series_id'),
    monthsOfRollups: await made('month', joined, 'b.rollup'),
  };
  await client.query('DROP TABLE points, belongs, pg_temp.rollups_1d, pg_temp.rollups_1mo');
  return answer;
}

/** The same for the same seed. */
function chance(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
}

function drawnCosts(seed: number): RowToWrite[] {
  const below = chance(seed);
  const digits = (count: number): string => Array.from({ length: count }, () => Math.max(0, below(15) - 5)).join('');
  const rows: RowToWrite[] = [];
  for (let seriesId = 1; seriesId <= 60; seriesId++) {
    for (let day = 0; day < 31; day += 1 + below(5)) {
      const places = below(35);
      const amount = `${below(3) === 0 ? '-' : ''}${digits(1 + below(20))}${places === 0 ? '' : `.${digits(places)}`}`;
      const values: Record<string, string> =
        below(10) === 0 ? { quantity: '1' } : { amount, quantity: digits(1 + below(12)) };
      rows.push({ seriesId, startSeconds: MAY + day * DAY_SECONDS, values });
    }
  }
  return rows;
}

describe('the sums of a window', () => {
  it.each([1, 2, 3])('are those of Postgres to the last of 34 decimals (seed %i)', async (seed) => {
    // A rollup that keeps no line item has no quantity: rollups of costs are looked at by amount.
    const both = await bothSums({ ...costs, measures: { amount: costs.measures.amount } }, drawnCosts(seed));
    expect(both.days).toEqual(both.daysOfRollups);
    expect(both.months).toEqual([...both.monthsOfSeries, ...both.monthsOfRollups]);
    expect(both.days.length).toBeGreaterThan(200);
  });

  it('leave out what must not be added up over what a rollup keeps together', async () => {
    const both = await bothSums(costs, drawnCosts(4));
    const byItem = 1 + monthly(costs).findIndex(({ dimensions }) => dimensions.includes('line_item'));
    const known = both.days.filter(({ quantity }) => quantity !== null);
    expect(known.length).toBeGreaterThan(20);
    expect(known.every(({ id }) => Math.floor(Number(id) / 1000) === byItem)).toBe(true);
    const wanted = both.daysOfRollups.filter(({ id }) => Math.floor(Number(id) / 1000) === byItem);
    expect(both.days.filter(({ id }) => Math.floor(Number(id) / 1000) === byItem)).toEqual(wanted);
  });

  it('count whole numbers beyond what a double holds, and keep what nobody told apart from zero', async () => {
    const [first = '', second = '', ...others] = Object.keys(completions.measures);
    const rows = [1, 2, 3, 4].map((seriesId) => ({
      seriesId,
      startSeconds: MAY,
      values: { [first]: '1234567890123456789', [second]: seriesId === 1 ? '-5' : '0' },
    }));
    const both = await bothSums(completions, rows);
    expect(both.days).toEqual(both.daysOfRollups.filter(({ id }) => both.days.some((day) => day.id === id)));
    expect(both.days[0]).toMatchObject({ point_count: 4, [first]: '4938271560493827156', [second]: '-5' });
    for (const name of others) expect(both.days[0]).toHaveProperty(name, null);
    expect(both.months).toEqual([...both.monthsOfSeries, ...both.monthsOfRollups]);
  });

  it('are left to Postgres where a value has more digits than are kept', () => {
    const row = (amount: string) => [{ seriesId: 1, startSeconds: MAY, values: { amount } }];
    expect(summed(costs, row(`0.${'0'.repeat(33)}1`))).not.toBeNull();
    expect(summed(costs, row(`0.${'0'.repeat(34)}1`))).toBeNull();
    expect(summed(costs, row(`0.1${'0'.repeat(40)}`))).not.toBeNull();
    expect(summed(costs, row(`1${'0'.repeat(28)}`))).toBeNull();
  });
});
