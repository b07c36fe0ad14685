// What goes wrong in a soak: every kind of fault that a request can meet, drawn by weight.

/** @typedef {import('@bursar/openai-admin-simulator').Fault} Fault */
/** @typedef {import('./chance.mjs').Chance} Chance */

const METERING = /\/(usage|costs)/;
const LISTS = /\/(projects|users|invites|groups|roles|admin_api_keys|audit_logs)/;

/** Passing troubles, which the next try may meet no more. @type {readonly Fault[]} */
const PASSING = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, body: 'html' },
  { kind: 'status', status: 503, body: 'empty' },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 429, retryAfter: '2' },
  { kind: 'html-200' },
  { kind: 'cut-json' },
  { kind: 'empty-200' },
  { kind: 'reset' },
  { kind: 'reset', afterBytes: 300 },
  { kind: 'silence', ms: 3_000 },
  { kind: 'latency', ms: 200 },
  { kind: 'without-data' },
  { kind: 'without-has-more' },
  { kind: 'repeat-page-token' },
  { kind: 'refuse-token' },
  { kind: 'has-more-without-token', match: { path: METERING } },
  { kind: 'without-results', match: { path: METERING } },
  { kind: 'result-instead-of-results', match: { path: METERING } },
  { kind: 'clip-last-bucket', match: { path: METERING } },
  { kind: 'unknown-field', match: { path: METERING } },
  { kind: 'unknown-result-object', match: { path: METERING } },
  { kind: 'zero-length-bucket', match: { path: METERING } },
  { kind: 'amount-notation', as: 'number', match: { path: '/organization/costs' } },
  { kind: 'amount-text', json: '"NaN"', match: { path: '/organization/costs' } },
  { kind: 'repeat-last-id', match: { path: LISTS } },
  { kind: 'last-id', lastId: null, match: { path: LISTS } },
];

/** Refusals that look as if they were to last: whoever meets one has to come back by itself. @type {readonly Fault[]} */
const LASTING = [
  { kind: 'status', status: 401, code: 'invalid_api_key' },
  { kind: 'status', status: 403, body: 'bare', message: 'Missing scopes: api.management.read.' },
  { kind: 'status', status: 404, match: { path: METERING } },
];

/**
 * A fault for one of the next requests.
 *
 * @param {Chance} chance
 * @returns {Fault}
 */
export function someFault(chance) {
  const fault = chance.of(chance.is(0.03) ? LASTING : PASSING);
  return { ...fault, times: 1, afterRequests: chance.below(30) };
}
