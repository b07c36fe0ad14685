/** What a range of days is compared with. */
import type { DayRange, Day } from '../../lib/days.js';
import { precedingRange, readRange, sameDaysOfPreviousMonth } from '../../lib/ranges.js';

export type ComparisonKind = 'previous' | 'month' | 'chosen' | 'none';

export interface Comparison {
  kind: ComparisonKind;
  range: DayRange | null;
}

/**
 * The comparison that a view asks for; where it asks for none in particular, the same days of the month before
 * when the range lies inside one month, else as many days right before it.
 *
 * @param counted the days that are over, so that a running day never stands against a whole one
 */
export function comparisonOf(compare: string | null, counted: DayRange | null, today: Day): Comparison {
  if (compare === 'none') return { kind: 'none', range: null };
  if (compare !== null && compare.includes('..')) return { kind: 'chosen', range: readRange(compare, today) };
  if (counted === null) return { kind: compare === 'month' ? 'month' : 'previous', range: null };
  const month = sameDaysOfPreviousMonth(counted);
  const startsMonth = counted.start.endsWith('-01');
  if (month !== null && (compare === 'month' || (compare === null && startsMonth))) {
    return { kind: 'month', range: month };
  }
  return { kind: 'previous', range: precedingRange(counted) };
}
