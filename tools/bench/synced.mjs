// Lets the real server read a whole recording, and tells how long it took and what it needed.
import { recordedFeeds } from './recorded-feeds.mjs';
import { residentMegabytes } from './processes.mjs';
import { getJson, startServer } from './server.mjs';

/** Asking costs the server as well: rarely while much is left, more often when the end is near. */
const POLL_MS = 1000;
const LAST_POLLS_MS = 250;
const NEARLY_READ = 0.9;
const STEPS_TOLD = 10;

/**
 * @typedef {object} Sync
 * @property {number} seconds from the first moment at which the server answered until no day is left to read
 * @property {number} peakMegabytes resident memory of the server, Postgres not counted
 */

/**
 * Reads all that the recording holds; a database that holds a part of it already gets the rest.
 *
 * @param {import('./recording.mjs').Recording} recording
 * @param {{
 *   databaseUrl: string, dataDirectory: string, replay: { env: Record<string, string> }, tell: (line: string) => void
 * }} surroundings
 * @param {(server: import('./server.mjs').Server) => Promise<void>} [afterwards] while the server still runs
 * @returns {Promise<Sync>}
 */
export async function syncAll(
  recording,
  { databaseUrl, dataDirectory, replay, tell },
  afterwards = async () => undefined,
) {
  const server = await startServer({
    ...replay.env,
    DATABASE_URL: databaseUrl,
    // What a call takes is told of an answer that is made, not of one that is given again.
    BURSAR_ANSWER_CACHE: 'off',
    BURSAR_DATA_DIR: dataDirectory,
    BURSAR_BACKFILL_MONTHS: `${recording.months}`,
  });
  try {
    const names = recordedFeeds(recording.feeds).map(({ name }) => name);
    const seconds = await untilRead(server.address, { names, rows: recording.rows, tell });
    const { peak } = residentMegabytes(server.pid);
    await afterwards(server);
    return { seconds, peakMegabytes: peak };
  } finally {
    await server.stop();
  }
}

/**
 * @typedef {object} Status
 * @property {string} feed
 * @property {unknown[]} coverage
 * @property {{ share: number } | null} backfill
 * @property {{ message: string } | null} last_error
 */

/**
 * @param {string} address
 * @param {{ names: readonly string[], rows: Record<string, number>, tell: (line: string) => void }} what
 */
async function untilRead(address, { names, rows, tell }) {
  const servedAt = performance.now();
  for (let told = 0; ;) {
    /** @type {{ feeds: Status[] }} */
    const { feeds } = await getJson(`${address}/api/v1/sync`);
    const recorded = feeds.filter(({ feed }) => names.includes(feed));
    const failed = recorded.find(({ last_error }) => last_error !== null);
    if (failed !== undefined) throw new Error(`${failed.feed}: ${failed.last_error?.message}`);
    if (recorded.length === names.length && recorded.every(isRead)) return (performance.now() - servedAt) / 1000;
    const share = shareOf(recorded, rows);
    const step = Math.floor(share * STEPS_TOLD);
    if (step > told) tell(`  ${(step * 100) / STEPS_TOLD} % is read`);
    told = Math.max(told, step);
    await new Promise((settle) => setTimeout(settle, share < NEARLY_READ ? POLL_MS : LAST_POLLS_MS));
  }
}

/** @param {Status} status */
const isRead = ({ coverage, backfill }) => coverage.length > 0 && backfill === null;

/** About how much is read, by the rows of the feeds. @param {readonly Status[]} statuses @param {Record<string, number>} rows */
function shareOf(statuses, rows) {
  let [read, all] = [0, 1];
  for (const status of statuses) {
    const ofFeed = rows[status.feed] ?? 0;
    all += ofFeed;
    read += ofFeed * (isRead(status) ? 1 : (status.backfill?.share ?? 0));
  }
  return read / all;
}
