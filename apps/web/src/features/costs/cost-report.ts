/** The figures of a page, put together once, so that sentence, chart, legend and tables say the same numbers. */
import type { BucketState, CostGroup, CostsAnswer } from '@bursar/contract';
import { dayOf, type Day, type DayRange } from '../../lib/days.js';
import { amount, byLargest, sum, ZERO, type Amount } from '../../lib/decimal.js';
import { alignedWith } from './aligned-buckets.js';
import { assignSlots, OTHER_COLOR, seriesColor } from '../../lib/series-colors.js';

/** Series drawn by themselves; what is left is summed in Other. */
export const SHOWN_SERIES = 9;

export const OTHER = 'other';

export interface ReportSeries {
  id: string;
  /** Null for Other. */
  group: CostGroup | null;
  label: string;
  color: string;
  total: Amount;
  /** Null where there is nothing to compare with. */
  previous: Amount | null;
  amounts: readonly (Amount | null)[];
}

export interface ReportBucket {
  start: Day;
  from: Day;
  to: Day;
  state: BucketState;
  /** Null where nothing is known: a gap or a day that is not billed yet. */
  total: Amount | null;
  previous: Amount | null;
  /** The days that `previous` is of. */
  previousRange: DayRange | null;
}

export interface CostReport {
  currency: string;
  buckets: readonly ReportBucket[];
  /** In the order of colours, Other last: the order in which a stack is drawn. */
  series: readonly ReportSeries[];
  /** Groups that Other stands for. */
  otherGroups: number;
  total: Amount;
  previousTotal: Amount | null;
}

export interface ReportInput {
  /** Grouped, with `limit` SHOWN_SERIES, over the days before the running one. */
  chart: CostsAnswer;
  /** The comparison's days (or whole buckets), ungrouped, and its groups; null where nothing is compared. */
  previous: { buckets: CostsAnswer; groups: CostsAnswer } | null;
  /** Days at the end that are not billed yet. */
  pending: readonly Day[];
  /** Ids in the order that gives colours. */
  known: readonly string[];
  nameOf: (group: CostGroup) => string;
  otherLabel: (groups: number) => string;
}

/** Identity of a group within its grouping, also where OpenAI names nothing. */
export function groupId(group: Pick<CostGroup, 'key' | 'attribution'>): string {
  const values = Object.values(group.key);
  const single = values.length === 1 ? values[0] : null;
  return single ?? `${group.attribution}:${JSON.stringify(group.key)}`;
}

export function buildReport(input: ReportInput): CostReport {
  const { chart, previous, otherLabel } = input;
  const buckets = reportBuckets(input);
  const before = previous === null ? null : totalsById(previous.groups);
  const named = namedSeries(input, buckets, before);
  const previousTotal = previous === null ? null : amount(previous.groups.total);
  const series = [...named];
  const otherGroups = chart.other?.groups ?? 0;
  if (chart.other !== null) {
    const shown = before === null ? null : sum(named.map((each) => before.get(each.id) ?? ZERO));
    series.push({
      id: OTHER,
      group: null,
      label: otherLabel(otherGroups),
      color: OTHER_COLOR,
      total: amount(chart.other.total),
      previous: previousTotal === null || shown === null ? null : previousTotal - shown,
      amounts: alignPoints(chart.other.points, buckets),
    });
  }
  return { currency: chart.currency, buckets, series, otherGroups, total: amount(chart.total), previousTotal };
}

export function totalsById(answer: CostsAnswer): Map<string, Amount> {
  return new Map(answer.groups.map((group) => [groupId(group), amount(group.total)]));
}

/** Largest first, Other last: the order of legends and tables. */
export function byTotal(series: readonly ReportSeries[]): ReportSeries[] {
  return [...series].sort((a, b) => Number(a.id === OTHER) - Number(b.id === OTHER) || byLargest(a.total, b.total));
}

function namedSeries(
  { chart, known, nameOf }: ReportInput,
  buckets: readonly ReportBucket[],
  before: ReadonlyMap<string, Amount> | null,
): ReportSeries[] {
  const ids = chart.groups.map(groupId);
  const slots = assignSlots(ids, known);
  const slotOf = (group: CostGroup): number => slots.get(groupId(group)) ?? 0;
  return [...chart.groups]
    .sort((a, b) => slotOf(a) - slotOf(b))
    .map((group) => ({
      id: groupId(group),
      group,
      label: nameOf(group),
      color: seriesColor(slotOf(group)),
      total: amount(group.total),
      previous: before === null ? null : (before.get(groupId(group)) ?? ZERO),
      amounts: alignPoints(group.points, buckets),
    }));
}

function reportBuckets({ chart, previous, pending }: ReportInput): ReportBucket[] {
  const totals = pointsByDay(chart.points);
  const before = previous === null ? null : alignedWith(chart, previous.buckets);
  const billed = chart.buckets.map((bucket, index): ReportBucket => {
    const start = dayOf(bucket.start);
    // A month whose last day is pending has billed days as well: what it shows may still change.
    const state = bucket.state === 'pending' && totals.has(start) ? 'provisional' : bucket.state;
    return {
      start,
      from: dayOf(bucket.from),
      to: dayOf(bucket.to),
      state,
      total: known(state, totals.get(start)),
      previous: before?.[index]?.total ?? null,
      previousRange: before?.[index]?.range ?? null,
    };
  });
  return [...billed, ...pendingBuckets(billed, pending)];
}

/** Days after the billed ones get a bucket of their own only where buckets are days: else the last one holds them. */
function pendingBuckets(billed: readonly ReportBucket[], pending: readonly Day[]): ReportBucket[] {
  const end = billed.at(-1)?.to;
  return pending
    .filter((day) => end === undefined || day >= end)
    .map((day) => ({
      start: day,
      from: day,
      to: day,
      state: 'pending',
      total: null,
      previous: null,
      previousRange: null,
    }));
}

function alignPoints(points: CostGroup['points'], buckets: readonly ReportBucket[]): (Amount | null)[] {
  const byDay = pointsByDay(points);
  return buckets.map(({ start, state }) => known(state, byDay.get(start)));
}

const pointsByDay = (points: CostGroup['points']): Map<Day, Amount> =>
  new Map(points.map((point) => [dayOf(point.start), amount(point.amount)]));

/** No rows mean zero where a day is billed, and nothing at all where it is not. */
function known(state: BucketState, found: Amount | undefined): Amount | null {
  if (found !== undefined) return found;
  return state === 'provisional' || state === 'final' ? ZERO : null;
}
