/** Chooses the coarsest stored numbers that answer a question. Pure; all times are milliseconds since 1970. */
import type { Capability } from '@bursar/contract';
import { DAY_MS, monthStarts, type Span, startOfMonth } from '../sync/spans.js';
import { collects, sourceDimension } from './reading.js';
import { mayBeSummed, rollupGroupings, rollupReading } from './rollup-groupings.js';

/** Which series a number belongs to: those of the points, or those of one rollup; of these readings. */
export interface Family {
  kind: 'base' | 'rollup';
  /** Of the rollup; none for the points. */
  dimensions: readonly string[];
  /** As `series.reading` names them. */
  readings: readonly string[];
}

/** A stretch of one table, added or taken away. */
export interface Piece {
  table: 'points_1d' | 'rollups_1d' | 'rollups_1mo';
  family: Family;
  span: Span;
  sign: 1 | -1;
}

/** Midnights that have points → the base readings of that day, one for each organization. */
export type FilledDays = ReadonlyMap<number, readonly string[]>;

export interface SourceQuestion {
  capability: Capability;
  measure: string;
  groupBy: readonly string[];
  filterBy: readonly string[];
  range: Span;
  /** Buckets that are made of whole months, but for a cut one at either end, may be read from months. */
  resolution: 'day' | 'month';
  /** Of the range, and of the rest of the months that it cuts. */
  filledDays: FilledDays;
}

/** Pieces whose sum is what was asked, each number in them once. Equal families are the same object. */
export function planSources(question: SourceQuestion): Piece[] {
  const families = new Map<string, Family>();
  const shared = (family: Family): Family => {
    const name = JSON.stringify(family);
    const known = families.get(name) ?? family;
    families.set(name, known);
    return known;
  };
  const pieces = segmentsOf(question).flatMap((segment) =>
    planSegment(question, segment.span, {
      family: shared(coarsest(question, segment, false)),
      byDay: shared(coarsest(question, segment, true)),
    }),
  );
  return joined(pieces);
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
  for (let day = range.start; day < range.end; day += DAY_MS) {
    const readings = filledDays.get(day);
    const last = segments.at(-1);
    const known = asked.filter((name) => readings?.some((reading) => collects(reading, name)));
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

function planSegment(
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
function countFilled(filled: FilledDays, { start, end }: Span, family: Family): number {
  let count = 0;
  for (let day = start; day < end; day += DAY_MS) {
    const names = filled
      .get(day)
      ?.map((reading) => (family.kind === 'base' ? reading : rollupReading(family, reading)));
    if (names?.some((name) => family.readings.includes(name))) count++;
  }
  return count;
}

/** Neighbours of one table and family in one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const before = result.findLast(
      (one) => one.table === piece.table && one.family === piece.family && one.sign === piece.sign,
    );
    if (before !== undefined && before.span.end === piece.span.start)
      before.span = { ...before.span, end: piece.span.end };
    else result.push({ ...piece });
  }
  return result;
}
