/** Whatever strikes while costs and lists are read: what is stored in the end is what was billed (cases 9 to 11, 13 to 15, 17, 19 to 21, 25, 50, 57, 62 to 64, 68, 70, 82). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '@bursar/openai-admin-simulator';
import { driftOf, historyOf } from './testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY, engine: { timeoutMs: 250, backfillMonths: 1 } });
});
afterAll(() => stand.close());

const COSTS = { path: '/organization/costs' };
const once = { match: COSTS, times: 1, afterRequests: 2 };

/** Each strikes in the middle of reading costs. */
const FAULTS: readonly [string, Fault][] = [
  ['429 without a hint', { kind: 'status', status: 429, ...once }],
  ['429 with seconds to wait', { kind: 'status', status: 429, retryAfter: '5', ...once }],
  ['429 with milliseconds to wait', { kind: 'status', status: 429, retryAfterMs: 200, ...once }],
  ['429 with two minutes to wait', { kind: 'status', status: 429, retryAfter: '120', ...once }],
  ['500', { kind: 'status', status: 500, ...once }],
  ['500 that says not to retry', { kind: 'status', status: 500, shouldRetry: false, ...once }],
  ['503 as a web page', { kind: 'status', status: 503, body: 'html', ...once }],
  ['200 as a web page', { kind: 'html-200', ...once }],
  ['200 with cut JSON', { kind: 'cut-json', ...once }],
  ['200 without a body', { kind: 'empty-200', ...once }],
  ['204', { kind: 'no-content', ...once }],
  ['a reset before the answer', { kind: 'reset', ...once }],
  ['a reset within the body', { kind: 'reset', afterBytes: 400, ...once }],
  ['silence', { kind: 'silence', ...once }],
  ['more pages without a token', { kind: 'has-more-without-token', ...once }],
  ['a token that leads nowhere', { kind: 'token-with-has-more-false', ...once }],
  ['pages without results', { kind: 'without-results', ...once }],
  ['result instead of results', { kind: 'result-instead-of-results', ...once }],
  ['a clipped first bucket', { kind: 'clip-first-bucket', seconds: 3_600, ...once }],
  ['a bucket of no length', { kind: 'zero-length-bucket', ...once }],
  ['rows of an unknown kind', { kind: 'unknown-result-object', ...once }],
  ['a number nobody knows', { kind: 'unknown-field', ...once }],
  ['amounts as numbers', { kind: 'amount-notation', as: 'number', ...once }],
  ['amounts with an exponent', { kind: 'amount-notation', as: 'exponent', ...once }],
  ['an amount that is none', { kind: 'amount-text', json: '"NaN"', ...once }],
  ['an amount with a comma', { kind: 'amount-text', json: '"1,00"', ...once }],
  ['currencies in capitals', { kind: 'currency-text', currency: 'USD', ...once }],
  ['an envelope without has_more', { kind: 'without-has-more', ...once }],
  ['an envelope without data', { kind: 'without-data', ...once }],
  ['404 for a while', { kind: 'status', status: 404, ...once }],
];

const LIST_FAULTS: readonly [string, Fault][] = [
  [
    'a list that goes in a circle',
    { kind: 'last-id', lastId: 'proj_nowhere', match: { path: '/organization/projects' }, times: 2 },
  ],
  [
    'an empty page that promises more',
    { kind: 'empty-page-has-more', match: { path: '/organization/projects*' }, times: 2 },
  ],
  [
    'more to come, but after what?',
    { kind: 'last-id', lastId: null, match: { path: '/organization/projects*' }, times: 2 },
  ],
  [
    '500 in the middle of the keys',
    { kind: 'status', status: 500, match: { path: '/organization/projects/*' }, times: 2 },
  ],
  ['a list without data', { kind: 'without-data', match: { path: '/organization/projects*' }, times: 2 }],
];

/** From nothing to a complete history, whatever is in the way. */
async function collectUntilComplete(): Promise<void> {
  await stand.query(
    'TRUNCATE points_1d, rollups_1d, rollups_1mo, readings, restatements, directory_objects, directory_lists, runs',
  );
  await stand.query(`UPDATE feeds SET coverage = '{}', memory = '{}', last_success_at = NULL, backfill_at = NULL`);
  for (let turn = 0; turn < 6; turn++) {
    await stand.collect();
    const [left] = await stand.query<{ open: boolean }>(
      `SELECT bool_or(backfill_at IS NOT NULL OR state <> 'waiting' OR last_success_at IS NULL) AS open FROM feeds`,
    );
    if (left?.open === false) return;
  }
  throw new Error(`Not complete: ${JSON.stringify(await stand.query('SELECT feed, state, last_error FROM feeds'))}`);
}

describe('the numbers after', () => {
  afterEach(() => stand.simulator.faults.clear());

  it.each([...FAULTS, ...LIST_FAULTS])('%s', async (_, fault) => {
    const handle = stand.simulator.faults.add(fault);
    await collectUntilComplete();
    expect(handle.hits).toBeGreaterThan(0);
    expect(await driftOf(stand, historyOf(stand.simulator, 1))).toEqual([]);
    const [missing] = await stand.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM directory_objects WHERE gone_at IS NOT NULL',
    );
    expect(missing?.count).toBe(0);
    expect(await stand.query('SELECT 1 FROM restatements')).toEqual([]);
  });
});

it('never turns an error into a zero: a day that could not be read stays a gap (case 14)', async () => {
  await stand.query('TRUNCATE points_1d, rollups_1d, rollups_1mo, readings, restatements, runs');
  await stand.query(`UPDATE feeds SET coverage = '{}', memory = '{}', last_success_at = NULL, backfill_at = NULL`);
  stand.simulator.faults.add({ kind: 'status', status: 503, match: COSTS });
  await stand.collect();
  expect(await stand.query('SELECT 1 FROM readings')).toEqual([]);
  const { feeds } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  const costs = feeds.find(({ feed }) => feed === 'costs');
  expect(costs).toMatchObject({
    state: 'retrying',
    coverage: [],
    last_error: { code: 'openai_unavailable', status: 503 },
  });
  expect(costs?.gaps).toEqual([{ start: '2025-12-01T00:00:00Z', end: '2026-01-08T00:00:00Z', reason: 'failed' }]);
  stand.simulator.faults.clear();
});
