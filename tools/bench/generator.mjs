// Tells recordings of one generator from those of another, so that a changed simulator or another way of asking never
// meets data of before.
import { createHash } from 'node:crypto';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { readLists } from './recorded-lists.mjs';
import { daysQuery, recordedFeeds } from './recorded-feeds.mjs';
import { simulatorOptions } from './sizes.mjs';

/** To be raised when recordings are kept in another way. */
const FORMAT = 2;
/** With and without keys, with old models and new ones. */
const DAYS = ['2025-03-05', '2026-02-05', '2026-11-10'];

/**
 * What a small organization of the same settings answers, as a hash: the same as long as the generator makes the same.
 *
 * @param {import('./sizes.mjs').Size} size
 * @returns {Promise<string>}
 */
export async function fingerprintOf(size) {
  const small = { ...size, projects: 14, keys: 40, members: 12 };
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, size]));
  const simulator = await startSimulator(simulatorOptions(small));
  try {
    const headers = { authorization: `Bearer ${simulator.adminKey}` };
    for (const feed of recordedFeeds(size.feeds)) {
      for (const day of DAYS) {
        const response = await fetch(simulator.url + daysQuery(feed, Date.parse(day) / 1000), { headers });
        hash.update(feed.name).update(await response.text());
      }
    }
    return hash.update(JSON.stringify(await readLists(simulator, size.feeds === null))).digest('hex');
  } finally {
    await simulator.stop();
  }
}
