/** What may be asked about facts of days, and what the answer looks like. */
import type { ATTRIBUTIONS, Bucket, Completeness, CostBucket, UsageBucket, Width } from '@bursar/contract';
import type { Span } from '../sync/spans.js';

export type ReportBucket = CostBucket | UsageBucket;

/** Widths never mix: days and wider read days, hours read hours, minutes read minutes. */
export function widthOf(bucket: ReportBucket): Width {
  if (bucket === 'minute') return '1m';
  return bucket === 'hour' ? '1h' : '1d';
}

export interface ReportQuestion {
  capability: string;
  /** Default: the capability's headline. */
  measure?: string;
  /** On borders of the bucket's width, not beyond the end of the running one. */
  range: Span;
  bucket: ReportBucket;
  /** Dimensions, derived ones and `organization_id`. */
  groupBy: readonly string[];
  /** OpenAI's `org-…`; absent: all that the scope holds. */
  organizations?: readonly string[];
  filters: ReadonlyMap<string, readonly string[]>;
  without: readonly string[];
  /** Only where the measure is money; absent: `usd`, else the first there is. */
  currency?: string;
  limit: number;
}

/** A question whose answer holds every group. */
export type WholeQuestion = Omit<ReportQuestion, 'limit'>;

export interface ReportPoint {
  start: string;
  /** Plain decimal. */
  value: string;
}

export interface ReportGroup {
  key: Record<string, string | null>;
  label: string | null;
  attribution: (typeof ATTRIBUTIONS)[number];
  total: string;
  points: ReportPoint[];
}

export interface Report {
  range: { start: string; end: string };
  /** Null where the measure is no money. */
  currency: string | null;
  otherCurrencies: { currency: string; total: string }[];
  total: string;
  buckets: Bucket[];
  points: ReportPoint[];
  groups: ReportGroup[];
  other: { groups: number; total: string; points: ReportPoint[] } | null;
  completeness: Completeness;
}
