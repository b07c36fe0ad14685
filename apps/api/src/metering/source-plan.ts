/** Chooses the coarsest stored numbers that answer a question. Pure; all times are milliseconds since 1970. */
import type { Capability, Width } from '@bursar/contract';
import type { Span } from '../sync/spans.js';
import { planBase } from './base-plan.js';
import { type FilledDays, filledWithin } from './filled-days.js';
import { planSide, planWithRest } from './side-plan.js';

/** Which series a number belongs to: those of the points, or those of one rollup; of these readings. */
export interface Family {
  kind: 'base' | 'side' | 'rollup';
  /** Of the rollup; none for the points. */
  dimensions: readonly string[];
  /** As `series.reading` names them. */
  readings: readonly string[];
  /** Its numbers are part of what a side reading leaves over: they name none of the side's dimensions. */
  isRest?: true;
}

/** A stretch of one table, added or taken away. */
export interface Piece {
  table: 'points_1d' | 'points_1h' | 'points_1m' | 'rollups_1d' | 'rollups_1mo';
  family: Family;
  span: Span;
  sign: 1 | -1;
}

export interface SourceQuestion {
  capability: Capability;
  measure: string;
  groupBy: readonly string[];
  filterBy: readonly string[];
  range: Span;
  /** Of the buckets. Widths never mix: hours and minutes have points only. */
  width: Width;
  /** Buckets that are made of whole months, but for a cut one at either end, may be read from months. */
  resolution: 'day' | 'month';
  /** Of the range, and of the rest of the months that it cuts. */
  filledDays: FilledDays;
  /** The same of side readings that hold every dimension that is asked, where one of them is a side's. */
  sideDays: FilledDays;
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
  const pieces = question.width === '1d' ? planDays(question) : planNarrow(question, question.width);
  return joined(pieces.map((piece) => ({ ...piece, family: shared(piece.family) })));
}

function planDays(question: SourceQuestion): Piece[] {
  const { capability, groupBy, filterBy } = question;
  const isOfSide = (name: string): boolean => capability.sideDimensions?.includes(name) === true;
  if (filterBy.some(isOfSide)) return planSide(question);
  return groupBy.some(isOfSide) ? planWithRest(question) : planBase(question);
}

/** Points of every base reading: what one of them lacks, its series name as not collected. */
function planNarrow({ filledDays, range }: SourceQuestion, width: '1h' | '1m'): Piece[] {
  const readings = [...new Set(filledWithin(filledDays, range).flatMap((stretch) => stretch.readings))].sort();
  if (readings.length === 0) return [];
  return [{ table: `points_${width}`, family: { kind: 'base', dimensions: [], readings }, span: range, sign: 1 }];
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
