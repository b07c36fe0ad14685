import { dayCount, type DayRange } from '../../lib/days.js';
import type { ViewBucket } from './costs-view.js';

/** The width at which a range shows its shape without crowding: at most some sixty bars. */
export function suitableBucket(range: DayRange): ViewBucket {
  const days = dayCount(range);
  if (days <= 62) return 'day';
  return days <= 200 ? 'week' : 'month';
}
