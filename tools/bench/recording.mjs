// What OpenAI would send, kept on disk: each day's bucket as the exact text of its answer, so that the server which
// replays it costs next to nothing and every stage of a measurement reads the same bytes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { fingerprintOf } from './generator.mjs';
import { readLists } from './recorded-lists.mjs';
import { DAY, dayQuery, recordedFeeds } from './recorded-feeds.mjs';
import { simulatorOptions, sizeName } from './sizes.mjs';

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
async function recordDays(folder, simulator, { feeds, firstDay, endDay, tell }) {
  /** @type {Record<string, number>} */
  const rows = {};
  let bytes = 0;
  for (let day = firstDay; day < endDay; day += DAY) {
    for (const feed of recordedFeeds(feeds)) {
      const text = await recordDay(dayFile(folder, feed.name, day), simulator, dayQuery(feed, day));
      rows[feed.name] = (rows[feed.name] ?? 0) + text.split(`"object":"${feed.capability.result}"`).length - 1;
      bytes += Buffer.byteLength(text);
    }
    const date = new Date(day * 1000);
    if (date.getUTCDate() === 1) tell(`  ${date.toISOString().slice(0, 7)}`);
  }
  return { rows, bytes };
}

/** @param {string} file @param {{ url: string, adminKey: string }} simulator @param {string} query @returns {Promise<string>} */
async function recordDay(file, { url, adminKey }, query) {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const response = await fetch(url + query, { headers: { authorization: `Bearer ${adminKey}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${query}: ${text.slice(0, 500)}`);
  // The envelope is made anew by the server that replays; the bucket's own digits stay as they are.
  const bucket = text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
  mkdirSync(join(file, '..'), { recursive: true });
  save(file, bucket);
  return bucket;
}

/** Whole or not at all. @param {string} file @param {string} text */
function save(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
