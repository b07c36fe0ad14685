/** How one feed is doing, as the API tells it. */
import type { FeedStatus } from '@bursar/contract';
import { isPaused, periodOf } from './activity.js';
import { type FeedMemory, readMemory } from './feed-memory.js';
import type { Feed } from './feeds.js';
import { auditBackfill, auditGaps, factsBackfill, factsGaps, logStart } from './history-status.js';
import { toInstant } from './problems.js';
import type { Span } from './spans.js';
import type { FeedRow, ReadingRow } from './sync-status.store.js';
import { reachStart } from './windows.js';

/** What a feed's row does not hold. */
export interface FeedSurroundings {
  /** OpenAI's time, in milliseconds since 1970. */
  now: number;
  reading: ReadingRow | undefined;
  ratePerMinute: number | null;
}

/** A feed may be so many periods late before what it has not read yet counts as a gap. */
const LATE_AFTER_PERIODS = 2;

export function feedStatus(feed: Feed, row: FeedRow, surroundings: FeedSurroundings): FeedStatus {
  const memory = readMemory(row.memory);
  const { reading, now } = surroundings;
  const isFacts = feed.kind === 'facts';
  return {
    feed: feed.name,
    organization_id: row.openaiId,
    kind: feed.kind,
    capability: isFacts ? feed.capability.label : null,
    state: row.state,
    paused: row.pausedAt && { since: toInstant(row.pausedAt), reason: row.pauseReason ?? '' },
    period_seconds: periodOf(feed, memory),
    lag_seconds: row.lagSeconds === null ? null : Math.max(0, row.lagSeconds),
    next_run_at: toInstant(row.nextRunAt),
    last_success_at: row.lastSuccessAt && toInstant(row.lastSuccessAt),
    history_start: historyStartOf(feed, row.beganAt, now),
    coverage: row.coverage.map(inWords),
    provisional_from: reading?.provisionalFrom ? toInstant(reading.provisionalFrom) : null,
    ...historyOf(feed, row, memory, now),
    calls_24h: row.calls24h,
    rows_stored: reading ? Number(reading.rows) : null,
    pace_per_minute: surroundings.ratePerMinute,
    failures: row.failures,
    notes: [...quietNotes(feed, memory), ...notesOf(memory)],
    last_error: row.lastError,
  };
}

function historyStartOf(feed: Feed, beganAt: Date | null, now: number): string | null {
  if (feed.kind === 'directory') return null;
  return toInstant(feed.kind === 'audit' ? logStart(feed, beganAt, now) : reachStart(now, feed.policy.history));
}

function reasonOf({ state, failures, pausedAt }: FeedRow): string {
  if (pausedAt !== null) return 'paused';
  if (state === 'stopped' || state === 'disabled') return 'stopped';
  return failures > 0 ? 'failed' : 'not_collected_yet';
}

/** What is missing of the past, and how far reading it is; nothing of what is not read at present. */
function historyOf(feed: Feed, row: FeedRow, memory: FeedMemory, now: number): Pick<FeedStatus, 'gaps' | 'backfill'> {
  if (feed.kind === 'directory' || isPaused(feed, memory)) return { gaps: [], backfill: null };
  const late = LATE_AFTER_PERIODS * periodOf(feed, memory);
  const isOnTime = row.failures === 0 && row.lagSeconds !== null && row.lagSeconds <= late;
  const read = { coverage: row.coverage, now, isOnTime };
  const holes = feed.kind === 'audit' ? auditGaps(feed, read) : factsGaps(feed, read);
  return {
    gaps: holes.map((hole) => ({ ...inWords(hole), reason: reasonOf(row) })),
    backfill:
      feed.kind === 'audit'
        ? auditBackfill(feed, { ...read, memory, since: row.beganAt })
        : factsBackfill(feed, memory, read),
  };
}

function quietNotes(feed: Feed, memory: FeedMemory): string[] {
  if (!memory.isQuiet) return [];
  return isPaused(feed, memory)
    ? ['Nothing was used today or yesterday; it is read again as soon as something is.']
    : ['Nothing was used today or yesterday; it is read less often until something is.'];
}

function notesOf({ refusals, oddities }: FeedMemory): string[] {
  return [
    ...refusals.map(({ groupBy, before }) => {
      const when = before === null ? '' : ` before ${toInstant(before).slice(0, 10)}`;
      return `OpenAI refused the grouping by ${groupBy.join(', ')}${when}; it is read by fewer dimensions there.`;
    }),
    ...oddities.map(({ text, firstSeenAt }) => `${text} First seen ${toInstant(firstSeenAt).slice(0, 10)}.`),
  ];
}

function inWords({ start, end }: Span): { start: string; end: string } {
  return { start: toInstant(start), end: toInstant(end) };
}
