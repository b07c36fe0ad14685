import { dayCount, type DayRange } from '../../lib/days.js';
import type { CalendarWidth } from './chart-buckets.js';

/** The width at which a range shows its shape without crowding: at most some sixty bars. */
export function suitableBucket(range: DayRange): Exclude<CalendarWidth, 'quarter'> {
  const days = dayCount(range);
  if (days <= 62) return 'day';
  return days <= 200 ? 'week' : 'month';
}
