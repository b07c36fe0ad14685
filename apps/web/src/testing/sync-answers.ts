/** Answers of `GET /api/v1/sync` in the states that pages have to show. */
import type { FeedStatus, SyncAnswer, SyncError, SyncRun } from '@bursar/contract';
import { addDays, midnight, type Day } from '../lib/days.js';
import { HISTORY_START, NOW, ORGANIZATION, TODAY } from './ledger.js';

/** An instant so many seconds before now. */
export const ago = (seconds: number): string =>
  new Date(Date.parse(NOW) - seconds * 1000).toISOString().replace('.000Z', 'Z');

export const feed = (name: string, parts: Partial<FeedStatus>): FeedStatus => ({
  feed: name,
  organization_id: ORGANIZATION,
  kind: 'directory',
  capability: null,
  state: 'waiting',
  paused: null,
  period_seconds: 3600,
  lag_seconds: 240,
  next_run_at: ago(-3360),
  last_success_at: ago(240),
  history_start: null,
  coverage: [],
  provisional_from: null,
  gaps: [],
  backfill: null,
  calls_24h: 24,
  rows_stored: null,
  pace_per_minute: null,
  failures: 0,
  notes: [],
  last_error: null,
  ...parts,
});

export const costs = (parts: Partial<FeedStatus> = {}): FeedStatus =>
  feed('costs', {
    kind: 'facts',
    capability: 'Costs',
    history_start: midnight(HISTORY_START),
    coverage: [{ start: midnight(HISTORY_START), end: midnight(addDays(TODAY, 1)) }],
    provisional_from: midnight(addDays(TODAY, -2)),
    calls_24h: 26,
    rows_stored: 29_127,
    notes: ['before 2025-12-06 costs are read without the API key'],
    ...parts,
  });

export const projects = (parts: Partial<FeedStatus> = {}): FeedStatus =>
  feed('projects', {
    period_seconds: 900,
    lag_seconds: 660,
    last_success_at: ago(660),
    calls_24h: 96,
    rows_stored: 14,
    ...parts,
  });

export const apiKeys = (parts: Partial<FeedStatus> = {}): FeedStatus =>
  feed('api-keys', {
    lag_seconds: 1500,
    last_success_at: ago(1500),
    calls_24h: 336,
    rows_stored: 87,
    pace_per_minute: 20,
    ...parts,
  });

const run = (id: number, parts: Partial<SyncRun>): SyncRun => ({
  id: String(id),
  feed: 'costs',
  organization_id: ORGANIZATION,
  state: 'succeeded',
  started_at: ago(240 + id * 480),
  ended_at: ago(238 + id * 480),
  requests: 2,
  pages: 2,
  rows: 1264,
  error: null,
  ...parts,
});

export const REFUSED: SyncError = {
  code: 'credential_refused',
  message: 'OpenAI refused the admin key (401, req_9d21e7).',
  status: 401,
  request_id: 'req_9d21e7',
  missing_scope: null,
  at: ago(1860),
};

export const SLOW_DOWN: SyncError = {
  code: 'rate_limited',
  message: 'OpenAI asked to slow down (429, req_77ab04).',
  status: 429,
  request_id: 'req_77ab04',
  missing_scope: null,
  at: ago(600),
};

const RUNS: readonly SyncRun[] = [
  run(0, {}),
  run(1, { feed: 'projects', requests: 1, rows: 14 }),
  run(2, { feed: 'api-keys', requests: 14, rows: 87, ended_at: ago(1190) }),
  run(3, { state: 'failed', rows: 0, error: { ...SLOW_DOWN, code: 'timeout', status: null, request_id: null } }),
  run(4, { feed: 'projects', requests: 1, rows: 14 }),
  run(5, {}),
];

const base: SyncAnswer = {
  now: NOW,
  demo: false,
  organizations: [{ organization_id: ORGANIZATION, name: 'Acme Robotics', state: 'active', error: null }],
  feeds: [costs(), projects(), apiKeys()],
  runs: [...RUNS],
};

export const syncOnTime = (): SyncAnswer => structuredClone(base);

export const syncDemo = (): SyncAnswer => ({ ...syncOnTime(), demo: true });

/** A third of the history is here. */
export function syncFirst(collectedFrom: Day): SyncAnswer {
  const backfill = {
    share: 0.33,
    days_done: 137,
    days_total: 417,
    calls_done: 21,
    calls_estimated: 62,
    seconds_left: 360,
  };
  const first = costs({
    state: 'running',
    coverage: [{ start: midnight(collectedFrom), end: midnight(addDays(TODAY, 1)) }],
    gaps: [{ start: midnight(HISTORY_START), end: midnight(collectedFrom), reason: 'not_collected_yet' }],
    backfill,
    pace_per_minute: 17,
  });
  const runs: SyncRun[] = [run(0, { state: 'running', ended_at: null, rows: 0 })];
  return { ...syncOnTime(), feeds: [first, projects(), apiKeys()], runs };
}

/** Before OpenAI's first answer. */
export function syncConnecting(): SyncAnswer {
  const never = {
    lag_seconds: null,
    last_success_at: null,
    coverage: [],
    provisional_from: null,
    rows_stored: null,
    calls_24h: 0,
  };
  return {
    ...syncOnTime(),
    organizations: [{ organization_id: null, name: null, state: 'connecting', error: null }],
    feeds: [costs(never), projects(never), apiKeys(never)],
    runs: [],
  };
}

/** Nothing new for five hours, because OpenAI asks to slow down. */
export function syncStale(): SyncAnswer {
  const late = {
    state: 'retrying',
    lag_seconds: 18_720,
    last_success_at: ago(18_720),
    failures: 7,
    next_run_at: ago(-480),
    last_error: SLOW_DOWN,
  } as const;
  return { ...syncOnTime(), feeds: [costs(late), projects(), apiKeys()] };
}

/** The key was revoked: everything has stopped. */
export function syncRefused(): SyncAnswer {
  const stopped = { state: 'stopped', failures: 3, last_error: REFUSED, lag_seconds: 2100 } as const;
  const organization = {
    organization_id: ORGANIZATION,
    name: 'Acme Robotics',
    state: 'stopped',
    error: REFUSED,
  } as const;
  return {
    ...syncOnTime(),
    organizations: [organization],
    feeds: [costs(stopped), projects(stopped), apiKeys(stopped)],
  };
}

/** Two days that could not be read. */
export function syncGaps(start: Day, end: Day): SyncAnswer {
  const gap = { start: midnight(start), end: midnight(end), reason: 'failed' };
  const coverage = [
    { start: midnight(HISTORY_START), end: gap.start },
    { start: gap.end, end: midnight(addDays(TODAY, 1)) },
  ];
  return { ...syncOnTime(), feeds: [costs({ coverage, gaps: [gap] }), projects(), apiKeys()] };
}

/** Lists that the admin key may not read, for want of the same scope. */
export function syncWithoutScope(...names: readonly string[]): SyncAnswer {
  const error: SyncError = {
    code: 'missing_scope',
    message: 'You have insufficient permissions for this operation. Missing scopes: api.management.read.',
    status: 403,
    request_id: 'req_51c0',
    missing_scope: 'api.management.read',
    at: ago(900),
  };
  const never = { lag_seconds: null, last_success_at: null, rows_stored: null } as const;
  const disabled = names.map((name) => feed(name, { ...never, state: 'disabled', failures: 1, last_error: error }));
  return { ...syncOnTime(), feeds: [costs(), projects(), apiKeys(), ...disabled] };
}
