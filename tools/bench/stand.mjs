// What all figures are measured on: the recorded organization, the database that holds it, and servers on it.
import { join } from 'node:path';
import { growDatabase } from './grown-database.mjs';
import { embeddedServer, givenServer } from './databases.mjs';
import { record } from './recording.mjs';
import { startServer } from './server.mjs';
import { organizationSize } from './sizes.mjs';
import { root } from '../supported-node.mjs';

/** Where recordings and databases are kept. */
export const BENCH_FOLDER = join(root, '.bench');

/** What a full sync waits for each answer of OpenAI. */
const LATENCY_MS = 20;

/**
 * @typedef {object} Stand
 * @property {import('./sizes.mjs').Size} size
 * @property {import('./recording.mjs').Recording} recording
 * @property {string} databaseName
 * @property {string} databaseUrl the grown database: to be read, not to be changed
 * @property {import('./databases.mjs').DatabaseServer} databases for those that need one of their own
 * @property {import('./grown-database.mjs').Grown} grown how it came to be
 * @property {number} latencyMs of OpenAI's answers in a full sync
 * @property {(extraEnv?: Record<string, string>) => Promise<import('./server.mjs').Server>} startServer on the grown
 *   database. It is given no admin key, so that it collects nothing while something is measured
 * @property {() => Promise<void>} stop ends its servers and its Postgres; what was built is kept
 */

/**
 * Records the organization of a scale and builds its database, or takes both from where they were built before:
 * `.bench`, or beside the database of DATABASE_URL.
 *
 * To be called once the server is built, see `buildApi`.
 *
 * @param {{
 *   scale: number, isQuick?: boolean, bench?: string, databaseUrl?: string | null, tell?: (line: string) => void
 * }} options
 * @returns {Promise<Stand>}
 */
export async function openStand({
  scale,
  isQuick = false,
  bench = BENCH_FOLDER,
  databaseUrl: given = process.env['DATABASE_URL'] || null,
  tell = console.log,
}) {
  const latencyMs = isQuick ? 0 : LATENCY_MS;
  const size = organizationSize(scale, isQuick);
  const recording = await record(bench, size, tell);
  const { databases, end } = await openDatabases(recording.folder, given);
  /** @type {Set<import('./server.mjs').Server>} */
  const servers = new Set();
  const stop = async () => {
    for (const server of servers) await server.stop();
    await end();
  };
  try {
    tell(`  ${countsOf(recording)}`);
    const {
      name: databaseName,
      url: databaseUrl,
      grown,
    } = await growDatabase(databases, recording, { latencyMs, tell });
    const environment = { DATABASE_URL: databaseUrl, BURSAR_DATA_DIR: join(recording.folder, 'data') };
    return {
      size,
      recording,
      databaseName,
      databaseUrl,
      databases,
      grown,
      latencyMs,
      async startServer(extraEnv = {}) {
        const months = { BURSAR_BACKFILL_MONTHS: `${size.months}` };
        const server = await startServer({ ...environment, ...months, ...extraEnv });
        servers.add(server);
        const running = { ...server, stop: () => (servers.delete(server) ? server.stop() : Promise.resolve()) };
        return running;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('./recording.mjs').Recording} recording */
function countsOf({ months, projects, keys, members, rows, bytes }) {
  const sum = (/** @type {(name: string) => boolean} */ isMeant) =>
    Object.entries(rows)
      .reduce((total, [name, count]) => total + (isMeant(name) ? count : 0), 0)
      .toLocaleString('en');
  const isUsage = (/** @type {string} */ name) => name.startsWith('usage-');
  const size = `${months} months, ${projects} projects, ${keys} keys, ${members} people`;
  const points = `${sum(isUsage)} points of usage, ${sum((name) => !isUsage(name))} of costs`;
  return `${size}: ${points}, ${(bytes / 1e6).toFixed(0)} MB of pages`;
}

/**
 * @param {string} folder
 * @param {string | null} given
 * @returns {Promise<{ databases: import('./databases.mjs').DatabaseServer, end: () => Promise<void> }>}
 */
export async function openDatabases(folder, given) {
  if (given !== null) return { databases: givenServer(given), end: () => Promise.resolve() };
  await import('../typescript-sources.mjs');
  const { startEmbeddedPostgres } = await import('../../apps/api/src/database/embedded-postgres.ts');
  const postgres = await startEmbeddedPostgres({ dataDirectory: join(folder, 'postgres') });
  return { databases: embeddedServer(postgres.socketDirectory), end: () => postgres.stop() };
}
