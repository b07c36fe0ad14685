/** What the sentence above a chart says: the peak, what made it, and the usual day. */
import { median, ZERO, type Amount } from '../../lib/decimal.js';
import type { Report, ReportBucket, ReportSeries } from './report.js';

export interface ChartSummary {
  peak: ReportBucket & { total: Amount };
  /** The series that is largest in the peak; null where there is only one. */
  cause: { series: ReportSeries; amount: Amount } | null;
  median: Amount;
  /** Buckets of which nothing is stored. */
  missing: number;
}

/** Null when no bucket of the range has a figure. */
export function summarize({ buckets, series }: Report): ChartSummary | null {
  let peak: (ReportBucket & { total: Amount }) | null = null;
  let place = -1;
  const totals: Amount[] = [];
  buckets.forEach((bucket, index) => {
    if (bucket.total === null) return;
    totals.push(bucket.total);
    if (peak !== null && bucket.total <= peak.total) return;
    peak = { ...bucket, total: bucket.total };
    place = index;
  });
  const usual = median(totals);
  if (peak === null || usual === null) return null;
  const missing = buckets.filter(({ state }) => state === 'missing').length;
  return { peak, cause: largestAt(series, place), median: usual, missing };
}

function largestAt(series: readonly ReportSeries[], place: number): ChartSummary['cause'] {
  if (series.length < 2) return null;
  let cause: ChartSummary['cause'] = null;
  for (const each of series) {
    const amount = each.amounts[place] ?? ZERO;
    if (each.group !== null && amount > (cause?.amount ?? ZERO)) cause = { series: each, amount };
  }
  return cause;
}
