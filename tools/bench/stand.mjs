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

/**
 * @typedef {object} Stand
 * @property {import('./sizes.mjs').Size} size
 * @property {import('./recording.mjs').Recording} recording
 * @property {string} databaseUrl the grown database: to be read, not to be changed
 * @property {import('./databases.mjs').DatabaseServer} databases for those that need one of their own
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
 * @param {{ scale: number, bench?: string, databaseUrl?: string | null, tell?: (line: string) => void }} options
 * @returns {Promise<Stand>}
 */
export async function openStand({
  scale,
  bench = BENCH_FOLDER,
  databaseUrl: given = process.env['DATABASE_URL'] || null,
  tell = console.log,
}) {
  const size = organizationSize(scale);
  const recording = await record(bench, size, tell);
  const { databases, end } = await openDatabases(recording.folder, given);
  /** @type {Set<import('./server.mjs').Server>} */
  const servers = new Set();
  const stop = async () => {
    for (const server of servers) await server.stop();
    await end();
  };
  try {
    const { url: databaseUrl } = await growDatabase(databases, recording, tell);
    const environment = { DATABASE_URL: databaseUrl, BURSAR_DATA_DIR: join(recording.folder, 'data') };
    return {
      size,
      recording,
      databaseUrl,
      databases,
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
