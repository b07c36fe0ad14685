/** What may be asked about facts of days, and what the answer looks like. */
import type { Bucket, Completeness, CostBucket } from '@bursar/contract';
import type { Span } from '../sync/spans.js';
import type { ATTRIBUTIONS } from './facts-sql.js';

export interface ReportQuestion {
  capability: string;
  /** Default: the capability's headline. */
  measure?: string;
  /** UTC midnights, not beyond the end of the running day. */
  range: Span;
  bucket: CostBucket;
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
