import type { Capability } from '@bursar/contract';
import { CAPABILITIES } from '@bursar/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { COPY_HEADER, COPY_TRAILER, RowFormat } from './copy-format.js';

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

/** A capability that has one measure of each storage. */
const TOKENS_AND_MONEY = {
  ...CAPABILITIES.costs,
  measures: {
    amount: { unit: 'currency', combine: 'sum' },
    input_tokens: { unit: 'tokens', combine: 'sum' },
  },
} as unknown as Capability;

type Values = Readonly<Record<string, string>>;

/** What Postgres reads from rows of the format, as text. */
async function sent(rows: readonly { seriesId: number; startSeconds: number; values: Values }[]): Promise<unknown[]> {
  const format = new RowFormat(TOKENS_AND_MONEY, 7);
  const pieces = rows.map((row) => {
    const piece = Buffer.alloc(format.room(row));
    return piece.subarray(0, format.write(piece, 0, row));
  });
  await client.query(
    'CREATE TEMP TABLE taken (place serial, organization_id integer, series_id bigint, start timestamptz, amount numeric, input_tokens bigint)',
  );
  const statement = `COPY taken (${format.columns.join(', ')}) FROM STDIN (FORMAT binary)`;
  await pipeline([COPY_HEADER, ...pieces, COPY_TRAILER], client.query(copyFrom(statement)));
  const taken = await client.query(
    `SELECT organization_id, series_id::text, extract(epoch FROM start)::text AS start, amount::text, input_tokens::text FROM taken ORDER BY place`,
  );
  await client.query('DROP TABLE taken');
  return taken.rows;
}

const amounts = async (...values: string[]) => {
  const rows = await sent(values.map((amount) => ({ seriesId: 1, startSeconds: 0, values: { amount } })));
  return rows.map((row) => (row as { amount: string }).amount);
};

describe('the binary format of COPY', () => {
  it('brings decimals over with every digit and every shown place', async () => {
    const values = [
      ...[
        '0',
        '0.0',
        '1',
        '-1',
        '9999',
        '10000',
        '10001',
        '100000000',
        '-100000000.00001',
        '99999999999999999999999999',
      ],
      ...['0.1', '0.0001', '0.00001', '0.00000000000000000000000000000001', '-3.20', '12345.67890', '10000.0001'],
      ...['0.02183800000000000000000000000000000', '1000000000000.000100000000', '0012.50', '20000.0000', '5.00005'],
    ];
    expect(await amounts(...values)).toEqual(values.map((value) => value.replace(/^00/, '')));
  });

  it('brings drawn decimals over as Postgres itself reads them', async () => {
    const values = Array.from({ length: 3_000 }, (_, index) => drawn(index));
    const { rows } = await client.query<{ text: string }>(
      'SELECT value::numeric::text AS text FROM unnest($1::text[]) WITH ORDINALITY AS given (value, place) ORDER BY place',
      [values],
    );
    expect(await amounts(...values)).toEqual(rows.map(({ text }) => text));
  });

  it('brings whole numbers, instants and what is missing over', async () => {
    const values = { input_tokens: '999999999999999999' };
    expect(
      await sent([
        { seriesId: 9_007_199_254_740_991, startSeconds: 1_790_000_040, values },
        { seriesId: 4_294_967_296, startSeconds: 0, values: { input_tokens: '0', amount: '-0.5' } },
        { seriesId: 4_294_967_295, startSeconds: 946_684_799, values: { input_tokens: '-4294967297' } },
      ]),
    ).toEqual([
      {
        organization_id: 7,
        series_id: '9007199254740991',
        start: '1790000040.000000',
        amount: null,
        input_tokens: '999999999999999999',
      },
      { organization_id: 7, series_id: '4294967296', start: '0.000000', amount: '-0.5', input_tokens: '0' },
      {
        organization_id: 7,
        series_id: '4294967295',
        start: '946684799.000000',
        amount: null,
        input_tokens: '-4294967297',
      },
    ]);
  });

  it.each(['', '1e3', '1.', '.5', 'NaN', '1,5', ' 1', '1.2.3', '--1'])(
    'refuses %j, which is no plain decimal',
    (value) => {
      const row = { seriesId: 1, startSeconds: 0, values: { amount: value } };
      expect(() => new RowFormat(TOKENS_AND_MONEY, 7).write(Buffer.alloc(200), 0, row)).toThrow(
        `amount is ${JSON.stringify(value)}, which is no plain decimal.`,
      );
    },
  );

  it('refuses a fraction where whole numbers are counted, and what is no series', () => {
    const write = (seriesId: number, values: Values) =>
      new RowFormat(TOKENS_AND_MONEY, 7).write(Buffer.alloc(200), 0, { seriesId, startSeconds: 0, values });
    expect(() => write(1, { input_tokens: '1.5' })).toThrow('input_tokens is "1.5"');
    expect(() => write(1, { input_tokens: '' })).toThrow('input_tokens is ""');
    expect(() => write(NaN, {})).toThrow('NaN is no whole number');
  });
});

/** Decimals of all lengths and places, with many zeros among their digits; the same for the same index. */
function drawn(index: number): string {
  let state = index * 2_654_435_761 + 12_345;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const digits = (count: number): string => Array.from({ length: count }, () => Math.max(0, below(15) - 5)).join('');
  const whole = digits(1 + below(24)).replace(/^0+(?=\d)/, '');
  const places = below(36);
  return `${below(4) === 0 ? '-' : ''}${whole}${places === 0 ? '' : `.${digits(places)}`}`;
}
