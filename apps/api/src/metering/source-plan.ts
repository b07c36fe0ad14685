/** Chooses the coarsest stored numbers that answer a question. Pure; all times are milliseconds since 1970. */
import type { Capability } from '@bursar/contract';
import { DAY_MS, monthStarts, type Span, startOfMonth } from '../sync/spans.js';
import { sourceDimension } from './reading.js';
import { mayBeSummed, rollupGroupings } from './rollup-groupings.js';

/** Which series a number belongs to: those of the points, or those of one rollup. */
export type Family = { kind: 'base' } | { kind: 'rollup'; dimensions: readonly string[]; daily: boolean };

/** A stretch of one table, added or taken away. */
export interface Piece {
  table: 'points_1d' | 'rollups_1d' | 'rollups_1mo';
  family: Family;
  span: Span;
  sign: 1 | -1;
}

export interface SourceQuestion {
  capability: Capability;
  measure: string;
  /** Everything that is grouped or filtered by. */
  dimensions: readonly string[];
  range: Span;
  /** Buckets that are made of whole months, but for a cut one at either end, may be read from months. */
  resolution: 'day' | 'month';
  /** Midnights that have points, of the range and of the rest of the months that it cuts. */
  filledDays: ReadonlySet<number>;
}

const BASE: Family = { kind: 'base' };

/** Pieces whose sum is what was asked, each read once. */
export function planSources(question: SourceQuestion): Piece[] {
  const { capability, measure, range, resolution } = question;
  const family = coarsest(question, false);
  // The same object where it is the same family: its series must not be picked twice.
  const byDay = family.kind === 'rollup' && !family.daily ? coarsest(question, true) : family;
  const days = (span: Span, sign: 1 | -1 = 1): Piece => ({
    table: byDay.kind === 'rollup' ? 'rollups_1d' : 'points_1d',
    family: byDay,
    span,
    sign,
  });
  // A month less some of its days is no month's last value.
  const isLevel = capability.measures[measure]?.combine === 'level';
  if (resolution === 'day') return [days(range)];
  const months = (span: Span): Piece => ({ table: 'rollups_1mo', family, span, sign: 1 });
  const pieces: Piece[] = [];
  for (const month of monthsIn(range)) {
    const inside = { start: Math.max(month.start, range.start), end: Math.min(month.end, range.end) };
    const outside = [
      { start: month.start, end: inside.start },
      { start: inside.end, end: month.end },
    ].filter((span) => countFilled(question.filledDays, span) > 0);
    const surplus = outside.reduce((count, span) => count + countFilled(question.filledDays, span), 0);
    if (surplus > 0 && (isLevel || countFilled(question.filledDays, inside) <= surplus)) pieces.push(days(inside));
    else pieces.push(months(month), ...outside.map((span) => days(span, -1)));
  }
  return joined(pieces);
}

/** The family with the fewest series that keeps what is asked apart. */
function coarsest({ capability, measure, dimensions }: SourceQuestion, daily: boolean): Family {
  // The last value of several series at once is not the sum of their last values.
  if (capability.measures[measure]?.combine === 'level') return BASE;
  const needed = dimensions.map((dimension) => sourceDimension(capability, dimension));
  const grouping = rollupGroupings(capability).find(
    (candidate) =>
      (candidate.daily || !daily) &&
      needed.every((dimension) => candidate.dimensions.includes(dimension)) &&
      mayBeSummed(capability, measure, candidate.dimensions),
  );
  return grouping === undefined ? BASE : { kind: 'rollup', ...grouping };
}

function monthsIn(range: Span): Span[] {
  return [startOfMonth(range.start), ...monthStarts(range)].map((start) => ({ start, end: startOfMonth(start, 1) }));
}

function countFilled(filled: ReadonlySet<number>, { start, end }: Span): number {
  let count = 0;
  for (let day = start; day < end; day += DAY_MS) if (filled.has(day)) count++;
  return count;
}

/** Neighbours of one table in one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const before = result.findLast((other) => other.table === piece.table && other.sign === piece.sign);
    if (before !== undefined && before.span.end === piece.span.start) before.span = { ...before.span, end: piece.span.end };
    else result.push({ ...piece });
  }
  return result;
}
