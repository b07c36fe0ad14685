/** What costs and usage have in common when they are explored: totals and points by bucket and group, as the API sends them. */
import type { Bucket, UsageGroup } from '@bursar/contract';

/** A group of whatever is metered, with its total over the range. */
export type Group = Pick<UsageGroup, 'key' | 'label' | 'attribution' | 'total'>;

export interface Point {
  start: string;
  value: string;
}

/** Totals by group, as every answer has them. */
export interface GroupTotals {
  total: string;
  groups: readonly Group[];
  other: { groups: number; total: string } | null;
}

/** An answer that can be drawn. Costs call their value `amount`; see `costs/cost-report.ts`. */
export interface MeteredAnswer {
  range: { start: string; end: string };
  bucket: string;
  total: string;
  buckets: readonly Bucket[];
  points: readonly Point[];
  groups: readonly (Group & { points: readonly Point[] })[];
  other: { groups: number; total: string; points: readonly Point[] } | null;
}
