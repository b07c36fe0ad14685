/** What has to be asked to draw a view. */
import type { CostsRequest } from '../../lib/api.js';
import { instants, earlier, wholeMonths, type Day, type DayRange } from '../../lib/days.js';

import { presetRange, readRange } from '../../lib/ranges.js';
import { comparisonOf, type Comparison } from '../explorer/comparison.js';
import { filterParameters } from '../explorer/filters.js';
import { SHOWN_SERIES } from '../explorer/view-parts.js';
import { suitableBucket } from '../explorer/bucket-width.js';
import type { CostsView, ViewBucket } from './costs-view.js';
import type { CountedDays } from './counted-days.js';

export interface CostPlan {
  view: CostsView;
  today: Day;
  asked: DayRange;
  bucket: ViewBucket;
  /** Days that are over: the running one is billed after its end, so no figure holds a part of it. */
  over: DayRange | null;
  /** `every-day`: what tells which days there are, whatever is filtered. `chart`: the series. `groups`: every group as one sum. `days`, `months`: all together, to compare with. */
  ask: Ask;
}

interface Ask {
  (what: Question, range: DayRange): CostsRequest;
  (what: Question, range: DayRange | null): CostsRequest | null;
}
type Question = 'every-day' | 'chart' | 'groups' | 'days' | 'months';

const LARGEST_ANSWER = 1000;

export function planOf(view: CostsView, today: Day): CostPlan {
  const asked = readRange(view.range, today) ?? presetRange('mtd', today);
  const bucket = view.bucket ?? suitableBucket(asked);
  const over = { start: asked.start, end: earlier(asked.end, today) };
  const groupBy = [view.groupBy, view.thenBy].filter((each) => each !== null);
  const filters = filterParameters(view);
  const shapes = {
    'every-day': { bucket: 'day' },
    chart: { bucket, group_by: groupBy, limit: SHOWN_SERIES },
    groups: { bucket: 'total', group_by: groupBy, limit: LARGEST_ANSWER },
    days: { bucket: 'day' },
    months: { bucket },
  } as const;
  function ask(what: Question, range: DayRange): CostsRequest;
  function ask(what: Question, range: DayRange | null): CostsRequest | null;
  function ask(what: Question, range: DayRange | null): CostsRequest | null {
    if (range === null) return null;
    return { ...instants(range), ...(what !== 'every-day' && filters), ...shapes[what] };
  }
  return {
    view,
    today,
    asked,
    bucket,
    over: over.end > over.start ? over : null,
    ask,
  };
}

export interface Compared {
  comparison: Comparison;
  /** null: nothing is compared. */
  before: DayRange | null;
  askBuckets: CostsRequest | null;
  askGroups: CostsRequest | null;
}

/** What the counted days are compared with; nothing is, where they have gaps themselves. */
export function compare(plan: CostPlan, { range, missing }: CountedDays): Compared {
  const comparison = comparisonOf(plan.view.compare, range, plan.today);
  const before = missing.length > 0 ? null : comparison.range;
  const buckets = comparesWholeMonths(plan.bucket, [range, before]) ? 'months' : 'days';
  return { comparison, before, askBuckets: plan.ask(buckets, before), askGroups: plan.ask('groups', before) };
}

/** Months and quarters are compared by their place where both ranges consist of whole ones; all else day by day. */
function comparesWholeMonths(bucket: ViewBucket, ranges: readonly (DayRange | null)[]): boolean {
  const isWide = bucket === 'month' || bucket === 'quarter';
  return isWide && ranges.every((range) => range !== null && wholeMonths(range) !== null);
}
