/** How one feed is doing, as the API tells it. */
import { type FeedStatus, WIDTHS } from '@bursar/contract';
import { isPaused, periodOf } from './activity.js';
import { FIRST_DAY } from './audit-plan.js';
import { type FeedMemory, readMemory } from './feed-memory.js';
import type { FactsFeed, Feed } from './feeds.js';
import { toInstant } from './problems.js';
import { DAY_MS, floorTo, type Span } from './spans.js';
import type { FeedRow, ReadingRow } from './sync-status.store.js';
import { missing, reachStart } from './windows.js';

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
  const isCollected = isFacts && !isPaused(feed, memory);
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
    history_start: historyStartOf(feed, now),
    coverage: row.coverage.map(inWords),
    provisional_from: reading?.provisionalFrom ? toInstant(reading.provisionalFrom) : null,
    gaps: isCollected ? gapsOf(feed, row, memory, now) : [],
    backfill: isCollected ? backfillOf(feed, row, memory, now) : null,
    calls_24h: row.calls24h,
    rows_stored: reading ? Number(reading.rows) : null,
    pace_per_minute: surroundings.ratePerMinute,
    failures: row.failures,
    notes: [...quietNotes(feed, memory), ...notesOf(memory)],
    last_error: row.lastError,
  };
}

function historyStartOf(feed: Feed, now: number): string | null {
  if (feed.kind === 'directory') return null;
  return toInstant(feed.kind === 'audit' ? FIRST_DAY : reachStart(now, feed.policy.history));
}

/** Days of the history that were never read completely, and why. What the next turn brings anyway is none of them. */
function gapsOf(feed: FactsFeed, row: FeedRow, memory: FeedMemory, now: number): FeedStatus['gaps'] {
  const { policy } = feed;
  const periodSeconds = periodOf(feed, memory);
  const widthMs = WIDTHS[policy.width].seconds * 1000;
  const over = { start: reachStart(now, policy.history), end: floorTo(now, widthMs) };
  const isOnTime =
    row.failures === 0 && row.lagSeconds !== null && row.lagSeconds <= LATE_AFTER_PERIODS * periodSeconds;
  const readTo = Math.max(over.start, ...row.coverage.map(({ end }) => end));
  return missing(
    isOnTime ? { ...over, end: Math.min(over.end, floorTo(readTo, widthMs)) } : over,
    row.coverage,
    policy.width,
  ).map((hole) => ({ ...inWords(hole), reason: reasonOf(row) }));
}

function reasonOf({ state, failures, pausedAt }: FeedRow): string {
  if (pausedAt !== null) return 'paused';
  if (state === 'stopped' || state === 'disabled') return 'stopped';
  return failures > 0 ? 'failed' : 'not_collected_yet';
}

function backfillOf(feed: FactsFeed, row: FeedRow, { backfill }: FeedMemory, now: number): FeedStatus['backfill'] {
  const { policy } = feed;
  const bucketMs = WIDTHS[policy.width].seconds * 1000;
  const buckets = (span: Span): number => Math.round((span.end - span.start) / bucketMs);
  const live = floorTo(now, bucketMs) - (policy.liveBuckets - 1) * bucketMs;
  const history = { start: reachStart(now, policy.history), end: live };
  const left = missing(history, row.coverage, policy.width).reduce((sum, hole) => sum + buckets(hole), 0);
  if (left === 0) return null;
  const total = buckets(history);
  const callsPerBucket =
    backfill.buckets > 0 ? backfill.calls / backfill.buckets : 1 / WIDTHS[policy.width].defaultPageLimit;
  const days = (count: number): number => Math.round((count * bucketMs) / DAY_MS);
  return {
    share: (total - left) / total,
    days_done: days(total) - days(left),
    days_total: days(total),
    calls_done: backfill.calls,
    calls_estimated: backfill.calls + Math.ceil(left * callsPerBucket),
    seconds_left: backfill.buckets > 0 ? Math.ceil((left * backfill.seconds) / backfill.buckets) : null,
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
