/** The figures of a page, put together once, so that sentence, chart, legend and tables say the same numbers. */
import type { BucketState } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { amount, byLargest, sum, ZERO, type Amount } from '../../lib/decimal.js';
import { assignSlots, OTHER_COLOR, seriesColor } from '../../lib/series-colors.js';
import { alignedWith } from './aligned-buckets.js';
import type { Group, GroupTotals, MeteredAnswer, Point } from './answers.js';

/**
 * A point in time as a report has it: a UTC day (`2026-11-20`), or an instant where buckets are narrower than days.
 *
 * Both sort as texts.
 */
export type Place = string;

export interface PlaceRange {
  start: Place;
  end: Place;
}

/** Makes places of instants: `dayOf`, or the instant itself. */
export type PlaceOf = (instant: string) => Place;

export const OTHER = 'other';

export interface ReportSeries {
  id: string;
  /** Null for Other. */
  group: Group | null;
  label: string;
  color: string;
  total: Amount;
  /** Null where there is nothing to compare with. */
  previous: Amount | null;
  amounts: readonly (Amount | null)[];
}

export interface ReportBucket {
  start: Place;
  from: Place;
  to: Place;
  state: BucketState;
  /** Null where nothing is known: a gap or a day that is not billed yet. */
  total: Amount | null;
  previous: Amount | null;
  /** The time that `previous` is of. */
  previousRange: PlaceRange | null;
}

export interface Report {
  buckets: readonly ReportBucket[];
  /** In the order of colours, Other last: the order in which a stack is drawn. */
  series: readonly ReportSeries[];
  /** Groups that Other stands for. */
  otherGroups: number;
  total: Amount;
  previousTotal: Amount | null;
}

export interface ReportInput {
  /** Grouped, with `limit` SHOWN_SERIES, over the time before the running bucket. */
  chart: MeteredAnswer;
  /** The comparison's days (or whole buckets), ungrouped, and its groups; null where nothing is compared. */
  previous: { buckets: MeteredAnswer; groups: GroupTotals } | null;
  /** Starts of buckets at the end that hold nothing yet that counts. */
  pending: readonly Place[];
  /** Ids in the order that gives colours. */
  known: readonly string[];
  nameOf: (group: Group) => string;
  otherLabel: (groups: number) => string;
  /** Days by default. */
  placeOf?: PlaceOf;
}

/** Identity of a group within its grouping, also where OpenAI names nothing. */
export function groupId(group: Pick<Group, 'key' | 'attribution'>): string {
  const values = Object.values(group.key);
  const single = values.length === 1 ? values[0] : null;
  return single ?? `${group.attribution}:${JSON.stringify(group.key)}`;
}

export function buildReport(input: ReportInput): Report {
  const { chart, previous, otherLabel, placeOf = dayOf } = input;
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
      amounts: alignPoints(chart.other.points, buckets, placeOf),
    });
  }
  return { buckets, series, otherGroups, total: amount(chart.total), previousTotal };
}

export function totalsById(answer: GroupTotals): Map<string, Amount> {
  return new Map(answer.groups.map((group) => [groupId(group), amount(group.total)]));
}

/** Largest first, Other last: the order of legends and tables. */
export function byTotal(series: readonly ReportSeries[]): ReportSeries[] {
  return [...series].sort((a, b) => Number(a.id === OTHER) - Number(b.id === OTHER) || byLargest(a.total, b.total));
}

function namedSeries(
  { chart, known, nameOf, placeOf = dayOf }: ReportInput,
  buckets: readonly ReportBucket[],
  before: ReadonlyMap<string, Amount> | null,
): ReportSeries[] {
  const ids = chart.groups.map(groupId);
  const slots = assignSlots(ids, known);
  const slotOf = (group: Group): number => slots.get(groupId(group)) ?? 0;
  return [...chart.groups]
    .sort((a, b) => slotOf(a) - slotOf(b))
    .map((group) => ({
      id: groupId(group),
      group,
      label: nameOf(group),
      color: seriesColor(slotOf(group)),
      total: amount(group.total),
      previous: before === null ? null : (before.get(groupId(group)) ?? ZERO),
      amounts: alignPoints(group.points, buckets, placeOf),
    }));
}

function reportBuckets({ chart, previous, pending, placeOf = dayOf }: ReportInput): ReportBucket[] {
  const totals = pointsByPlace(chart.points, placeOf);
  const before = previous === null ? null : alignedWith(chart, previous.buckets, placeOf);
  const complete = chart.buckets.map((bucket, index): ReportBucket => {
    const start = placeOf(bucket.start);
    // A month whose last day is pending has complete days as well: what it shows may still change.
    const state = bucket.state === 'pending' && totals.has(start) ? 'provisional' : bucket.state;
    return {
      start,
      from: placeOf(bucket.from),
      to: placeOf(bucket.to),
      state,
      total: known(state, totals.get(start)),
      previous: before?.[index]?.total ?? null,
      previousRange: before?.[index]?.range ?? null,
    };
  });
  return [...complete, ...pendingBuckets(complete, pending)];
}

/** What is pending gets a bucket of its own only where buckets are as narrow: else the last one holds it. */
function pendingBuckets(complete: readonly ReportBucket[], pending: readonly Place[]): ReportBucket[] {
  const end = complete.at(-1)?.to;
  return pending
    .filter((place) => end === undefined || place >= end)
    .map((place) => ({
      start: place,
      from: place,
      to: place,
      state: 'pending',
      total: null,
      previous: null,
      previousRange: null,
    }));
}

function alignPoints(points: readonly Point[], buckets: readonly ReportBucket[], placeOf: PlaceOf): (Amount | null)[] {
  const byPlace = pointsByPlace(points, placeOf);
  return buckets.map(({ start, state }) => known(state, byPlace.get(start)));
}

export const pointsByPlace = (points: readonly Point[], placeOf: PlaceOf): Map<Place, Amount> =>
  new Map(points.map((point) => [placeOf(point.start), amount(point.value)]));

/** No rows mean zero where a bucket was read completely, and nothing at all where it was not. */
function known(state: BucketState, found: Amount | undefined): Amount | null {
  if (found !== undefined) return found;
  return state === 'provisional' || state === 'final' ? ZERO : null;
}
