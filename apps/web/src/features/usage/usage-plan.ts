/** What has to be asked to draw a view. */
import type { Capability } from '@bursar/contract/capabilities';
import type { UsageRequest } from '../../lib/api.js';
import { dayOf } from '../../lib/days.js';
import { filterParameters } from '../explorer/filters.js';
import type { PlaceOf, PlaceRange } from '../explorer/report.js';
import { SHOWN_SERIES } from '../explorer/view-parts.js';
import { instantsOf, isNarrow, partOver, pieceMs, usageRange, usualBucket, type ViewBucket } from './usage-range.js';
import type { UsageView } from './usage-view.js';

export interface UsagePlan {
  view: UsageView;
  capability: Capability;
  now: string;
  bucket: ViewBucket;
  asked: PlaceRange;
  /** Whole buckets that are over; the running one is shown beside, for half a bucket compares with nothing. */
  over: PlaceRange | null;
  placeOf: PlaceOf;
  /**
   * `chart`: the series. `groups`: every group as one sum. `pieces`: all together by minute, hour or day, for the states
   * and to compare with. `whole`: all together by the bucket.
   */
  ask: (what: 'chart' | 'groups' | 'pieces' | 'whole', range: PlaceRange | null) => UsageRequest | null;
}

const LARGEST_ANSWER = 1000;
/** Groups × buckets that the API answers at most. */
const MOST_CELLS = 200_000;

export function planOf(view: UsageView, capability: Capability, now: string): UsagePlan {
  const range = usageRange(view.range, now);
  const bucket = view.bucket ?? usualBucket(range, capability);
  const narrow = isNarrow(bucket);
  const asked = instantsOf(range, bucket, now);
  const over = partOver(asked, bucket, now);
  const groupBy = [view.groupBy, view.thenBy].filter((each) => each !== null);
  const common = { ...filterParameters(view), ...(view.measure !== null && { measure: view.measure }) };
  const shapes = {
    chart: { bucket, group_by: groupBy, limit: SHOWN_SERIES },
    // One sum over hours would be read from days, which this range need not consist of.
    groups: {
      bucket: narrow ? bucket : 'total',
      group_by: groupBy,
      limit: narrow ? cellsFor(asked, bucket) : LARGEST_ANSWER,
    },
    pieces: { bucket: narrow ? bucket : 'day' },
    whole: { bucket },
  } as const;
  return {
    view,
    capability,
    now,
    bucket,
    asked,
    over,
    placeOf: narrow ? (instant) => instant : dayOf,
    ask: (what, part) => part && { start: part.start, end: part.end, ...common, ...shapes[what] },
  };
}

function cellsFor({ start, end }: PlaceRange, bucket: ViewBucket): number {
  const buckets = (Date.parse(end) - Date.parse(start)) / pieceMs(bucket);
  return Math.max(1, Math.min(LARGEST_ANSWER, Math.floor(MOST_CELLS / buckets)));
}
