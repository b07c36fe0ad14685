// Lets the real server read a whole recording, and tells how long it took and what it needed.
import { recordedFeeds } from './recorded-feeds.mjs';
import { residentMegabytes } from './processes.mjs';
import { getJson, startServer } from './server.mjs';

const POLL_MS = 250;

/**
 * @typedef {object} Sync
 * @property {number} seconds from the first moment at which the server answered until no day is left to read
 * @property {number} peakMegabytes resident memory of the server, Postgres not counted
 */

/**
 * Reads all that the recording holds; a database that holds a part of it already gets the rest.
 *
 * @param {import('./recording.mjs').Recording} recording
 * @param {{ databaseUrl: string, dataDirectory: string, replay: { env: Record<string, string> } }} surroundings
 * @param {(server: import('./server.mjs').Server) => Promise<void>} [afterwards] while the server still runs
 * @returns {Promise<Sync>}
 */
export async function syncAll(recording, { databaseUrl, dataDirectory, replay }, afterwards = async () => undefined) {
  const server = await startServer({
    ...replay.env,
    DATABASE_URL: databaseUrl,
    BURSAR_DATA_DIR: dataDirectory,
    BURSAR_BACKFILL_MONTHS: `${recording.months}`,
  });
  try {
    const names = recordedFeeds(recording.feeds).map(({ name }) => name);
    const seconds = await untilRead(server.address, names);
    const { peak } = residentMegabytes(server.pid);
    await afterwards(server);
    return { seconds, peakMegabytes: peak };
  } finally {
    await server.stop();
  }
}

/** @param {string} address @param {readonly string[]} names */
async function untilRead(address, names) {
  const servedAt = performance.now();
  for (;;) {
    const { feeds } = await getJson(`${address}/api/v1/sync`);
    const recorded = feeds.filter((/** @type {{ feed: string }} */ { feed }) => names.includes(feed));
    const failed = recorded.find((/** @type {{ last_error: unknown }} */ { last_error }) => last_error !== null);
    if (failed !== undefined) throw new Error(`${failed.feed}: ${failed.last_error.message}`);
    const isRead = (/** @type {{ coverage: unknown[], backfill: unknown }} */ { coverage, backfill }) =>
      coverage.length > 0 && backfill === null;
    if (recorded.length === names.length && recorded.every(isRead)) return (performance.now() - servedAt) / 1000;
    await new Promise((settle) => setTimeout(settle, POLL_MS));
  }
}
