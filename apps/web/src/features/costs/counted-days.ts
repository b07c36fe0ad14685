/** Which days of a range are in its figures: those that OpenAI has billed, and no others. */
import type { CostsAnswer } from '@bursar/contract';
import { addDays, dayOf, type Day, type DayRange } from '../../lib/days.js';

export interface CountedDays {
  /** From the first to the last billed day; null when no day of the range is billed. */
  range: DayRange | null;
  billed: number;
  provisional: DayRange | null;
  /** Over or running, and not billed yet. */
  pending: readonly Day[];
  /** Never read completely: a gap, which is not zero. */
  missing: readonly Day[];
}

/** @param days an answer with `bucket=day` over the range, grouping does not matter */
export function countDays(days: Pick<CostsAnswer, 'buckets'>): CountedDays {
  const billed: Day[] = [];
  const provisional: Day[] = [];
  const pending: Day[] = [];
  const missing: Day[] = [];
  for (const { start, state } of days.buckets) {
    const day = dayOf(start);
    if (state === 'missing') missing.push(day);
    else if (state === 'pending') pending.push(day);
    else billed.push(day);
    if (state === 'provisional') provisional.push(day);
  }
  return { range: span(billed), billed: billed.length, provisional: span(provisional), pending, missing };
}

function span(days: readonly Day[]): DayRange | null {
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { start: first, end: addDays(last, 1) };
}
