/** Buckets of a comparison, put beside those that they are compared with. */
import type { CostsAnswer } from '@bursar/contract';
import { addDays, dayCount, dayOf, earlier, type DayRange } from '../../lib/days.js';
import { amount, ZERO, type Amount } from '../../lib/decimal.js';

export interface AlignedBucket {
  total: Amount;
  range: DayRange;
}

/**
 * For each bucket of `current` the same days of `previous`: its third week holds days 15 to 21 of the comparison,
 * whichever weekday that began on. So running sums of both stand for equally many days.
 *
 * Buckets that were asked for whole (months against months) are compared by their place. Null where the comparison
 * has no such day, as 31 March has none in February.
 */
export function alignedWith(current: CostsAnswer, previous: CostsAnswer): (AlignedBucket | null)[] {
  const amounts = new Map(previous.points.map((point) => [dayOf(point.start), amount(point.amount)]));
  if (previous.bucket !== 'day') {
    return current.buckets.map((_, index) => {
      const other = previous.buckets[index];
      if (other === undefined) return null;
      const range = { start: dayOf(other.from), end: dayOf(other.to) };
      return { total: amounts.get(dayOf(other.start)) ?? ZERO, range };
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
