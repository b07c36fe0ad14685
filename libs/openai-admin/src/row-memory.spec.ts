import { CAPABILITIES } from '@bursar/contract';
import { describe, expect, it } from '@jest/globals';
import { JsonReader } from './json-reader.js';
import { RowMemory } from './row-memory.js';
import { RowParser } from './row-parser.js';

const COSTS = CAPABILITIES.costs;
const GROUP_BY = ['project_id', 'line_item', 'api_key_id'];
const OBJECT = '"object":"organization.costs.result"';

/** Rows of every form, as JSON text. */
const ROWS = [
  ...['1.5', '"0.5480325000000000000000000000000000"', '-3', '"1e-7"', '0E-6176', 'null'].flatMap((amount) =>
    ['219213', 'null', '"7"'].map((quantity) => row({ amount, quantity })),
  ),
  row({ project: 'a}b' }),
  row({ project: '"quantity":' }),
  row({ project: '\\' }),
  row({ project: null }),
  row({ currency: 'EUR' }),
  row({ unit: 'images' }),
  row({ line: 'gpt-6-astra, "value":1' }),
  `{${OBJECT},"project_id":"p","amount":{"value":"2","currency":"usd"}}`,
  `{${OBJECT},"project_id":"q","amount":{"value":"2","currency":"usd"}}`,
  `{ ${OBJECT} , "quantity" : 3 , "amount" : { "currency" : "usd" , "value" : 1.0 } }`,
  `{"quantity":5,${OBJECT},"quantity":6,"project_id":"twice"}`,
  `{${OBJECT},"amount":null,"quantity":9,"quantity_unit":"tokens"}`,
  `{${OBJECT}}`,
  `{${OBJECT},"project_id":"p","surprise":12,"quantity":1}`,
  `{${OBJECT},"project_id":"p","surprise":13,"quantity":1}`,
  `{"object":"organization.credits.result","amount":{"value":"2","currency":"usd"}}`,
];

/** Rows that are refused. */
const BROKEN = [
  row({ amount: 'true' }),
  row({ amount: '"null"' }),
  row({ amount: '"1,00"' }),
  row({ amount: '"1.5' }),
  row({ quantity: '[1]' }),
  row({ amount: `"${'9'.repeat(40)}"` }),
];

function row({
  amount = '1.5',
  quantity = '10',
  project = 'proj_a' as string | null,
  line = 'x, input',
  currency = 'usd',
  unit = 'tokens',
}): string {
  return (
    `{${OBJECT},"amount":{"value":${amount},"currency":"${currency}"},"project_id":${JSON.stringify(project)},` +
    `"line_item":${JSON.stringify(line)},"api_key_id":"key_1","quantity":${quantity},"quantity_unit":"${unit}"}`
  );
}

function read(parser: RowParser, text: string): unknown {
  const reader = new JsonReader();
  reader.begin(text);
  try {
    const parsed = parser.parse(reader);
    return { parsed, at: reader.at, object: parser.object };
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

const cold = (text: string): unknown => read(new RowParser(COSTS, GROUP_BY), text);

function warm(rows: readonly string[]): RowParser {
  const parser = new RowParser(COSTS, GROUP_BY, new RowMemory(COSTS, GROUP_BY));
  for (const text of rows) read(parser, text);
  return parser;
}

describe('a row read with the memory of others', () => {
  it.each([
    ['in the same order', ROWS],
    ['in the opposite order', ROWS.toReversed()],
    ['one form first', [...ROWS.slice(20), ...ROWS.slice(0, 20)]],
    ['the broken ones first', [...BROKEN, ...ROWS]],
  ])('is the same as one read without, %s', (_, before) => {
    const parser = warm(before);
    for (const text of [...ROWS, ...ROWS.toReversed(), ...BROKEN]) {
      expect({ text, read: read(parser, text) }).toEqual({ text, read: cold(text) });
    }
  });

  it('is the same wherever its text breaks off', () => {
    for (const text of [row({}), row({ amount: '"2.50"', quantity: 'null' })]) {
      const parser = warm([text, text]);
      for (let end = 1; end < text.length; end++) {
        expect(read(parser, text.slice(0, end))).toEqual(cold(text.slice(0, end)));
      }
    }
  });

  it('shares its dimensions with rows of the same series only', () => {
    const parser = warm([]);
    const dimensionsOf = (text: string): unknown => {
      const reader = new JsonReader();
      reader.begin(text);
      return parser.parse(reader)?.dimensions;
    };
    const first = dimensionsOf(row({}));
    expect(dimensionsOf(row({ amount: '2', quantity: '3' }))).toBe(first);
    expect(dimensionsOf(row({ currency: 'eur' }))).not.toBe(first);
    expect(dimensionsOf(row({ unit: 'images' }))).not.toBe(first);
  });

  it('still reports numbers that nobody knows', () => {
    const text = `{${OBJECT},"project_id":"p","surprise":12,"quantity":1}`;
    const memory = new RowMemory(COSTS, GROUP_BY);
    for (let page = 0; page < 2; page++) {
      const parser = new RowParser(COSTS, GROUP_BY, memory);
      read(parser, text);
      expect([...parser.unknownNumbers]).toEqual(['surprise']);
    }
  });

  it('is not read with the memory of another grouping', () => {
    expect(() => new RowParser(COSTS, ['project_id'], new RowMemory(COSTS, GROUP_BY))).toThrow(RangeError);
  });
});
