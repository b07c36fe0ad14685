// How fast the store takes points that are read and parsed, against COPY of the same points.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAPABILITIES } from '@bursar/contract';
import { openDatabase } from '../../apps/api/dist/database/data-source.js';
import { MeteringStore } from '../../apps/api/dist/metering/metering.store.js';
import { createDatabase } from './databases.mjs';
import { figureOf } from './figures.mjs';
import { parseWindows } from './parsed-windows.mjs';
import { startReplay } from './server.mjs';
import { measureCopy } from './stage-copy.mjs';

const DAY_MS = 86_400_000;
/** So much later than they were recorded, points meet none that are stored; the months are as long. */
const YEARS_LATER = 4;

/** @typedef {import('./parsed-windows.mjs').ParsedWindow} ParsedWindow */
/** @typedef {{ width: '1d' | '1h', yearsLater?: number }} Manner */

/** @type {import('./stages.mjs').Stage} */
export async function measureIngest({ stand, isQuick }) {
  const { recording, databases, databaseName } = await stand();
  const replay = await startReplay(recording, 0);
  const { billed, used } = await parseWindows(recording, replay.baseUrl).finally(() => replay.stop());
  const windows = [...billed, ...used];
  const directory = mkdtempSync(join(tmpdir(), 'bursar-bench-'));
  const make = (/** @type {string} */ name) => createDatabase(databases, `bursar_bench_${name}`);
  const copied = async (/** @type {string} */ source, /** @type {'points_1d' | 'points_1h'} */ table) => {
    const target = await make('copy');
    await target.migrate();
    const { seconds, rows } = await measureCopy({ source, target: target.url, folder: directory, table });
    await target.drop();
    return rows / seconds;
  };
  try {
    if (!isQuick) await warmUp(await make('warm'), windows.slice(-1));
    const empty = await make('empty');
    const first = await ingest(empty.url, windows, { width: '1d' });
    const limit = await copied(empty.url, 'points_1d');
    const again = await ingest(empty.url, windows, { width: '1d' });
    const hours = await ingest(empty.url, used, { width: '1h' });
    const limitOfHours = await copied(empty.url, 'points_1h');
    await empty.drop();
    const full = await createDatabase(databases, 'bursar_bench_more', { like: databaseName });
    const later = { width: /** @type {const} */ ('1d'), yearsLater: YEARS_LATER };
    const firstInFull = await ingest(full.url, windows, later);
    const againInFull = await ingest(full.url, windows, later);
    await full.drop();
    const unit = 'points/s';
    return [
      figureOf('ingest into an empty database', first, unit, { limit, goal: '≥ 0.3' }),
      figureOf('ingest into the full database', firstInFull, unit, { limit, goal: '≥ 0.3' }),
      figureOf('ingest without rollups (hours)', hours, unit, { limit: limitOfHours, goal: '≥ 0.6' }),
      figureOf('reading an unchanged window again, against its first read', again, unit, { limit: first, goal: '≥ 3' }),
      figureOf('reading an unchanged window again, full database', againInFull, unit, {
        limit: firstInFull,
        goal: '≥ 3',
      }),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * A server that runs has its code compiled.
 *
 * @param {Awaited<ReturnType<typeof createDatabase>>} database
 * @param {ParsedWindow[]} windows
 */
async function warmUp(database, windows) {
  await ingest(database.url, windows, { width: '1d' });
  await database.drop();
}

/**
 * Stores windows one after the other. Points in a second.
 *
 * @param {string} url of a database, which gets the schema where it has none
 * @param {readonly ParsedWindow[]} windows
 * @param {Manner} manner
 */
async function ingest(url, windows, manner) {
  const dataSource = await openDatabase(url, { poolSize: 4 });
  try {
    const store = new MeteringStore(dataSource, CAPABILITIES);
    const organizationId = await organizationIn(dataSource);
    let [seconds, points] = [0, 0];
    for (const window of windows) {
      const feed = manner.width === '1h' ? window.feed.name.replace('-1d/', '-1h/') : window.feed.name;
      const fence = await fenceOf(dataSource, organizationId, feed);
      const startedAt = performance.now();
      const stored = await storeWindow(store, window, { ...manner, organizationId, feed, fence });
      seconds += (performance.now() - startedAt) / 1000;
      if (stored !== window.points) throw new Error(`${stored} of ${window.points} points of ${feed} were stored.`);
      points += stored;
    }
    return points / seconds;
  } finally {
    await dataSource.destroy();
  }
}

/**
 * @param {MeteringStore} store
 * @param {ParsedWindow} window
 * @param {Manner & { organizationId: number, feed: string, fence: bigint }} target
 */
async function storeWindow(store, window, { width, yearsLater = 0, organizationId, feed, fence }) {
  const from = new Date(window.start * 1000);
  const shift = (Date.UTC(from.getUTCFullYear() + yearsLater, from.getUTCMonth(), from.getUTCDate()) - +from) / 1000;
  const end = new Date((window.end + shift) * 1000);
  const writer = await store.openWindow({
    organizationId,
    capability: window.feed.capabilityName,
    width,
    start: new Date((window.start + shift) * 1000),
    end,
    groupBy: window.groupBy,
    feed,
    fence,
  });
  try {
    for (const { start, rows } of window.batches) await writer.append(start + shift, rows);
    await writer.prepare();
    const { rows } = await writer.commit(new Date(end.getTime() + 4 * DAY_MS));
    return rows;
  } finally {
    await writer.abort();
  }
}

/** The one organization; made where there is none. @param {import('typeorm').DataSource} dataSource @returns {Promise<number>} */
async function organizationIn(dataSource) {
  const [found] = await dataSource.query('SELECT id FROM organizations LIMIT 1');
  if (found !== undefined) return found.id;
  const [made] = await dataSource.query(
    `INSERT INTO organizations (openai_id, state) VALUES ('org-bench', 'active') RETURNING id`,
  );
  return made.id;
}

/** @param {import('typeorm').DataSource} dataSource @param {number} organizationId @param {string} feed */
async function fenceOf(dataSource, organizationId, feed) {
  await dataSource.query(
    'INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, $2, 1) ON CONFLICT (organization_id, feed) DO NOTHING',
    [organizationId, feed],
  );
  const [row] = await dataSource.query('SELECT fence FROM feeds WHERE organization_id = $1 AND feed = $2', [
    organizationId,
    feed,
  ]);
  return BigInt(row.fence);
}
