/** Buckets of a comparison, put beside those that they are compared with. */
import { addDays, dayCount, dayOf, earlier, type DayRange } from '../../lib/days.js';
import { ZERO, type Amount } from '../../lib/decimal.js';
import type { MeteredAnswer } from './answers.js';
import { pointsByPlace, type PlaceOf, type PlaceRange } from './report.js';

export interface AlignedBucket {
  total: Amount;
  range: PlaceRange;
}

/**
 * For each bucket of `current` the same days of `previous`: its third week holds days 15 to 21 of the comparison,
 * whichever weekday that began on. So running sums of both stand for equally many days.
 *
 * Buckets that were asked for whole (months against months), and those that are all equally long (hours), are compared
 * by their place. Null where the comparison has no such day, as 31 March has none in February.
 */
export function alignedWith(
  current: MeteredAnswer,
  previous: MeteredAnswer,
  placeOf: PlaceOf,
): (AlignedBucket | null)[] {
  const amounts = pointsByPlace(previous.points, placeOf);
  if (previous.bucket !== 'day') {
    return current.buckets.map((_, index) => {
      const other = previous.buckets[index];
      if (other === undefined) return null;
      const range = { start: placeOf(other.from), end: placeOf(other.to) };
      return { total: amounts.get(placeOf(other.start)) ?? ZERO, range };
    });
  }
  const [first, end] = [dayOf(previous.range.start), dayOf(previous.range.end)];
  return current.buckets.map(({ from, to }) => {
    const offset = dayCount({ start: dayOf(current.range.start), end: dayOf(from) });
    const start = addDays(first, offset);
    const length = dayCount({ start: dayOf(from), end: dayOf(to) });
    const range = { start, end: earlier(addDays(start, length), end) };
    return range.start < range.end ? { total: totalOf(amounts, range), range } : null;
  });
}

function totalOf(amounts: ReadonlyMap<string, Amount>, { start, end }: DayRange): Amount {
  let total = ZERO;
  for (let day = start; day < end; day = addDays(day, 1)) total += amounts.get(day) ?? ZERO;
  return total;
}
