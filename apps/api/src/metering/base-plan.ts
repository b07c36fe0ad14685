/** Sources of days from base readings, whose totals are what was metered. */
import { DAY_MS, monthStarts, type Span, startOfMonth } from '../sync/spans.js';
import { daysOf } from './buckets.js';
import { collects, sourceDimension } from './reading.js';
import { mayBeSummed, rollupGroupings, rollupReading } from './rollup-groupings.js';
import type { Family, FilledDays, Piece, SourceQuestion } from './source-plan.js';

/** Pieces of base readings and their rollups. */
export function planBase(question: SourceQuestion): Piece[] {
  return segmentsOf(question).flatMap((segment) =>
    planSegment(question, segment.span, {
      family: coarsest(question, segment, false),
      byDay: coarsest(question, segment, true),
    }),
  );
}

/** Days in a row that were read by the same of the asked dimensions. */
interface Segment {
  span: Span;
  dimensions: readonly string[];
  readings: Set<string>;
}

/**
 * Cuts the range where its days were read by other dimensions.
 *
 * Days that were read without one that is grouped by are a group of their own there, so that the rest of the question
 * is coarser and may have a rollup. Days that were read without one that is filtered by answer nothing.
 */
function segmentsOf({ capability, groupBy, filterBy, range, filledDays }: SourceQuestion): Segment[] {
  const asked = [...new Set([...groupBy, ...filterBy].map((name) => sourceDimension(capability, name)))];
  const needed = filterBy.map((name) => sourceDimension(capability, name));
  const segments: Segment[] = [];
  const knownBy = new Map<string, string[]>();
  for (let day = range.start; day < range.end; day += DAY_MS) {
    const readings = filledDays.get(day);
    const last = segments.at(-1);
    // Years of days were read in two or three ways.
    const names = readings?.join() ?? '';
    const known = knownBy.get(names) ?? asked.filter((name) => readings?.some((reading) => collects(reading, name)));
    knownBy.set(names, known);
    // A day without points belongs to any of them.
    if (last !== undefined && (readings === undefined || last.dimensions.join() === known.join())) {
      last.span.end = day + DAY_MS;
      readings?.forEach((reading) => last.readings.add(reading));
    } else if (readings !== undefined) {
      segments.push({ span: { start: day, end: day + DAY_MS }, dimensions: known, readings: new Set(readings) });
    }
  }
  return segments.filter(({ dimensions }) => needed.every((name) => dimensions.includes(name)));
}

/** Months where the buckets are made of them, days elsewhere, of one family each. */
export function planSegment(
  { capability, measure, resolution, filledDays }: SourceQuestion,
  range: Span,
  { family, byDay }: { family: Family; byDay: Family },
): Piece[] {
  const table = byDay.kind === 'rollup' ? 'rollups_1d' : 'points_1d';
  const days = (span: Span, sign: 1 | -1 = 1): Piece => ({ table, family: byDay, span, sign });
  if (resolution === 'day') return [days(range)];
  // A month less some of its days is no month's last value.
  const isLevel = capability.measures[measure]?.combine === 'level';
  return monthsIn(range).flatMap((month): Piece[] => {
    const inside = { start: Math.max(month.start, range.start), end: Math.min(month.end, range.end) };
    const around = [
      { start: month.start, end: inside.start },
      { start: inside.end, end: month.end },
    ];
    const outside = around.filter((span) => countFilled(filledDays, span, family) > 0);
    const surplus = outside.reduce((count, span) => count + countFilled(filledDays, span, family), 0);
    if (surplus > 0 && (isLevel || countFilled(filledDays, inside, family) <= surplus)) return [days(inside)];
    return [{ table: 'rollups_1mo', family, span: month, sign: 1 }, ...outside.map((span) => days(span, -1))];
  });
}

/** The family with the fewest series that keeps the dimensions of a segment apart. */
function coarsest({ capability, measure }: SourceQuestion, { dimensions, readings }: Segment, daily: boolean): Family {
  const base: Family = { kind: 'base', dimensions: [], readings: [...readings].sort() };
  // The last value of several series at once is not the sum of their last values.
  if (capability.measures[measure]?.combine === 'level') return base;
  const grouping = rollupGroupings(capability).find(
    (candidate) =>
      (candidate.daily || !daily) &&
      dimensions.every((dimension) => candidate.dimensions.includes(dimension)) &&
      mayBeSummed(capability, measure, candidate.dimensions),
  );
  if (grouping === undefined) return base;
  const names = base.readings.map((reading) => rollupReading(grouping, reading));
  return { kind: 'rollup', dimensions: grouping.dimensions, readings: [...new Set(names)] };
}

function monthsIn(range: Span): Span[] {
  return [startOfMonth(range.start), ...monthStarts(range)].map((start) => ({ start, end: startOfMonth(start, 1) }));
}

/** Days that have points of a family. */
function countFilled(filled: FilledDays, span: Span, family: Family): number {
  let count = 0;
  for (const day of daysOf(span)) {
    const names = filled
      .get(day)
      ?.map((reading) => (family.kind === 'rollup' ? rollupReading(family, reading) : reading));
    if (names?.some((name) => family.readings.includes(name))) count++;
  }
  return count;
}
