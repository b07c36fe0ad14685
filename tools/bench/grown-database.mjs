// The database that figures are read from: the recorded organization, as the real server has stored it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../supported-node.mjs';
import { connected, createDatabase, note, readNote } from './databases.mjs';
import { recordedFeeds } from './recorded-feeds.mjs';
import { startReplay } from './server.mjs';
import { syncAll } from './synced.mjs';

/**
 * What is noted of a database once it is whole.
 *
 * @typedef {object} Grown
 * @property {string} complete what the recording was made from
 * @property {string} at
 * @property {string} server that read it
 * @property {import('./synced.mjs').Sync} sync
 * @property {boolean} isWhole false: it was broken off, and `sync` tells of the rest alone
 */

/** Tells one built server from another. */
export const serverStamp = () => readFileSync(join(root, 'apps/api/dist/.sources'), 'utf8');

/**
 * Makes the database once. A broken build goes on where it stopped, for what was read completely is covered.
 *
 * @param {import('./databases.mjs').DatabaseServer} server
 * @param {import('./recording.mjs').Recording} recording
 * @param {{ latencyMs: number, tell: (line: string) => void }} how
 * @returns {Promise<{ name: string, url: string, grown: Grown }>}
 */
export async function growDatabase(server, recording, { latencyMs, tell }) {
  const name = `bursar_bench_${recording.madeFrom.slice(0, 8)}`;
  const url = server.urlOf(name);
  const noted = await readNote(server, name);
  if (noted?.complete === recording.madeFrom) return { name, url, grown: noted };
  const isFresh = noted === undefined;
  if (isFresh) await createDatabase(server, name);
  tell(isFresh ? 'Reading the recording into the database (once) …' : 'Reading the rest of the recording …');
  const replay = await startReplay(recording, latencyMs);
  const dataDirectory = join(recording.folder, 'data');
  const sync = await syncAll(recording, { databaseUrl: url, dataDirectory, replay, tell }).finally(() => replay.stop());
  await refuseOtherCounts(url, recording);
  // As the autovacuum of a server that has run for a while leaves it.
  await connected(url, (client) => client.query('VACUUM (ANALYZE)'));
  const at = new Date().toISOString();
  /** @type {Grown} */
  const grown = { complete: recording.madeFrom, at, server: serverStamp(), sync, isWhole: isFresh };
  await note(server, name, grown);
  return { name, url, grown };
}

/**
 * How many points of each feed a database holds.
 *
 * @param {string} url @param {import('./recording.mjs').Recording} recording @returns {Promise<Record<string, number>>}
 */
export async function countPoints(url, { feeds }) {
  const { rows } = await connected(url, (client) =>
    client.query(`SELECT capability, kind, sum(points)::integer AS points
                    FROM (SELECT series_id, count(*) AS points FROM points_1d GROUP BY 1) p
                    JOIN series s ON s.id = p.series_id GROUP BY 1, 2`),
  );
  return Object.fromEntries(
    recordedFeeds(feeds).map(({ name, capabilityName, isOptional }) => {
      const kind = isOptional ? 'side' : 'base';
      return [name, rows.find((row) => row.capability === capabilityName && row.kind === kind)?.points ?? 0];
    }),
  );
}

/** @param {string} url @param {import('./recording.mjs').Recording} recording */
async function refuseOtherCounts(url, recording) {
  const stored = await countPoints(url, recording);
  const wrong = Object.entries(recording.rows).filter(([name, rows]) => stored[name] !== rows);
  if (wrong.length === 0) return;
  const seen = wrong.map(([name, rows]) => `${name} has ${stored[name]} points of ${rows}`);
  throw new Error(`The database does not hold what was recorded: ${seen.join(', ')}.`);
}
