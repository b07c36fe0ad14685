// Which numbers a recording holds and how they are asked for: as the server's own feeds ask, by day.
import { CAPABILITIES } from '@bursar/contract';
import { factsFeedsOf } from '../../apps/api/dist/sync/facts-feeds.js';

export const DAY = 86_400;

/** @typedef {import('../../apps/api/dist/sync/feeds.js').FactsFeed} FactsFeed */

/**
 * The feeds of daily numbers. Hours and minutes are not recorded: they are many, and nothing of the bench asks for them.
 *
 * @param {readonly string[] | null} names null: all of them
 * @returns {FactsFeed[]}
 */
export function recordedFeeds(names) {
  const daily = factsFeedsOf(CAPABILITIES, 1).filter(({ policy }) => policy.width === '1d');
  return names === null ? daily : daily.filter(({ name }) => names.includes(name));
}

/**
 * The finest grouping that OpenAI takes for a day.
 *
 * @param {FactsFeed} feed
 * @param {number} day its midnight in Unix seconds
 * @returns {readonly string[]}
 */
export function groupingOn({ groupings, capability }, day) {
  const since = (/** @type {string} */ dimension) => Date.parse(capability.groupedSince?.[dimension] ?? '1970-01-01');
  return groupings.find((groupBy) => groupBy.every((dimension) => since(dimension) <= day * 1000)) ?? [];
}

/**
 * The query of the buckets of days that one grouping holds for.
 *
 * @param {FactsFeed} feed
 * @param {number} day the first one's midnight in Unix seconds
 * @param {number} [days]
 */
export function daysQuery(feed, day, days = 1) {
  const query = new URLSearchParams({
    start_time: `${day}`,
    end_time: `${day + days * DAY}`,
    bucket_width: '1d',
    limit: `${days}`,
  });
  for (const dimension of groupingOn(feed, day)) query.append('group_by', dimension);
  return `${feed.capability.path}?${query}`;
}

/**
 * The months of a history as the sync reads them, newest first: half-open, in Unix seconds, each of one grouping.
 *
 * @param {{ firstDay: number, endDay: number }} history
 * @param {FactsFeed} feed
 */
export function windowsOf({ firstDay, endDay }, { policy }) {
  const borders = policy.borders.map((at) => at / 1000);
  /** @type {[number, number][]} */
  const windows = [];
  for (let start = firstDay; start < endDay;) {
    const at = new Date(start * 1000);
    const month = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 1000;
    const stop = Math.min(endDay, month, ...borders.filter((border) => border > start));
    windows.unshift([start, stop]);
    start = stop;
  }
  return windows;
}
