import { CAPABILITIES, type Capability } from '@bursar/contract';
import { describe, expect, it } from '@jest/globals';
import { PageParser, type PageSummary, type RowBatch } from './page-parser.js';
import type { ResultRow } from './row-parser.js';
import { START, bucketPage, costRow, dayBucket } from './testing/pages.js';

const GROUP_BY = ['project_id', 'line_item', 'api_key_id'];

interface Parsed {
  batches: RowBatch[];
  rows: ResultRow[];
  summary: PageSummary;
}

function parse(
  page: unknown,
  { chunk = 1e9, capability = CAPABILITIES.costs as Capability, groupBy = GROUP_BY, drop = false } = {},
): Parsed {
  const bytes =
    typeof page === 'string' ? Buffer.from(page) : Buffer.isBuffer(page) ? page : Buffer.from(JSON.stringify(page));
  const parser = new PageParser({ capability, groupBy }, (start) => (drop ? 'dropped' : start));
  const batches: RowBatch[] = [];
  for (let at = 0; at < bytes.length; at += chunk) batches.push(...parser.push(bytes.subarray(at, at + chunk)));
  return { batches, rows: batches.flatMap(({ rows }) => rows), summary: parser.end() };
}

/** A page with one row whose amount is this JSON text. */
function pageWithAmount(json: string): string {
  return JSON.stringify(bucketPage([dayBucket(0, [costRow({ amount: '@' })])])).replace(
    '"@"',
    `{"value":${json},"currency":"usd"}`,
  );
}

describe('reading a page', () => {
  it('hands out rows with their dimensions, exact measures, currency and unit', () => {
    const { batches, summary } = parse(bucketPage([dayBucket(0, [costRow()]), dayBucket(1)]));
    expect(batches).toEqual([
      {
        startSeconds: START,
        rows: [
          {
            dimensions: { project_id: 'proj_a', line_item: 'gpt-6-astra-2026-08-01, input', api_key_id: 'key_a' },
            measures: { amount: '1.5', quantity: '10' },
            currency: 'usd',
            quantityUnit: 'tokens',
          },
        ],
      },
    ]);
    expect(summary).toMatchObject({ buckets: [START, START + 86_400], rows: 1, hasMore: false, nextPage: null });
  });

  it('reads the same however its bytes are cut into chunks, whatever its white space and order', () => {
    const rows = [
      costRow({ line_item: 'quote " backslash \\ brace } bracket ] comma , 日本 😀 ümlaut é' }),
      costRow({ project_id: 'a\\', api_key_id: '\\"', extra: { deep: ['}', { x: '"' }] } }),
      { quantity: 7, object: 'organization.costs.result', amount: null, line_item: null },
      costRow({ amount: { currency: 'USD', value: 3, more: [1] } }),
    ];
    const ends = { start_time_iso: '2026-10-01T00:00:00Z', other: [1, { a: 'b' }] };
    const page = { extra: { a: [] }, ...bucketPage([dayBucket(0, rows, ends), dayBucket(1, [], ends)]), more: null };
    for (const text of [JSON.stringify(page), `${JSON.stringify(page, null, 2)}\n`]) {
      const whole = parse(text);
      expect(whole.rows.map(({ dimensions }) => dimensions['line_item'])).toEqual([
        rows[0]?.['line_item'],
        rows[1]?.['line_item'],
        null,
        rows[3]?.['line_item'],
      ]);
      expect(whole.rows[1]?.dimensions).toMatchObject({ project_id: 'a\\', api_key_id: '\\"' });
      for (const chunk of [1, 2, 3, 5, 7, 64, 1000])
        expect(parse(text, { chunk })).toEqual({ ...whole, batches: expect.anything() });
    }
  });

  it('holds rows back where the times of their bucket come later', () => {
    const { start_time, end_time, results } = dayBucket(0, [costRow(), costRow()]);
    expect(parse(bucketPage([{ results, end_time, start_time }])).batches).toEqual([
      expect.objectContaining({ startSeconds: START, rows: [expect.anything(), expect.anything()] }),
    ]);
  });

  it('hands out large buckets in batches of a thousand rows', () => {
    const rows = Array.from({ length: 2500 }, (_, index) => costRow({ api_key_id: `key_${index}` }));
    const { batches, summary } = parse(bucketPage([dayBucket(0, rows)]), { chunk: 4096 });
    expect(batches.map((batch) => batch.rows.length)).toEqual([1000, 1000, 500]);
    expect(summary.rows).toBe(2500);
  });

  it('reads every number as text, however many digits it has (case 68)', () => {
    for (const [json, plain] of [
      ['0.06', '0.06'],
      ['"0.06"', '0.06'],
      ['0.1234567890123456789012345678901234', '0.1234567890123456789012345678901234'],
      ['"0.003627500000000000000000000000000000"', '0.0036275'],
      ['"0E-6176"', '0'],
      ['0E-6176', '0'],
      ['1e-7', '0.0000001'],
      ['-3.20', '-3.2'],
    ] as const) {
      expect(parse(pageWithAmount(json)).rows[0]?.measures).toEqual({ amount: plain, quantity: '10' });
    }
  });

  it('leaves a missing amount or quantity out instead of calling it zero', () => {
    const rows = [
      costRow({ amount: undefined }),
      costRow({ amount: null }),
      costRow({ quantity: null }),
      costRow({ amount: {} }),
    ];
    expect(parse(bucketPage([dayBucket(0, rows)])).rows.map(({ measures }) => measures)).toEqual([
      { quantity: '10' },
      { quantity: '10' },
      { amount: '1.5' },
      { quantity: '10' },
    ]);
  });

  it.each(['"NaN"', '"1,00"', 'NaN', 'Infinity', '" 1 "', '01', '+1', 'true', '[1]', '"0x1"', '""', '1e-40'])(
    'refuses the amount %s (case 68)',
    (json) => {
      expect(() => parse(pageWithAmount(json))).toThrow(/amount|value|decimal/);
    },
  );

  it('refuses a count that is not whole or too large to store', () => {
    const capability: Capability = CAPABILITIES.embeddings;
    const row = (tokens: unknown) => ({ object: capability.result, input_tokens: tokens, num_model_requests: 1 });
    const read = (tokens: unknown) => parse(bucketPage([dayBucket(0, [row(tokens)])]), { capability, groupBy: [] });
    expect(read(5e3).rows[0]?.measures).toEqual({ input_tokens: '5000', num_model_requests: '1' });
    expect(() => read(1.5)).toThrow(/input_tokens is 1.5, but tokens are whole numbers/);
    expect(() => read('9'.repeat(19))).toThrow(/whole numbers of at most 18 digits/);
  });

  it('spells currencies in lower case (case 70) and takes batch as boolean, text or null', () => {
    expect(
      parse(bucketPage([dayBucket(0, [costRow({ amount: { value: 1, currency: 'EUR' } })])])).rows[0]?.currency,
    ).toBe('eur');
    const capability: Capability = CAPABILITIES.completions;
    const rows = [true, 'true', false, null, undefined, 1].map((batch) => ({ object: capability.result, batch }));
    const read = parse(bucketPage([dayBucket(0, rows)]), { capability, groupBy: ['batch'] });
    expect(read.rows.map(({ dimensions }) => dimensions['batch'])).toEqual(['true', 'true', 'false', null, null, '1']);
  });

  it('keeps line items whole: comma, pipe, unicode, null (cases 61 and 74)', () => {
    const items = ['assistants api | file search', 'gpt-image-1.5 text, cached input', 'évals | 日本, input', '', null];
    const { rows } = parse(
      bucketPage([
        dayBucket(
          0,
          items.map((line_item) => costRow({ line_item })),
        ),
      ]),
    );
    expect(rows.map(({ dimensions }) => dimensions['line_item'])).toEqual(items);
  });

  it('replaces NUL characters, which no database text holds', () => {
    const { rows } = parse(bucketPage([dayBucket(0, [costRow({ project_id: 'a\0b' })])]));
    expect(rows[0]?.dimensions['project_id']).toBe('a\uFFFDb');
  });

  it('counts rows of an unknown object and keeps them as they came, never adding them up (case 62)', () => {
    const unknown = { object: 'organization.usage.dreams.result', amount: { value: 'whatever' }, seconds: [1] };
    const { rows, summary } = parse(bucketPage([dayBucket(0, [unknown, costRow(), unknown]), dayBucket(1)]));
    expect(rows).toHaveLength(1);
    expect([...summary.ignored]).toEqual([['organization.usage.dreams.result', 2]]);
    expect(summary.ignoredRows[0]).toEqual({
      startSeconds: START,
      object: unknown.object,
      json: JSON.stringify(unknown),
    });
  });

  it('names numbers that the table does not know (case 63)', () => {
    const { rows, summary } = parse(
      bucketPage([dayBucket(0, [costRow({ dream_tokens: 4, note: 'x', user_id: null })])]),
    );
    expect(rows[0]?.measures).toEqual({ amount: '1.5', quantity: '10' });
    expect(summary.unknownFields).toEqual(['dream_tokens']);
  });

  it('counts rows whose tokens do not add up, where all of them are told, and keeps the first (case 65)', () => {
    const capability: Capability = CAPABILITIES.completions;
    const row = (input_tokens: number, more: object) => ({ object: capability.result, input_tokens, ...more });
    const kinds = { input_uncached_tokens: 3, input_cached_tokens: 4, input_cache_write_tokens: 0 };
    const odd = row(7, { ...kinds, input_cache_write_tokens: 2 });
    const read = (rows: object[]) => parse(bucketPage([dayBucket(0, rows)]), { capability, groupBy: [] });
    const silent = [row(7, kinds), row(9, { input_cached_tokens: 4 }), row(7, { ...kinds, input_cached_tokens: null })];
    expect(read(silent).summary.brokenSums).toEqual([]);
    const { rows, summary } = read([...silent, odd, row(8, kinds)]);
    expect(rows).toHaveLength(5);
    const parts = ['input_uncached_tokens', 'input_cached_tokens', 'input_cache_write_tokens'];
    expect(summary.brokenSums).toEqual([{ whole: 'input_tokens', parts, rows: 2, json: JSON.stringify(odd) }]);
  });

  it('drops rows of a bucket that is not wanted, with the reason', () => {
    const { rows, summary } = parse(bucketPage([dayBucket(0, [costRow()])]), { drop: true });
    expect(rows).toEqual([]);
    expect(summary).toMatchObject({ warnings: ['dropped'], buckets: [], rows: 0 });
  });
});

describe('a page that is none', () => {
  const page = JSON.stringify(bucketPage([dayBucket(0, [costRow()])]));

  it('is refused wherever it is cut off (case 14)', () => {
    for (let length = 0; length < page.length; length++) {
      expect(() => parse(page.slice(0, length))).toThrow(/cut off|empty/);
    }
  });

  it.each<[string, unknown, RegExp]>([
    ['a web page', '<html><body>Bad gateway</body></html>', /at "<ht/],
    ['nothing', '', /empty/],
    ['a list', '[]', /is missing at "\[\]"/],
    ['text after the end', `${page}x`, /after the end/],
    ['two pages', `${page}${page}`, /after the end/],
    ['no data (case 25)', bucketPage([], { data: undefined }), /no list "data"/],
    ['data that is no list', bucketPage([], { data: null }), /no list "data"/],
    ['no has_more (case 25)', bucketPage([], { has_more: undefined }), /"has_more": nothing/],
    ['has_more as text', bucketPage([], { has_more: 'false' }), /"has_more": "false"/],
    ['next_page as number', bucketPage([], { next_page: 7 }), /"next_page": 7/],
    ['another object', bucketPage([], { object: 'list' }), /"object": "list"/],
    [
      'result instead of results (case 64)',
      bucketPage([dayBucket(0, [], { results: undefined, result: [] })]),
      /it has "result"/,
    ],
    ['no results', bucketPage([dayBucket(0, [], { results: undefined })]), /no list "results"/],
    ['results that are null', bucketPage([dayBucket(0, [], { results: null })]), /no list "results"/],
    ['a bucket without start', bucketPage([dayBucket(0, [], { start_time: undefined })]), /starts at nothing/],
    ['a bucket with a fraction', bucketPage([dayBucket(0, [], { end_time: 1.5 })]), /ends at 1.5/],
    ['a row that is null', bucketPage([dayBucket(0, [null])]), /is missing at "n/],
    ['a row without object', bucketPage([dayBucket(0, [costRow({ object: undefined })])]), /without "object"/],
    [
      'a dimension that is an object',
      bucketPage([dayBucket(0, [costRow({ project_id: {} })])]),
      /project_id is not a plain value/,
    ],
    ['a comma too many', page.replace('}]}]', '},]}]'), /is missing/],
    ['a comma too few', page.replace(',"has_more"', ' "has_more"'), /is missing/],
    ['a value that is no JSON', page.replace('"bucket"', 'bucket'), /is not JSON/],
    ['an unknown member that is no JSON', page.replace('"key_a"', '"key_a","x":{"a":,}'), /is not JSON/],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(page.slice(0, -1)), Buffer.from([0xff, 0xff, 0x7d])]),
      /UTF-8/,
    ],
  ])('is refused: %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text, { chunk: 3 })).toThrow(message);
  });

  it('is refused when a single value does not end', () => {
    const text = `{"object":"page","data":[],"x":"${'a'.repeat(2 ** 20)}`;
    expect(() => parse(text, { chunk: 65_536 })).toThrow(/over 1 MB/);
  });
});
