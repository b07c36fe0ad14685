/** How far the history of a feed is read, what is missing of it and what that will take, as the API tells it. */
import { type FeedStatus, maxPageLimit, WIDTHS } from '@bursar/contract';
import { createPageSize, PAGE_GROWTH } from '@bursar/openai-admin';
import { FIRST_DAY, logReach, planHistory } from './audit-plan.js';
import type { FeedMemory } from './feed-memory.js';
import type { AuditFeed, FactsFeed } from './feeds.js';
import { groupingsFor, refusedBorders } from './refusals.js';
import { ceilTo, DAY_MS, floorTo, type Span, subtract } from './spans.js';
import { missing, planBackfill, reachStart } from './windows.js';

type Backfill = FeedStatus['backfill'];

export interface ReadSoFar {
  coverage: readonly Span[];
  /** OpenAI's time, in milliseconds since 1970. */
  now: number;
  /** Whether the last turns did what they were to do: what the next one brings anyway is then no gap. */
  isOnTime: boolean;
}

/** Stretches of a feed's history that were never read completely. */
export function factsGaps({ policy }: FactsFeed, { coverage, now, isOnTime }: ReadSoFar): Span[] {
  const widthMs = WIDTHS[policy.width].seconds * 1000;
  const over = { start: reachStart(now, policy.history), end: floorTo(now, widthMs) };
  const readTo = Math.max(over.start, ...coverage.map(({ end }) => end));
  const end = isOnTime ? Math.min(over.end, floorTo(readTo, widthMs)) : over.end;
  return missing({ ...over, end }, coverage, policy.width);
}

/** The same of a log; none where nothing was ever read, for then it is not kept or may not be read. */
export function auditGaps({ kept }: AuditFeed, { coverage, now, isOnTime }: ReadSoFar): Span[] {
  if (coverage.length === 0) return [];
  const end = isOnTime ? Math.max(...coverage.map((span) => span.end)) : now;
  const start = logReach(now, kept);
  return start < end ? subtract({ start, end }, coverage) : [];
}

/** Progress through the numbers of a feed; null when nothing is left to collect. */
export function factsBackfill(feed: FactsFeed, memory: FeedMemory, { coverage, now }: ReadSoFar): Backfill {
  const { policy } = feed;
  const bucketMs = WIDTHS[policy.width].seconds * 1000;
  const buckets = (span: Span): number => Math.round((span.end - span.start) / bucketMs);
  const live = floorTo(now, bucketMs) - (policy.liveBuckets - 1) * bucketMs;
  const history = { start: reachStart(now, policy.history), end: live };
  const left = missing(history, coverage, policy.width).reduce((sum, hole) => sum + buckets(hole), 0);
  if (left === 0) return null;
  const total = buckets(history);
  const days = (count: number): number => Math.round((count * bucketMs) / DAY_MS);
  const { backfill } = memory;
  return {
    share: (total - left) / total,
    days_done: days(total) - days(left),
    days_total: days(total),
    calls_done: backfill.calls,
    calls_estimated: backfill.calls + callsFor(feed, memory, { coverage, now }),
    seconds_left: backfill.buckets > 0 ? Math.ceil((left * backfill.seconds) / backfill.buckets) : null,
  };
}

/**
 * Pages that the missing windows take: each is begun anew, and pages grow up to OpenAI's limit as they prove light. How
 * heavy they are is told by the size that was found for the grouping; before the first page nothing speaks against the
 * limit.
 */
function callsFor(feed: FactsFeed, memory: FeedMemory, { coverage, now }: Omit<ReadSoFar, 'isOnTime'>): number {
  const { capability, policy } = feed;
  const bucketMs = WIDTHS[policy.width].seconds * 1000;
  const limit = maxPageLimit(capability, policy.width);
  const sizes = new Map<string, number>();
  let calls = 0;
  const borders = [...policy.borders, ...refusedBorders(memory.refusals)];
  for (const window of planBackfill(now, coverage, { ...policy, borders })) {
    const grouping = groupingsFor(feed, window, memory.refusals, now)[0]?.join('+') ?? '';
    let size = sizes.get(grouping) ?? (memory.pageSizes[grouping] ?? createPageSize(policy.width)).buckets;
    for (let left = (window.end - window.start) / bucketMs; left > 0; calls += 1) {
      const page = Math.min(size, limit, left);
      left -= page;
      size = Math.min(limit, Math.max(size, page * PAGE_GROWTH));
    }
    sizes.set(grouping, size);
  }
  return calls;
}

/** The day on which a log begins: that of the organization's oldest project, as far as one is known, or as it is kept. */
export function logStart({ kept }: AuditFeed, since: Date | null, now: number): number {
  return Math.max(logReach(now, kept), floorTo(since?.getTime() ?? FIRST_DAY, DAY_MS));
}

/** What is known of a log besides its coverage. */
export interface LogSoFar extends ReadSoFar {
  memory: FeedMemory;
  /** When the oldest project was made; null where that is not known. */
  since: Date | null;
}

/**
 * Progress through a log, counted from when the organization began: no event is older.
 */
export function auditBackfill(feed: AuditFeed, { memory, since, coverage, now }: LogSoFar): Backfill {
  const { backfill } = memory;
  const holes = planHistory(now, coverage, logReach(now, feed.kept));
  if (coverage.length === 0 || holes.length === 0) return null;
  const start = logStart(feed, since, now);
  const days = ({ start: from, end }: Span): number => Math.max(0, (end - Math.max(from, start)) / DAY_MS);
  const total = ceilTo(Math.max(now - start, DAY_MS), DAY_MS) / DAY_MS;
  const left = Math.min(
    total,
    holes.reduce((sum, hole) => sum + days(hole), 0),
  );
  const isBegun = backfill.buckets > 0;
  return {
    share: (total - left) / total,
    days_done: Math.floor(total - left),
    days_total: total,
    calls_done: backfill.calls,
    // A page holds a hundred events, and how many there were is seen only when they are read.
    calls_estimated:
      backfill.calls + Math.max(holes.length, isBegun ? Math.ceil((left * backfill.calls) / backfill.buckets) : 0),
    seconds_left: isBegun ? Math.ceil((left * backfill.seconds) / backfill.buckets) : null,
  };
}
