import type { ChartBucket, ChartEvent } from './chart-data.js';

/** Farther away than this many buckets, an event explains nothing. */
const NEAR_BUCKETS = 3;

/** What happened in a bucket; else what happened nearest to it, before and after where both are equally near. */
export function nearestEvents(
  events: readonly ChartEvent[],
  buckets: readonly ChartBucket[],
  index: number,
): ChartEvent[] {
  if (events.length === 0) return [];
  const places = new Map(buckets.map(({ key }, place) => [key, place]));
  const distances = events.map(({ key }) => Math.abs((places.get(key) ?? Infinity) - index));
  const nearest = Math.min(...distances);
  return nearest > NEAR_BUCKETS ? [] : events.filter((_, each) => distances[each] === nearest);
}
