/** Sources of days from base readings, whose totals are what was metered. */
import { monthStarts, type Span, startOfMonth } from '../sync/spans.js';
import { countFilled, filledWithin } from './filled-days.js';
import { collects, sourceDimension } from './reading.js';
import { mayBeSummed, rollupGroupings, rollupReading } from './rollup-groupings.js';
import type { Family, Piece, SourceQuestion } from './source-plan.js';

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
  for (const { start, readings } of filledWithin(filledDays, range)) {
    const last = segments.at(-1);
    const known = asked.filter((name) => readings.some((reading) => collects(reading, name)));
    if (last?.dimensions.join() === known.join()) {
      readings.forEach((reading) => last.readings.add(reading));
      continue;
    }
    // Days without points belong to any of them.
    if (last !== undefined) last.span.end = start;
    segments.push({ span: { start, end: range.end }, dimensions: known, readings: new Set(readings) });
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
  const isOfFamily = (reading: string): boolean =>
    family.readings.includes(family.kind === 'rollup' ? rollupReading(family, reading) : reading);
  const count = (span: Span): number => countFilled(filledDays, span, isOfFamily);
  return monthsIn(range).flatMap((month): Piece[] => {
    const inside = { start: Math.max(month.start, range.start), end: Math.min(month.end, range.end) };
    const around = [
      { start: month.start, end: inside.start },
      { start: inside.end, end: month.end },
    ];
    const outside = around.filter((span) => count(span) > 0);
    const surplus = outside.reduce((sum, span) => sum + count(span), 0);
    if (surplus > 0 && (isLevel || count(inside) <= surplus)) return [days(inside)];
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
