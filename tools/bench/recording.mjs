// What OpenAI would send, kept on disk: each day's bucket as the exact text of its answer, so that the server which
// replays it costs next to nothing and every stage of a measurement reads the same bytes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { fingerprintOf } from './generator.mjs';
import { readLists } from './recorded-lists.mjs';
import { DAY, daysQuery, recordedFeeds, windowsOf } from './recorded-feeds.mjs';
import { simulatorOptions, sizeName } from './sizes.mjs';

/** What OpenAI answers at most at once. */
const MOST_DAYS = 31;
const ANSWER_BYTES = 32e6;

/**
 * @typedef {import('./sizes.mjs').Size & {
 *   folder: string, madeFrom: string, organizationId: string, adminKey: string,
 *   firstDay: number, endDay: number, bytes: number, rows: Record<string, number>
 * }} Recording `firstDay` and `endDay` in Unix seconds, half-open; `rows` by feed
 */

/**
 * Makes the recording once; a broken one goes on with the day at which it stopped.
 *
 * @param {string} bench the folder of all recordings
 * @param {import('./sizes.mjs').Size} size
 * @param {(line: string) => void} [tell]
 * @returns {Promise<Recording>}
 */
export async function record(bench, size, tell = () => undefined) {
  const madeFrom = await fingerprintOf(size);
  const folder = join(bench, `${sizeName(size)}-${madeFrom.slice(0, 8)}`);
  const done = join(folder, 'recording.json');
  if (existsSync(done)) return { ...JSON.parse(readFileSync(done, 'utf8')), folder };
  tell(`Recording what OpenAI says in ${folder} (once) …`);
  const simulator = await startSimulator(simulatorOptions(size));
  try {
    const { firstDay, endDay } = spanOf(size);
    const counted = await recordDays(folder, simulator, { ...size, firstDay, endDay, tell });
    save(join(folder, 'lists.json'), JSON.stringify(await readLists(simulator, size.feeds === null)));
    const { organizationId, adminKey } = simulator;
    const recording = { ...size, madeFrom, organizationId, adminKey, firstDay, endDay, ...counted };
    save(done, JSON.stringify(recording));
    return { ...recording, folder };
  } finally {
    await simulator.stop();
  }
}

/** The file of a day's bucket. @param {string} folder @param {string} feed @param {number} day */
export const dayFile = (folder, feed, day) => join(folder, 'days', feed.replace('/', '-'), `${day}.json`);

/** From the first of the oldest month to the end of the running day. @param {import('./sizes.mjs').Size} size */
function spanOf({ now, months }) {
  const at = new Date(now);
  return {
    firstDay: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1) / 1000,
    endDay: Math.floor(at.getTime() / 1000 / DAY) * DAY + DAY,
  };
}

/**
 * @param {string} folder
 * @param {{ url: string, adminKey: string }} simulator
 * @param {{ feeds: string[] | null, firstDay: number, endDay: number, tell: (line: string) => void }} what
 */
async function recordDays(folder, simulator, { feeds, tell, ...span }) {
  /** @type {Record<string, number>} */
  const rows = {};
  let bytes = 0;
  for (const feed of recordedFeeds(feeds)) {
    tell(`  ${feed.name}`);
    mkdirSync(join(dayFile(folder, feed.name, 0), '..'), { recursive: true });
    const recorded = await recordFeed(folder, simulator, { feed, windows: windowsOf(span, feed) });
    rows[feed.name] = recorded.rows;
    bytes += recorded.bytes;
  }
  return { rows, bytes };
}

/**
 * As many days with one question as make a moderate answer.
 *
 * @param {string} folder
 * @param {{ url: string, adminKey: string }} simulator
 * @param {{ feed: import('./recorded-feeds.mjs').FactsFeed, windows: readonly [number, number][] }} what
 */
async function recordFeed(folder, simulator, { feed, windows }) {
  let [rows, bytes, daysAtOnce] = [0, 0, 1];
  for (const [start, stop] of windows) {
    for (let day = start; day < stop;) {
      const files = filesFrom(folder, feed.name, { day, stop, most: daysAtOnce });
      const texts = existsSync(files[0] ?? '')
        ? [readFileSync(files[0] ?? '', 'utf8')]
        : bucketsOf(await ask(simulator, daysQuery(feed, day, files.length)));
      texts.forEach((text, index) => save(files[index] ?? '', text));
      const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      rows += texts.reduce((sum, text) => sum + text.split(`"object":"${feed.capability.result}"`).length - 1, 0);
      bytes += size;
      day += texts.length * DAY;
      daysAtOnce = Math.max(1, Math.min(MOST_DAYS, Math.floor((ANSWER_BYTES * texts.length) / (size + 1))));
    }
  }
  return { rows, bytes };
}

/**
 * The files of the days that are to be asked for together: one that is there already stands alone.
 *
 * @param {string} folder
 * @param {string} feed
 * @param {{ day: number, stop: number, most: number }} days
 */
function filesFrom(folder, feed, { day, stop, most }) {
  const files = [dayFile(folder, feed, day)];
  for (let next = day + DAY; next < stop && files.length < most; next += DAY) {
    const file = dayFile(folder, feed, next);
    if (existsSync(file)) break;
    files.push(file);
  }
  return files;
}

/** @param {{ url: string, adminKey: string }} simulator @param {string} query @returns {Promise<string>} */
async function ask({ url, adminKey }, query) {
  const response = await fetch(url + query, { headers: { authorization: `Bearer ${adminKey}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${query}: ${text.slice(0, 500)}`);
  return text;
}

/**
 * The envelope is made anew by the server that replays; the buckets' own digits stay as they are.
 *
 * @param {string} page as the simulator writes it, where no text can hold an unescaped quote
 */
function bucketsOf(page) {
  const head = '{"object":"bucket"';
  const inside = page.slice(page.indexOf('[') + 1, page.lastIndexOf(']'));
  return inside
    .split(head)
    .slice(1)
    .map((rest) => head + rest.replace(/,$/, ''));
}

/** Whole or not at all. @param {string} file @param {string} text */
function save(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
