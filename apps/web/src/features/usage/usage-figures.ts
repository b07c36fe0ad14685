/** All that the explorer shows, assembled from answers that belong together. */
import type { UsageAnswer } from '@bursar/contract';
import type { Capability } from '@bursar/contract/capabilities';
import { addDays, dayOf, midnight, type DayRange } from '../../lib/days.js';
import type { Amount } from '../../lib/decimal.js';
import type { Group } from '../explorer/answers.js';
import { comparisonOf, type ComparisonKind } from '../explorer/comparison.js';
import { distinctNames, groupsOf } from '../explorer/distinct-names.js';
import { buildReport, pointsByPlace, type PlaceRange, type Report, type ReportInput } from '../explorer/report.js';
import type { UsagePlan } from './usage-plan.js';
import { instantsBefore, isNarrow, type ViewBucket } from './usage-range.js';
import type { UsageView } from './usage-view.js';

/** Which of the pieces (minutes, hours or days) of a range are in its figures. */
export interface CountedPieces {
  /** From the first to the last piece that was read, as instants; null when none was. */
  range: PlaceRange | null;
  pieces: number;
  provisional: PlaceRange | null;
  missing: readonly string[];
}

export interface UsageComparison {
  kind: ComparisonKind;
  /** As instants. */
  range: PlaceRange | null;
}

export interface UsageFigures {
  view: UsageView;
  capability: Capability;
  now: string;
  bucket: ViewBucket;
  asked: PlaceRange;
  measure: string;
  unit: UsageAnswer['unit'];
  combine: UsageAnswer['combine'];
  counted: CountedPieces;
  completeness: UsageAnswer['completeness'];
  comparison: UsageComparison;
  /** Why there is no comparison though one was asked for. */
  uncompared: 'gaps' | 'not-collected' | null;
  /** Null where nothing of the range is over yet. */
  report: Report | null;
  groups: UsageAnswer | null;
  previousGroups: UsageAnswer | null;
  /** What the running bucket holds so far; in no total. Null where the range ends before, or nothing is stored yet. */
  running: { start: string; value: Amount } | null;
  nameOf: (group: Group) => string;
}

export interface UsageAnswers {
  pieces: UsageAnswer;
  chart: UsageAnswer | null;
  groups: UsageAnswer | null;
  previousBuckets: UsageAnswer | null;
  previousGroups: UsageAnswer | null;
}

export type UsageNaming = Pick<ReportInput, 'known' | 'nameOf' | 'otherLabel'>;

/** @param pieces an answer by minute, hour or day over the range, grouping does not matter */
export function countPieces(pieces: Pick<UsageAnswer, 'buckets' | 'points'>, over: PlaceRange | null): CountedPieces {
  const stored = new Set(pieces.points.map(({ start }) => start));
  const buckets = pieces.buckets.filter(({ start }) => over !== null && start < over.end);
  // Just after its end a bucket may not be read completely yet: what it holds counts, and may still grow.
  const isRead = ({ start, state }: (typeof buckets)[number]): boolean =>
    state === 'final' || state === 'provisional' || (state === 'pending' && stored.has(start));
  const read = buckets.filter(isRead);
  return {
    range: around(read),
    pieces: read.length,
    provisional: around(read.filter(({ state }) => state !== 'final')),
    missing: buckets.filter(({ state }) => state === 'missing').map(({ start }) => start),
  };
}

function around(buckets: UsageAnswer['buckets']): PlaceRange | null {
  const [first, last] = [buckets[0], buckets.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.from, end: last.to };
}

/** Days of a range of instants; the last one counts whole. */
export const daysIn = ({ start, end }: PlaceRange): DayRange => ({
  start: dayOf(start),
  end: end === midnight(dayOf(end)) ? dayOf(end) : addDays(dayOf(end), 1),
});

/** With what the counted time is compared: days like those of costs, hours and minutes with as many right before. */
export function usageComparison({ view, bucket, now }: UsagePlan, counted: CountedPieces): UsageComparison {
  if (isNarrow(bucket)) {
    if (view.compare === 'none' || counted.range === null) return { kind: 'none', range: null };
    return { kind: 'previous', range: instantsBefore(counted.range) };
  }
  const { kind, range } = comparisonOf(view.compare, counted.range && daysIn(counted.range), dayOf(now));
  return { kind, range: range && { start: midnight(range.start), end: midnight(range.end) } };
}

export function assembleUsage(
  plan: UsagePlan,
  answers: UsageAnswers,
  within: { counted: CountedPieces; comparison: UsageComparison },
  naming: UsageNaming,
): UsageFigures {
  const { pieces, chart, groups } = answers;
  const { view, bucket, placeOf } = plan;
  const { counted, comparison } = within;
  const previous = comparable(answers);
  const nameOf = distinctNames(naming.nameOf, groupsOf(chart, groups, previous?.groups));
  const running = runningStart(plan);
  const hasOwnBars = isNarrow(bucket) || bucket === 'day';
  const pending = running !== null && hasOwnBars ? [placeOf(running)] : [];
  const so = running === null ? undefined : pointsByPlace(pieces.points, (instant) => instant).get(running);
  return {
    view,
    capability: plan.capability,
    now: plan.now,
    bucket,
    asked: plan.asked,
    measure: pieces.measure,
    unit: pieces.unit,
    combine: pieces.combine,
    counted,
    completeness: pieces.completeness,
    comparison,
    uncompared: whyUncompared(plan, within, previous !== null),
    report: chart && buildReport({ ...naming, nameOf, chart, previous, pending, placeOf }),
    groups,
    previousGroups: previous?.groups ?? null,
    running: running === null || so === undefined ? null : { start: running, value: so },
    nameOf,
  };
}

/** Start of the running bucket, where the range holds it. */
function runningStart({ asked, over }: UsagePlan): string | null {
  if (over === null) return asked.start;
  return over.end < asked.end ? over.end : null;
}

/** A range with a gap is no measure: the difference would be the gap's. */
function comparable({ previousBuckets, previousGroups }: UsageAnswers) {
  if (previousBuckets === null || previousGroups === null) return null;
  const isCollected = previousBuckets.buckets.every(({ state }) => state !== 'missing');
  return isCollected ? { buckets: previousBuckets, groups: previousGroups } : null;
}

/** Hours and minutes are kept for a while only: that the time before them is not is no news, unless it was asked for. */
function whyUncompared(
  { view, bucket }: UsagePlan,
  { counted, comparison }: { counted: CountedPieces; comparison: UsageComparison },
  isCompared: boolean,
): UsageFigures['uncompared'] {
  if (comparison.range === null || isCompared || (isNarrow(bucket) && view.compare === null)) return null;
  return counted.missing.length > 0 ? 'gaps' : 'not-collected';
}
