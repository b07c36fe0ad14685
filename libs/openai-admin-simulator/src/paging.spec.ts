import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { errorOf, midnight, NOW, startAsked, type Asked, type Query } from './testing/ask.js';

const COSTS = CAPABILITIES.costs.path;
const USAGE = CAPABILITIES.completions.path;
const INVALID = 'The page token is invalid, have you modified the query parameters?';
const RANGE = {
  start_time: midnight('2026-10-01'),
  end_time: midnight('2026-10-31'),
  limit: 10,
  group_by: 'project_id',
};

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 20 });
});
afterEach(() => openai.clock.set(NOW));
afterAll(() => openai.stop());

describe('pages', () => {
  it('follow one another without loss or repetition, seven buckets each where no limit is given (case 51)', async () => {
    const { limit: _limit, ...open } = RANGE;
    const first = await openai.page(COSTS, open);
    expect(first).toMatchObject({ object: 'page', has_more: true });
    expect(first.data).toHaveLength(7);
    const paged = await openai.buckets(COSTS, open);
    const whole = await openai.page(COSTS, { ...RANGE, limit: 180 });
    expect(whole).toMatchObject({ has_more: false, next_page: null });
    expect(paged).toEqual(whole.data);
    expect(paged).toHaveLength(30);
  });

  it('hold empty buckets of days without costs (case 49)', async () => {
    const query = { start_time: midnight('2020-01-01'), end_time: midnight('2020-01-08') };
    const page = await openai.page(COSTS, query);
    expect(page.data.map(({ results }) => results)).toEqual([[], [], [], [], [], [], []]);
    expect(page.has_more).toBe(false);
  });

  it('end with the bucket that holds now', async () => {
    const page = await openai.page(COSTS, { start_time: midnight('2026-11-19'), end_time: midnight('2027-01-01') });
    expect(page.data.map(({ start_time: start }) => start)).toEqual(
      ['2026-11-19', '2026-11-20', '2026-11-21'].map(midnight),
    );
    expect((await openai.page(COSTS, { start_time: midnight('2026-11-22') })).data).toEqual([]);
  });

  it('clip the first bucket to a start within it and leave the last its nominal end (case 50)', async () => {
    const [start, end] = [midnight('2026-11-03') + 3600, midnight('2026-11-04') + 3600];
    const { data } = await openai.page(USAGE, { start_time: start, end_time: end });
    expect(data.map(({ start_time: from, end_time: to }) => [from, to])).toEqual([
      [start, midnight('2026-11-04')],
      [midnight('2026-11-04'), midnight('2026-11-05')],
    ]);
  });

  it('read lists in any spelling alike (case 59)', async () => {
    const { group_by: _group, ...open } = RANGE;
    const ask = async (query: Query) => (await openai.page(COSTS, { ...open, ...query })).data;
    const expected = await ask({ group_by: ['project_id', 'line_item'] });
    expect(await ask({ 'group_by[]': ['project_id', 'line_item'] })).toEqual(expected);
    expect(await ask({ group_by: 'project_id,line_item' })).toEqual(expected);
    expect(await ask({ 'group_by[0]': 'project_id', 'group_by[1]': 'line_item' })).toEqual(expected);
  });
});

describe('page tokens', () => {
  it('look like OpenAI’s: twenty bytes with the start of the next bucket (case 56)', async () => {
    const { next_page: token } = await openai.page(COSTS, RANGE);
    const bytes = Buffer.from(token!.replace('page_', ''), 'base64');
    expect(bytes).toHaveLength(20);
    expect(Number(bytes.readBigInt64BE(12))).toBe(midnight('2026-10-11'));
  });

  it.each<[string, Query]>([
    ['another limit', { limit: 11 }],
    ['another grouping', { group_by: 'line_item' }],
    ['one more filter', { project_ids: 'proj_x' }],
  ])('are refused with %s (case 54)', async (_name, change) => {
    const { next_page: token } = await openai.page(COSTS, RANGE);
    const reply = await openai.get(COSTS, { ...RANGE, ...change, page: token! });
    expect(reply.status).toBe(400);
    expect(errorOf(reply).message).toBe(INVALID);
  });

  it('are refused for another path, after 24 hours, and when they are none (case 55)', async () => {
    const { next_page: token } = await openai.page(COSTS, RANGE);
    expect((await openai.get(USAGE, { ...RANGE, page: token! })).status).toBe(400);
    expect((await openai.get(COSTS, { ...RANGE, page: 'page_nonsense' })).status).toBe(400);
    openai.clock.advance(86_400_000);
    expect((await openai.get(COSTS, { ...RANGE, page: token! })).status).toBe(200);
    openai.clock.advance(2000);
    expect(errorOf(await openai.get(COSTS, { ...RANGE, page: token! })).message).toBe(INVALID);
  });
});

describe('what OpenAI refuses', () => {
  const start = { start_time: midnight('2026-10-01') };
  const limitText = (given: number, most: number) =>
    `Invalid limit provided: ${given}. Limit must be less than or equal to ${most}.`;

  it.each<[string, number]>([
    [COSTS, 180],
    [`${USAGE}?bucket_width=1d`, 31],
    [`${USAGE}?bucket_width=1h`, 168],
    [`${USAGE}?bucket_width=1m`, 1440],
  ])('more than the limit of %s, %i (case 52)', async (target, most) => {
    const [path, search] = target.split('?');
    const query = { ...start, ...Object.fromEntries(new URLSearchParams(search)) };
    expect((await openai.get(path!, { ...query, limit: most })).status).toBe(200);
    const reply = await openai.get(path!, { ...query, limit: most + 1 });
    expect([reply.status, errorOf(reply).message]).toEqual([400, limitText(most + 1, most)]);
  });

  it.each<[string, string, Query, string]>([
    ['no start', COSTS, {}, 'start_time'],
    ['hourly costs (case 53)', COSTS, { ...start, bucket_width: '1h' }, 'bucket_width'],
    ['a width there is not', USAGE, { ...start, bucket_width: '5m' }, 'bucket_width'],
    ['a negative start (case 81)', COSTS, { start_time: -1 }, 'start_time'],
    ['milliseconds (case 81)', COSTS, { start_time: 1_790_000_000_000 }, 'start_time'],
    ['text for a time', COSTS, { start_time: 'today' }, 'start_time'],
    ['an end before the start (case 81)', COSTS, { ...start, end_time: midnight('2026-09-01') }, 'end_time'],
    [
      'a grouping there is not (case 76)',
      CAPABILITIES.vector_stores.path,
      { ...start, group_by: 'user_id' },
      'group_by',
    ],
    ['no buckets', COSTS, { ...start, limit: 0 }, 'limit'],
    ['an unknown parameter', COSTS, { ...start, colour: 'red' }, 'colour'],
    ['keys before 2025-12-06 (case 72)', COSTS, { start_time: 1_764_979_199, group_by: 'api_key_id' }, 'start_time'],
  ])('%s', async (_name, path, query, param) => {
    const reply = await openai.get(path, query);
    expect(reply.status).toBe(400);
    expect(errorOf(reply).param).toBe(param);
  });

  it('says from when on costs are known by key, and gives the same days without keys', async () => {
    const early = { start_time: midnight('2025-12-01'), end_time: midnight('2025-12-06') };
    const refused = errorOf(await openai.get(COSTS, { ...early, group_by: ['project_id', 'api_key_id'] }));
    expect(refused).toMatchObject({ code: 'invalid_request_error', message: expect.stringContaining('1764979200') });
    const [bucket] = await openai.buckets(COSTS, { ...early, group_by: 'project_id' });
    expect(bucket!.results.length).toBeGreaterThan(0);
    expect((await openai.get(COSTS, { start_time: 1_764_979_200, group_by: 'api_key_id' })).status).toBe(200);
  });
});
