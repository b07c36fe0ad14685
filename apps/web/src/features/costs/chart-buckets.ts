import type { ChartBucket } from '../../components/time-series-chart/chart-data.js';
import { dayCount, wholeMonths, type Day, type DayRange } from '../../lib/days.js';
import { bucketLabel, day, month, quarter, range as rangeText } from '../../lib/format.js';
import type { CostReport } from './cost-report.js';
import type { ViewBucket } from './costs-view.js';

/** The report as the chart wants it, with the labels of axis and tooltip. */
export function chartBuckets({ buckets, series }: CostReport, width: ViewBucket): ChartBucket[] {
  const first = buckets[0]?.start ?? '';
  const last = buckets.at(-1)?.start ?? '';
  const oneMonth = first.slice(0, 7) === last.slice(0, 7);
  return buckets.map((bucket, index) => ({
    key: bucket.start,
    label: bucketLabel(bucket, width),
    tick: tickOf(bucket.start, bucket.from, width, oneMonth),
    state: bucket.state,
    total: bucket.total,
    amounts: series.map(({ amounts }) => amounts[index] ?? null),
    previous: bucket.previous,
    previousLabel: bucket.previousRange === null ? null : previousLabel(bucket.previousRange, width),
  }));
}

function tickOf(start: Day, from: Day, width: ViewBucket, oneMonth: boolean): string {
  if (width === 'day') return oneMonth ? day.ofMonth(start) : day.short(start);
  if (width === 'week') return day.short(from);
  return width === 'month' ? month.year(start) : quarter(start);
}

function previousLabel(range: DayRange, width: ViewBucket): string {
  if (dayCount(range) === 1) return day.weekday(range.start);
  const isWhole = wholeMonths(range) === (width === 'month' ? 1 : width === 'quarter' ? 3 : null);
  return isWhole
    ? width === 'month'
      ? month.year(range.start)
      : quarter(range.start)
    : rangeText(range, { year: true });
}
