/** Ranges of the Usage pages: days as everywhere, and the last hours, which days are too wide for. */
import type { Capability } from '@bursar/contract/capabilities';
import { dayCount, dayOf, midnight, type DayRange } from '../../lib/days.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { suitableBucket } from '../explorer/bucket-width.js';
import type { PlaceRange } from '../explorer/report.js';

export const USAGE_BUCKETS = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type ViewBucket = (typeof USAGE_BUCKETS)[number];

export const RECENT = ['1h', '6h', '24h'] as const;
export type Recent = (typeof RECENT)[number];

export const isRecent = (text: string): text is Recent => (RECENT as readonly string[]).includes(text);

export const isNarrow = (bucket: ViewBucket): bucket is 'minute' | 'hour' => bucket === 'minute' || bucket === 'hour';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The longest ranges that the API reads by minute and by hour, in days. */
const LONGEST = { minute: 3, hour: 92 } as const;

/** Length of the pieces that a bucket's range is made of: weeks and months are made of days. */
export const pieceMs = (bucket: ViewBucket): number =>
  bucket === 'minute' ? MINUTE_MS : bucket === 'hour' ? HOUR_MS : DAY_MS;

export interface UsageRange {
  /** Days, where the range is made of such; null for the last hours. */
  days: DayRange | null;
  hours: number;
}

/** Null when the text stands for no range. */
export function readUsageRange(text: string, now: string): UsageRange | null {
  if (isRecent(text)) return { days: null, hours: Number.parseInt(text, 10) };
  const days = readRange(text, dayOf(now));
  return days && { days, hours: dayCount(days) * 24 };
}

/** The range that a link means; the usual one where it means none. */
export function usageRange(text: string, now: string): UsageRange {
  const days = presetRange('30d', dayOf(now));
  return readUsageRange(text, now) ?? { days, hours: dayCount(days) * 24 };
}

const NARROW = { minute: '1m', hour: '1h' } as const;

/** Widths that a range can be shown in, by what is collected and how long a range the API reads by them. */
export function bucketsFor({ days, hours }: UsageRange, { collected = [] }: Capability): ViewBucket[] {
  return USAGE_BUCKETS.filter((bucket) => {
    if (!isNarrow(bucket)) return days !== null;
    return collected.includes(NARROW[bucket]) && hours <= LONGEST[bucket] * 24;
  });
}

/** The width at which a range shows its shape without crowding. */
export function usualBucket(range: UsageRange, capability: Capability): ViewBucket {
  const allowed = bucketsFor(range, capability);
  const wanted = range.days === null ? (range.hours > 6 ? 'hour' : 'minute') : suitableOf(range.days);
  return allowed.includes(wanted) ? wanted : (allowed[0] ?? 'day');
}

const suitableOf = (days: DayRange): ViewBucket => (dayCount(days) <= 2 ? 'hour' : suitableBucket(days));

const instantOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** The instants that a range is of, on borders of the bucket; the last hours end with the running bucket. */
export function instantsOf({ days, hours }: UsageRange, bucket: ViewBucket, now: string): PlaceRange {
  if (days !== null) return { start: midnight(days.start), end: midnight(days.end) };
  const piece = pieceMs(bucket);
  const end = Math.floor(Date.parse(now) / piece) * piece + piece;
  return { start: instantOf(end - hours * HOUR_MS), end: instantOf(end) };
}

/** The part that is over: whole buckets before the running one. Null where none is. */
export function partOver({ start, end }: PlaceRange, bucket: ViewBucket, now: string): PlaceRange | null {
  const piece = pieceMs(bucket);
  const running = instantOf(Math.floor(Date.parse(now) / piece) * piece);
  const over = { start, end: end < running ? end : running };
  return over.end > over.start ? over : null;
}

/** As much time right before. */
export function instantsBefore({ start, end }: PlaceRange): PlaceRange {
  return { start: instantOf(2 * Date.parse(start) - Date.parse(end)), end: start };
}
