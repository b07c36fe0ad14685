/** Sources of days from side readings, which tell a part of the base by a dimension that it lacks. */
import { intersect, type Span, subtract } from '../sync/spans.js';
import { planBase, planSegment } from './base-plan.js';
import { filledWithin } from './filled-days.js';
import type { Family, Piece, SourceQuestion } from './source-plan.js';

/** A side reading alone: its points by day, its series by month. */
export function planSide(question: SourceQuestion): Piece[] {
  const { sideDays, range } = question;
  return intersect(range, sideDays).flatMap((stretch) => {
    const names = filledWithin(sideDays, stretch).flatMap(({ readings }) => readings);
    const family: Family = { kind: 'side', dimensions: [], readings: [...new Set(names)].sort() };
    return planSegment({ ...question, filledDays: sideDays }, stretch, { family, byDay: family });
  });
}

/**
 * What a side reading tells, and the base less that as what it does not attribute: together the base, to the last
 * digit. Days without a side reading are all base, which does not know the dimension.
 */
export function planWithRest(question: SourceQuestion): Piece[] {
  const { capability, groupBy, filledDays, sideDays, range } = question;
  const ofBase = groupBy.filter((name) => !capability.sideDimensions?.includes(name));
  const base = (span: Span): Piece[] => planBase({ ...question, groupBy: ofBase, range: span, filledDays });
  const asRest = ({ family, ...piece }: Piece): Piece => ({ ...piece, family: { ...family, isRest: true } });
  const told = planSide(question);
  return [
    ...told,
    ...told.map((piece) => asRest({ ...piece, sign: piece.sign > 0 ? -1 : 1 })),
    ...intersect(range, sideDays).flatMap((span) => base(span).map(asRest)),
    ...subtract(range, sideDays).flatMap(base),
  ];
}
