/** Which buckets a page holds. */
import { WIDTHS } from '@bursar/contract';
import type { MeteringQuery } from './metering-query.js';

export interface Bucket {
  /** As sent: the first begins where the query begins, be it within a day. Unix seconds. */
  start: number;
  end: number;
}

export interface BucketPage {
  buckets: Bucket[];
  /** Start of the next page's first bucket. */
  next: number | null;
}

/**
 * Every bucket of the range up to the one that holds now, empty ones too.
 *
 * The last keeps its nominal end even if the query ends within it, unless it is to be clipped: which of the two OpenAI
 * does is not known.
 */
export function pageOfBuckets(query: MeteringQuery, nowSeconds: number, clipLast: boolean): BucketPage {
  const { seconds } = WIDTHS[query.width];
  const buckets: Bucket[] = [];
  let start = query.from;
  const isLeft = () => start < query.end && start <= nowSeconds;
  while (isLeft() && buckets.length < query.limit) {
    const end = (Math.floor(start / seconds) + 1) * seconds;
    buckets.push({ start, end: clipLast ? Math.min(end, query.end) : end });
    start = end;
  }
  return { buckets, next: isLeft() ? start : null };
}
