import { z } from 'zod';
import { dayOrInstant, instant } from './wire.js';

/** Why a feed or an organization does not go on; the web words each and says what to do. */
export const SYNC_ERROR_CODES = [
  'credential_refused',
  'missing_scope',
  'other_organization',
  'rate_limited',
  'openai_unavailable',
  'invalid_answer',
  'timeout',
  'connection',
  'not_found',
  'refused',
  'internal',
] as const;

export const syncError = z
  .object({
    code: z.enum(SYNC_ERROR_CODES),
    message: z.string().describe('What happened, what was seen, what to do; holds no key'),
    status: z.number().int().nullable(),
    request_id: z.string().nullable().describe("OpenAI's x-request-id"),
    missing_scope: z.string().nullable(),
    at: instant,
  })
  .meta({ id: 'SyncError' });
export type SyncError = z.infer<typeof syncError>;

const span = z.object({ start: instant, end: instant });

export const FEED_STATES = ['waiting', 'running', 'retrying', 'stopped', 'disabled'] as const;

/** Since when a person has kept a feed from being collected by the schedule, and why. */
const pause = z.object({ since: instant, reason: z.string() });

export const feedStatus = z
  .object({
    feed: z.string().describe('Name, such as costs or api-keys'),
    organization_id: z.string().nullable().describe('null until the first answer named the organization'),
    kind: z.enum(['facts', 'directory', 'audit']),
    capability: z.string().nullable().describe('Plain English name of what it meters; null for lists'),
    state: z.enum(FEED_STATES),
    paused: pause.nullable().describe('null: it goes on by the schedule'),
    period_seconds: z.number().int(),
    lag_seconds: z.number().int().nullable().describe('Since the last complete run; null before the first'),
    next_run_at: instant.nullable(),
    last_success_at: instant.nullable(),
    history_start: instant.nullable().describe('How far back this feed collects; null for lists'),
    coverage: z.array(span).describe('Complete reads; empty for lists'),
    provisional_from: instant.nullable(),
    gaps: z.array(span.extend({ reason: z.string() })),
    backfill: z
      .object({
        share: z.number().min(0).max(1).describe('Of the days of history that are covered'),
        days_done: z.number().int(),
        days_total: z.number().int(),
        calls_done: z.number().int(),
        calls_estimated: z.number().int().describe('Calls done plus an estimate of those to come'),
        seconds_left: z.number().int().nullable().describe('Estimate; null while there is nothing to estimate from'),
      })
      .nullable()
      .describe('null when there is nothing left to collect'),
    calls_24h: z.number().int(),
    rows_stored: z.number().int().nullable(),
    pace_per_minute: z.number().nullable().describe('Calls a minute that OpenAI has held so far; null: never refused'),
    failures: z.number().int().describe('In a row'),
    notes: z.array(z.string()).describe('Things that are remembered, such as a refused grouping'),
    last_error: syncError.nullable(),
  })
  .meta({ id: 'FeedStatus' });
export type FeedStatus = z.infer<typeof feedStatus>;

export const syncRun = z
  .object({
    id: z.string(),
    feed: z.string(),
    organization_id: z.string().nullable(),
    state: z.enum(['queued', 'running', 'succeeded', 'failed', 'lost']),
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
    requests: z.number().int(),
    pages: z.number().int(),
    rows: z.number().int(),
    error: syncError.nullable(),
  })
  .meta({ id: 'SyncRun' });
export type SyncRun = z.infer<typeof syncRun>;

/** `GET /api/v1/sync`. */
export const syncAnswer = z
  .object({
    now: instant.describe("The server's clock, corrected by OpenAI's; ages are counted from here"),
    demo: z.boolean(),
    organizations: z.array(
      z.object({
        organization_id: z.string().nullable(),
        name: z.string().nullable(),
        state: z
          .enum(['connecting', 'active', 'stopped', 'disconnected', 'removing'])
          .describe('disconnected: there is no key, its history is kept; removing: its history is being deleted'),
        error: syncError.nullable(),
      }),
    ),
    feeds: z.array(feedStatus),
    runs: z.array(syncRun).describe('The newest twenty'),
  })
  .meta({ id: 'Sync' });
export type SyncAnswer = z.infer<typeof syncAnswer>;

/** OpenAI's ids of those that are meant; absent: all that are connected. */
const organizations = z.array(z.string().max(200)).min(1).max(100).optional();

/** Names of feeds, or what stands before the `/` of several. */
const feedNames = z.array(z.string().max(100)).min(1).max(100);

/** `POST /api/v1/sync/runs`. Nothing given: the re-read window of every feed. */
export const syncRunsBody = z
  .strictObject({
    organization: organizations,
    feeds: feedNames.optional(),
    start: dayOrInstant.optional(),
    end: dayOrInstant.optional(),
  })
  .meta({ id: 'SyncRunsBody' });
export type SyncRunsBody = z.infer<typeof syncRunsBody>;

export const syncRunsAnswer = z
  .object({
    runs: z.array(
      z.object({
        id: z.string(),
        feed: z.string(),
        organization_id: z.string().nullable().describe('null until the first answer named the organization'),
        state: z.enum(['queued', 'running']),
      }),
    ),
  })
  .meta({ id: 'SyncRunsAnswer' });

/** `POST /api/v1/sync/pause`. No feeds named: every feed. */
export const syncPauseBody = z
  .strictObject({
    organization: organizations,
    feeds: feedNames.optional(),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .refine((text) => !text.includes('\0'), 'text without a NUL character')
      .describe('Shown to everyone who looks at figures that stay behind'),
  })
  .meta({ id: 'SyncPauseBody' });
export type SyncPauseBody = z.infer<typeof syncPauseBody>;

/** `POST /api/v1/sync/resume`. No feeds named: every feed. */
export const syncResumeBody = z
  .strictObject({ organization: organizations, feeds: feedNames.optional() })
  .meta({ id: 'SyncResumeBody' });
export type SyncResumeBody = z.infer<typeof syncResumeBody>;

/** The feeds that were named, as they are now. */
export const syncPausesAnswer = z
  .object({
    feeds: z.array(
      z.object({
        feed: z.string(),
        organization_id: z.string().nullable().describe('null until the first answer named the organization'),
        paused: pause.nullable(),
      }),
    ),
  })
  .meta({ id: 'SyncPauses' });
export type SyncPausesAnswer = z.infer<typeof syncPausesAnswer>;
