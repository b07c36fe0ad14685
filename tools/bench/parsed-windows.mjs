// Windows of a recording as the sync hands them to the store: read and parsed, so that storing is measured alone.
import { createAdminClient, readBuckets, RowMemory } from '@bursar/openai-admin';
import { groupingOn, recordedFeeds, windowsOf } from './recorded-feeds.mjs';

/**
 * @typedef {object} ParsedWindow
 * @property {import('./recorded-feeds.mjs').FactsFeed} feed
 * @property {number} start in Unix seconds
 * @property {number} end
 * @property {readonly string[]} groupBy
 * @property {{ start: number, rows: readonly import('@bursar/openai-admin').ResultRow[] }[]} batches
 * @property {number} points
 */

/** Of each feed, enough that a moment of the machine's does not count, and not so much that it does not fit into memory. */
const ENOUGH_POINTS = 100_000;

/**
 * The newest months of what most is stored of: of one that is billed, and of one that is used.
 *
 * @param {import('./recording.mjs').Recording} recording
 * @param {string} baseUrl of its replay
 * @returns {Promise<{ billed: ParsedWindow[], used: ParsedWindow[] }>}
 */
export async function parseWindows(recording, baseUrl) {
  const client = createAdminClient({ adminKey: recording.adminKey, baseUrl });
  const largest = (/** @type {boolean} */ isBilled) =>
    recordedFeeds(recording.feeds)
      .filter(({ capability }) => (capability.measures[capability.headline]?.unit === 'currency') === isBilled)
      .toSorted((a, b) => (recording.rows[b.name] ?? 0) - (recording.rows[a.name] ?? 0))[0];
  const newest = (/** @type {boolean} */ isBilled) => parseNewest(client, recording, largest(isBilled));
  return { billed: await newest(true), used: await newest(false) };
}

/**
 * @param {import('@bursar/openai-admin').AdminClient} client
 * @param {import('./recording.mjs').Recording} recording
 * @param {import('./recorded-feeds.mjs').FactsFeed | undefined} feed
 */
async function parseNewest(client, recording, feed) {
  /** @type {ParsedWindow[]} */
  const windows = [];
  if (feed === undefined) return windows;
  let points = 0;
  /** @type {Map<string, RowMemory>} */
  const memories = new Map();
  for (const [start, end] of windowsOf(recording, feed)) {
    if (points >= ENOUGH_POINTS) break;
    const groupBy = groupingOn(feed, start);
    const rowMemory = memories.get(groupBy.join()) ?? new RowMemory(feed.capability, groupBy);
    memories.set(groupBy.join(), rowMemory);
    const window = await parseWindow(client, { feed, start, end, groupBy }, rowMemory);
    windows.push(window);
    points += window.points;
  }
  return windows;
}

/**
 * @param {import('@bursar/openai-admin').AdminClient} client
 * @param {Omit<ParsedWindow, 'batches' | 'points'>} window
 * @param {RowMemory} rowMemory
 * @returns {Promise<ParsedWindow>}
 */
async function parseWindow(client, window, rowMemory) {
  const { feed, start, end, groupBy } = window;
  const asked = { capability: feed.capability, width: /** @type {const} */ ('1d'), groupBy, rowMemory };
  /** @type {ParsedWindow['batches']} */
  let batches = [];
  for await (const event of readBuckets(client, { ...asked, startSeconds: start, endSeconds: end })) {
    if (event.kind === 'rows') batches.push({ start: event.startSeconds, rows: event.rows });
    // What is larger than the client takes is asked for once more, in smaller pages.
    if (event.kind === 'restart') batches = [];
  }
  return { ...window, batches, points: batches.reduce((points, { rows }) => points + rows.length, 0) };
}
