import type { ChartBucket } from './chart-data.js';

/** Neighbouring buckets that share a state. */
export interface Run {
  first: string;
  last: string;
  keys: readonly string[];
}

/** Fewer unknown buckets are a gap with a tick; more are a part of the range that is not collected. */
const REGION_BUCKETS = 3;

export function runsOf(buckets: readonly ChartBucket[], belongs: (bucket: ChartBucket) => boolean): Run[] {
  const runs: { keys: string[] }[] = [];
  let open: { keys: string[] } | null = null;
  for (const bucket of buckets) {
    if (!belongs(bucket)) {
      open = null;
    } else if (open === null) {
      open = { keys: [bucket.key] };
      runs.push(open);
    } else {
      open.keys.push(bucket.key);
    }
  }
  return runs.map(({ keys }) => ({ keys, first: keys[0] ?? '', last: keys.at(-1) ?? '' }));
}

/** Parts of the range of which nothing is known; drawn as an area, never as zero. */
export const missingRegions = (buckets: readonly ChartBucket[]): Run[] =>
  runsOf(buckets, ({ state, total }) => state === 'missing' && total === null).filter(
    ({ keys }) => keys.length >= REGION_BUCKETS,
  );
