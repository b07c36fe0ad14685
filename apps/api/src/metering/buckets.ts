/** Calendar buckets in UTC. All times are milliseconds since 1970. */
import { WIDTHS } from '@bursar/contract';
import { DAY_MS, floorTo, type Span, startOfMonth } from '../sync/spans.js';
import { type ReportBucket, widthOf } from './report-shape.js';

export interface BucketSpan {
  /** Where the bucket begins by the calendar; for `total` where the range does. */
  start: number;
  /** The part of it that lies inside the range. */
  from: number;
  to: number;
}

/** The first Monday of 1970: weeks are ISO's. */
const MONDAY = 4 * DAY_MS;

/** Every bucket that a range touches, in order; the first and the last are cut to it. */
export function bucketsOf(range: Span, bucket: ReportBucket): BucketSpan[] {
  const buckets: BucketSpan[] = [];
  for (let start = startOfBucket(range.start, bucket, range); start < range.end;) {
    const next = endOfBucket(start, bucket, range);
    buckets.push({ start, from: Math.max(start, range.start), to: Math.min(next, range.end) });
    start = next;
  }
  return buckets;
}

function startOfBucket(at: number, bucket: ReportBucket, range: Span): number {
  switch (bucket) {
    case 'minute':
    case 'hour':
    case 'day':
      return floorTo(at, lengthOf(bucket));
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

function endOfBucket(start: number, bucket: ReportBucket, range: Span): number {
  switch (bucket) {
    case 'minute':
    case 'hour':
    case 'day':
      return start + lengthOf(bucket);
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

const lengthOf = (bucket: ReportBucket): number => WIDTHS[widthOf(bucket)].seconds * 1000;

/** The starts of so long pieces of a range that holds whole ones. */
export function startsIn({ start, end }: Span, lengthMs: number): number[] {
  return Array.from({ length: (end - start) / lengthMs }, (_, index) => start + index * lengthMs);
}

/** As the API writes instants: to the second. */
export function instantOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
