/** Answers of `GET /api/v1/sync` with all that is collected, with pauses, and without a scope. */
import type { FeedStatus, SyncAnswer, SyncError } from '@bursar/contract';
import { addDays, midnight, type DayRange } from '../lib/days.js';
import { BETA, HISTORY_START, NOW, TODAY } from './ledger.js';
import { ago, apiKeys, costs, feed, projects, syncOnTime } from './sync-answers.js';

export const SCOPE_MISSING: SyncError = {
  code: 'missing_scope',
  message: 'OpenAI does not let the admin key read this (403, req_5c0ffe).',
  status: 403,
  request_id: 'req_5c0ffe',
  missing_scope: 'api.audit_logs.read',
  at: ago(1860),
};

const NOT_OFFERED: SyncError = { ...SCOPE_MISSING, code: 'not_found', status: 404, missing_scope: null };

const METERED = ['Chats', 'Vectors', 'Drawings', 'Voices', 'Searches'] as const;

/** One feed for each thing that is metered, at one width. */
const metered = (width: string, parts: Partial<FeedStatus>): FeedStatus[] =>
  METERED.map((capability) =>
    costs({ feed: `usage-${width}/${capability.toLowerCase()}`, capability, notes: [], ...parts }),
  );

/** Everything that is collected: a gap in the minutes of one, history of the hours still coming, two that OpenAI lacks. */
export function syncWhole(): SyncAnswer {
  const recent = { start: '2026-11-18T00:00:00Z', end: NOW };
  const gap = { start: '2026-11-19T19:00:00Z', end: '2026-11-19T21:00:00Z' };
  const [chats, ...others] = metered('1m', {
    period_seconds: 120,
    lag_seconds: 60,
    history_start: recent.start,
    coverage: [recent],
    provisional_from: null,
    calls_24h: 862,
  });
  const hours = metered('1h', { period_seconds: 600, lag_seconds: 130, calls_24h: 144 });
  const history = { days_total: 90, calls_done: 376, calls_estimated: 616, seconds_left: 840 };
  const [hoursOfChats] = hours;
  if (chats !== undefined) {
    chats.coverage = [
      { start: recent.start, end: gap.start },
      { start: gap.end, end: recent.end },
    ];
    chats.gaps = [{ ...gap, reason: 'failed' }];
  }
  if (hoursOfChats !== undefined) hoursOfChats.backfill = { ...history, share: 0.61, days_done: 55 };
  const auditLog = feed('audit-log', { kind: 'audit', period_seconds: 60, lag_seconds: 40, calls_24h: 1440 });
  const off = {
    state: 'disabled',
    lag_seconds: null,
    last_success_at: null,
    last_error: NOT_OFFERED,
    failures: 4,
  } as const;
  const lists = ['members', 'invites', 'groups', 'roles', 'rate-limits', 'service-accounts', 'weather'].map((name) =>
    feed(name, { rows_stored: null, period_seconds: 900 }),
  );
  return {
    ...syncOnTime(),
    feeds: [
      costs(),
      costs({ feed: 'costs-by-user', period_seconds: 21_600, ...off }),
      ...metered('1d', { calls_24h: 24 }),
      ...hours,
      ...(chats === undefined ? [] : [chats]),
      ...others,
      projects(),
      apiKeys(),
      ...lists,
      { ...auditLog, history_start: '2020-01-01T00:00:00Z', coverage: [{ start: '2020-01-01T00:00:00Z', end: NOW }] },
      { ...auditLog, feed: 'audit-log/tenant', ...off },
    ],
  };
}

/** A person keeps everything from being collected, for five hours by now. */
export function syncPaused(): SyncAnswer {
  const paused = { since: ago(18_000), reason: 'Month end: leave the rate limit to finance' };
  const late = { paused, lag_seconds: 18_720, last_success_at: ago(18_720), next_run_at: ago(15_120) };
  return { ...syncOnTime(), feeds: [costs(late), projects(late), apiKeys(late)] };
}

/** The key may not read the audit log; everything else goes on. */
export function syncScopeless(): SyncAnswer {
  const off = { state: 'disabled', kind: 'audit', lag_seconds: null, last_success_at: null, failures: 2 } as const;
  const logs = ['audit-log', 'audit-log/tenant'].map((name) => feed(name, { ...off, last_error: SCOPE_MISSING }));
  return { ...syncOnTime(), feeds: [costs(), projects(), apiKeys(), ...logs] };
}

/** Two organizations, the second of which has a gap. */
export function syncSeveral({ start, end }: DayRange): SyncAnswer {
  const whole = syncOnTime();
  const gap = { start: midnight(start), end: midnight(end), reason: 'failed' };
  const coverage = [
    { start: midnight(HISTORY_START), end: gap.start },
    { start: gap.end, end: midnight(addDays(TODAY, 1)) },
  ];
  const ofBeta = [costs({ coverage, gaps: [gap] }), projects(), apiKeys()];
  return {
    ...whole,
    organizations: [...whole.organizations, { organization_id: BETA, name: 'Beta Labs', state: 'active', error: null }],
    feeds: [...whole.feeds, ...ofBeta.map((each) => ({ ...each, organization_id: BETA }))],
  };
}

/** An install that was given no key yet. */
export const syncUnconnected = (): SyncAnswer => ({ ...syncOnTime(), organizations: [], feeds: [], runs: [] });
