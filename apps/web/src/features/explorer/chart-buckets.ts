import type { ChartBucket } from '../../components/time-series-chart/chart-data.js';
import { dayCount, wholeMonths, type Day, type DayRange } from '../../lib/days.js';
import { bucketLabel, day, month, quarter, range as rangeText } from '../../lib/format/days.js';
import type { PlaceRange, Report, ReportBucket } from './report.js';

/** How buckets are called: in the tooltip, under the axis, and as the comparison of another. */
export interface BucketLabels {
  label: (bucket: ReportBucket) => string;
  tick: (bucket: ReportBucket) => string;
  previous: (range: PlaceRange) => string;
  /** Why a bucket has no figure, where the usual words do not say it. */
  unknown?: (bucket: ReportBucket) => string;
}

/** The report as the chart wants it, with the labels of axis and tooltip. */
export function chartBuckets({ buckets, series }: Report, labels: BucketLabels): ChartBucket[] {
  return buckets.map((bucket, index) => ({
    key: bucket.start,
    label: () => labels.label(bucket),
    tick: () => labels.tick(bucket),
    state: bucket.state,
    total: bucket.total,
    amounts: series.map(({ amounts }) => amounts[index] ?? null),
    previous: bucket.previous,
    previousLabel: previousLabelOf(bucket, labels),
    unknown: bucket.total === null ? labels.unknown?.(bucket) : undefined,
  }));
}

function previousLabelOf({ previousRange }: ReportBucket, labels: BucketLabels): (() => string) | null {
  return previousRange === null ? null : () => labels.previous(previousRange);
}

/** Widths of the calendar in UTC. */
export type CalendarWidth = 'day' | 'week' | 'month' | 'quarter';

/** Labels of buckets that are days or wider. */
export function calendarLabels({ buckets }: Report, width: CalendarWidth): BucketLabels {
  const first = buckets[0]?.start ?? '';
  const last = buckets.at(-1)?.start ?? '';
  const oneMonth = first.slice(0, 7) === last.slice(0, 7);
  return {
    label: (bucket) => bucketLabel(bucket, width),
    tick: ({ start, from }) => tickOf(start, from, width, oneMonth),
    previous: (range) => previousLabel(range, width),
  };
}

function tickOf(start: Day, from: Day, width: CalendarWidth, oneMonth: boolean): string {
  if (width === 'day') return oneMonth ? day.ofMonth(start) : day.short(start);
  if (width === 'week') return day.short(from);
  return width === 'month' ? month.year(start) : quarter(start);
}

function previousLabel(range: DayRange, width: CalendarWidth): string {
  if (dayCount(range) === 1) return day.weekday(range.start);
  const isWhole = wholeMonths(range) === (width === 'month' ? 1 : width === 'quarter' ? 3 : null);
  return isWhole
    ? width === 'month'
      ? month.year(range.start)
      : quarter(range.start)
    : rangeText(range, { year: true });
}
