/** How much of what OpenAI will count for an hour or a minute is known. */
import type { BucketState } from '@bursar/contract';
import type { Span } from '../sync/spans.js';
import { settledEnd, type WindowPolicy } from '../sync/windows.js';

/** How a feed of hours or minutes reads, as far as states depend on it. */
export interface NarrowPolicy {
  lengthMs: number;
  policy: WindowPolicy;
  /** From one turn to the next, by how much the capability is used. */
  periodMs: { inUse: number; quiet: number };
  /** Numbers before this are not kept. */
  keptFrom: number;
}

/** What the next turns bring anyway does not count as missing. */
const PATIENCE_PERIODS = 2;

/**
 * State of an hour or a minute.
 *
 * Usage arrives within minutes and these widths are re-read for a few buckets only: what was read after that is final,
 * with rows or without. What was never read is missing, whatever days say: widths do not fill each other's gaps.
 */
export function stateOfBucket(
  start: number,
  { coverage, isQuiet }: { coverage: readonly Span[]; isQuiet: boolean },
  { lengthMs, policy, periodMs, keptFrom }: NarrowPolicy,
  now: number,
): BucketState {
  const end = start + lengthMs;
  if (start < keptFrom) return 'missing';
  const newest = coverage.at(-1);
  const isRead = coverage.some((span) => span.start <= start && span.end >= end);
  if (isRead && newest !== undefined) return end <= settledEnd(newest.end, policy) ? 'final' : 'provisional';
  const period = isQuiet ? periodMs.quiet : periodMs.inUse;
  const isAwaited = newest !== undefined && newest.end >= Math.min(start, now - PATIENCE_PERIODS * period);
  return isAwaited && end > now - PATIENCE_PERIODS * period ? 'pending' : 'missing';
}
