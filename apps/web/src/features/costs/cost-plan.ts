/** What has to be asked to draw a view. */
import type { CostsRequest } from '../../lib/api.js';
import { earlier, wholeMonths, type Day, type DayRange } from '../../lib/days.js';
import { instants } from '../../lib/queries.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { filterParameters } from '../explorer/filters.js';
import { SHOWN_SERIES } from '../explorer/report.js';
import { suitableBucket } from '../explorer/bucket-width.js';
import type { CostsView, ViewBucket } from './costs-view.js';

export interface CostPlan {
  view: CostsView;
  today: Day;
  asked: DayRange;
  bucket: ViewBucket;
  /** Days that are over: the running one is billed after its end, so no figure holds a part of it. */
  over: DayRange | null;
  /** `chart`: the series. `groups`: every group as one sum. `days`, `months`: all together, to compare with. */
  ask: (what: 'chart' | 'groups' | 'days' | 'months', range: DayRange | null) => CostsRequest | null;
}

const LARGEST_ANSWER = 1000;

export function planOf(view: CostsView, today: Day): CostPlan {
  const asked = readRange(view.range, today) ?? presetRange('mtd', today);
  const bucket = view.bucket ?? suitableBucket(asked);
  const over = { start: asked.start, end: earlier(asked.end, today) };
  const groupBy = [view.groupBy, view.thenBy].filter((each) => each !== null);
  const filters = filterParameters(view);
  const shapes = {
    chart: { bucket, group_by: groupBy, limit: SHOWN_SERIES },
    groups: { bucket: 'total', group_by: groupBy, limit: LARGEST_ANSWER },
    days: { bucket: 'day' },
    months: { bucket },
  } as const;
  return {
    view,
    today,
    asked,
    bucket,
    over: over.end > over.start ? over : null,
    ask: (what, range) => range && { ...instants(range), ...filters, ...shapes[what] },
  };
}

/** Months and quarters are compared by their place where both ranges consist of whole ones; all else day by day. */
export function comparesWholeMonths(bucket: ViewBucket, ranges: readonly (DayRange | null)[]): boolean {
  const isWide = bucket === 'month' || bucket === 'quarter';
  return isWide && ranges.every((range) => range !== null && wholeMonths(range) !== null);
}
