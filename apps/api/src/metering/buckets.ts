/** Calendar buckets in UTC. All times are milliseconds since 1970. */
import type { CostBucket } from '@bursar/contract';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';

export interface BucketSpan {
  /** Where the bucket begins by the calendar; for `total` where the range does. */
  start: number;
  /** The part of it that lies inside the range. */
  from: number;
  to: number;
}

/** The first Monday of 1970: weeks are ISO's. */
const MONDAY = 4 * DAY_MS;

/** Every bucket that a range of whole days touches, in order; the first and the last are cut to it. */
export function bucketsOf(range: Span, bucket: CostBucket): BucketSpan[] {
  const buckets: BucketSpan[] = [];
  for (let start = startOfBucket(range.start, bucket, range); start < range.end;) {
    const next = endOfBucket(start, bucket, range);
    buckets.push({ start, from: Math.max(start, range.start), to: Math.min(next, range.end) });
    start = next;
  }
  return buckets;
}

function startOfBucket(at: number, bucket: CostBucket, range: Span): number {
  switch (bucket) {
    case 'day':
      return floorTo(at, DAY_MS);
    case 'week':
      return floorTo(at - MONDAY, 7 * DAY_MS) + MONDAY;
    case 'month':
      return startOfMonth(at);
    case 'quarter':
      return startOfMonth(at, -(new Date(at).getUTCMonth() % 3));
    case 'total':
      return range.start;
  }
}

function endOfBucket(start: number, bucket: CostBucket, range: Span): number {
  switch (bucket) {
    case 'day':
      return start + DAY_MS;
    case 'week':
      return start + 7 * DAY_MS;
    case 'month':
      return startOfMonth(start, 1);
    case 'quarter':
      return startOfMonth(start, 3);
    case 'total':
      return range.end;
  }
}

/** The midnights of a range of whole days. */
export function daysOf({ start, end }: Span): number[] {
  return Array.from({ length: (end - start) / DAY_MS }, (_, index) => start + index * DAY_MS);
}

/** As the API writes instants: to the second. */
export function instantOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
