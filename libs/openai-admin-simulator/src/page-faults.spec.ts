import { CAPABILITIES } from '@bursar/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from './fault-kinds.js';
import { errorOf, exact, midnight, NOW, startAsked, sumOf, type Asked, type Page, type Reply } from './testing/ask.js';

const COSTS = '/organization/costs';
const PROJECTS = '/organization/projects';
const RANGE = { start_time: midnight('2026-11-01'), end_time: midnight('2026-11-13'), limit: 4, group_by: 'line_item' };

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 20 });
});
afterEach(() => {
  openai.faults.clear();
  openai.clock.set(NOW);
});
afterAll(() => openai.stop());

/** A page as it came, with whatever a fault made of it. */
type Broken = Record<string, unknown> & { data: (Record<string, unknown> & { results: Record<string, unknown>[] })[] };
const bodyOf = (reply: Reply) => JSON.parse(reply.text) as Broken;

async function struck(fault: Fault, path = COSTS, query: Record<string, string | number> = RANGE): Promise<Reply> {
  const handle = openai.faults.add(fault);
  const reply = await openai.get(path, query);
  expect(handle.hits).toBe(1);
  return reply;
}

describe('broken pages of buckets', () => {
  it('name batches in text', async () => {
    const query = { ...RANGE, group_by: 'batch' };
    const { data } = bodyOf(await struck({ kind: 'batch-as-text' }, CAPABILITIES.completions.path, query));
    const batches = data.flatMap(({ results }) => results.map(({ batch }) => batch));
    expect(new Set(batches)).toEqual(new Set(['true', 'false']));
  });

  it('repeat a token (case 58)', async () => {
    const { next_page: token } = await openai.page(COSTS, RANGE);
    openai.faults.add({ kind: 'repeat-page-token' });
    expect((await openai.page(COSTS, RANGE)).next_page).toBe(token);
    expect((await openai.page(COSTS, { ...RANGE, page: token! })).next_page).toBe(token);
  });

  it.each<[string, Fault, Partial<Page>]>([
    ['more without a token', { kind: 'has-more-without-token' }, { has_more: true, next_page: null }],
    [
      'a token without more',
      { kind: 'token-with-has-more-false' },
      { has_more: false, next_page: expect.any(String) as never },
    ],
  ])('say %s (case 57)', async (_name, fault, expected) => {
    expect(bodyOf(await struck(fault))).toMatchObject(expected);
  });

  it('refuse a good token once, and tokens that were made expired (cases 54 and 55)', async () => {
    const { next_page: token } = await openai.page(COSTS, RANGE);
    openai.faults.add({ kind: 'refuse-token', times: 1 });
    expect((await openai.get(COSTS, RANGE)).status).toBe(200);
    const refused = await openai.get(COSTS, { ...RANGE, page: token! });
    expect(errorOf(refused).message).toMatch(/^The page token is invalid/);
    expect((await openai.get(COSTS, { ...RANGE, page: token! })).status).toBe(200);
    openai.faults.add({ kind: 'expire-tokens', times: 1 });
    const { next_page: expired } = await openai.page(COSTS, RANGE);
    expect((await openai.get(COSTS, { ...RANGE, page: expired! })).status).toBe(400);
  });

  it('lack fields or name them as of old (cases 25 and 64)', async () => {
    const once = async (fault: Fault) => {
      const body = bodyOf(await struck(fault));
      openai.faults.clear();
      return body;
    };
    expect(Object.keys(await once({ kind: 'without-has-more' }))).not.toContain('has_more');
    expect(Object.keys(await once({ kind: 'without-data' }))).not.toContain('data');
    expect(Object.keys((await once({ kind: 'without-results' })).data[0]!)).not.toContain('results');
    const [old] = (await once({ kind: 'result-instead-of-results' })).data;
    expect(old).toEqual(expect.objectContaining({ result: expect.any(Array) }));
    expect(old).not.toHaveProperty('results');
  });

  it('clip the first bucket, end the last early, or add one of no length (cases 50 and 82)', async () => {
    const starts = async (fault: Fault, query = RANGE) => {
      const { data } = bodyOf(await struck(fault, COSTS, query));
      openai.faults.clear();
      return data.map((bucket) => [bucket['start_time'], bucket['end_time']]);
    };
    const [first] = await starts({ kind: 'clip-first-bucket', seconds: 60 });
    expect(first).toEqual([RANGE.start_time + 60, RANGE.start_time + 86_400]);
    const zero = await starts({ kind: 'zero-length-bucket' });
    expect([zero.length, zero[0]]).toEqual([5, [RANGE.start_time, RANGE.start_time]]);
    const half = { ...RANGE, end_time: RANGE.start_time + 43_200 };
    expect(await starts({ kind: 'clip-last-bucket' }, half)).toEqual([[half.start_time, half.end_time]]);
  });

  it('hold rows and fields that nobody knows (cases 62 and 63)', async () => {
    const strange = bodyOf(await struck({ kind: 'unknown-result-object', object: 'organization.dreams.result' }));
    expect(strange.data[0]!.results.at(-1)!['object']).toBe('organization.dreams.result');
    openai.faults.clear();
    const field = bodyOf(await struck({ kind: 'unknown-field', name: 'thought_tokens', value: 7 }));
    expect(field.data.flatMap(({ results }) => results).every((row) => row['thought_tokens'] === 7)).toBe(true);
  });

  it('write the same amounts in other words (case 68)', async () => {
    const plain = await openai.page(COSTS, RANGE);
    const short = await struck({ kind: 'amount-notation', as: 'short-string' });
    const shortPage = JSON.parse(short.text) as Page;
    expect(shortPage.data.map(({ results }) => sumOf(results))).toEqual(
      plain.data.map(({ results }) => sumOf(results)),
    );
    openai.faults.clear();
    const number = await struck({ kind: 'amount-notation', as: 'number' });
    const [text] = /(?<="value":)\d+\.\d{30,}/.exec(number.text)!;
    expect(exact(text)).toBe(exact(plain.data[0]!.results[0]!.amount.value));
    openai.faults.clear();
    expect((await struck({ kind: 'amount-notation', as: 'exponent' })).text).toMatch(/"value":"\d+e-\d+"/);
  });

  it.each(['"0E-6176"', '1e-7', '"-3.20"', '"NaN"', '"1,00"', null])(
    'put %s in place of an amount (case 68)',
    async (json) => {
      const { text } = await struck({ kind: 'amount-text', json, rows: 2 });
      const hits = json === null ? text.split('.result","project_id"') : text.split(`"value":${json},`);
      // A zero may be written so by itself.
      expect(hits.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('spell currencies as told (case 70)', async () => {
    const body = bodyOf(await struck({ kind: 'currency-text', currency: 'USD' }));
    expect(body.data[0]!.results[0]!['amount']).toMatchObject({ currency: 'USD' });
  });

  it('refuse dimensions together that pass alone (case 73)', async () => {
    openai.faults.add({ kind: 'refuse-dimensions', dimensions: ['user_id', 'project_id'] });
    const { group_by: _group, ...open } = RANGE;
    expect((await openai.get(COSTS, { ...open, group_by: ['user_id', 'project_id'] })).status).toBe(400);
    expect((await openai.get(COSTS, { ...open, group_by: 'user_id', project_ids: 'proj_x' })).status).toBe(400);
    expect((await openai.get(COSTS, { ...open, group_by: 'user_id' })).status).toBe(200);
  });
});

describe('broken lists', () => {
  it.each<[string, Fault, Record<string, unknown>]>([
    ['no objects but more', { kind: 'empty-page-has-more' }, { data: [], has_more: true, last_id: null }],
    ['more without a last id', { kind: 'last-id', lastId: null }, { has_more: true, last_id: null }],
    ['a last id from elsewhere', { kind: 'last-id', lastId: 'proj_else' }, { has_more: true, last_id: 'proj_else' }],
  ])('have %s (cases 20, 21 and 22)', async (_name, fault, expected) => {
    expect(bodyOf(await struck(fault, PROJECTS, { limit: 3 }))).toMatchObject(expected);
  });

  it('repeat the last id of the request (case 19)', async () => {
    const { last_id: last } = await openai.list(PROJECTS, { limit: 3 });
    openai.faults.add({ kind: 'repeat-last-id' });
    expect(await openai.list(PROJECTS, { limit: 3, after: last! })).toMatchObject({ last_id: last, has_more: true });
  });

  it('change between two pages, the cursor’s own object included (case 24)', async () => {
    const first = await openai.list(PROJECTS, { limit: 3 });
    const whole = await openai.list(PROJECTS, { limit: 100 });
    openai.faults.add({ kind: 'list-change', insert: true, removeIndex: 2, match: { page: 'later' }, times: 1 });
    const second = await openai.list(PROJECTS, { limit: 100, after: first.last_id! });
    expect(second.data.map(({ id }) => id)).toEqual(whole.data.slice(3).map(({ id }) => id));
    const now = await openai.list(PROJECTS, { limit: 100 });
    expect(now.data).toHaveLength(whole.data.length);
    expect(now.data[0]).toMatchObject({ name: expect.stringContaining('Inserted') });
    expect(now.data.map(({ id }) => id)).not.toContain(first.last_id);
  });

  it('lack what an envelope has', async () => {
    const reply = await struck({ kind: 'without-has-more' }, PROJECTS, {});
    expect(JSON.parse(reply.text)).not.toHaveProperty('has_more');
  });
});
