// How many points there are, and what they take on disk with everything that is kept for their sake: indexes, rollups,
// series, readings, ledger.
import { connected } from './databases.mjs';
import { figureOf } from './figures.mjs';
import { countPoints } from './grown-database.mjs';

/** A series, an instant and a few numbers, written down as they are. */
const RAW_BYTES = 40;
const TABLES = [
  'points_1d',
  'points_1h',
  'points_1m',
  'rollups_1d',
  'rollups_1mo',
  'series',
  'readings',
  'restatements',
];

/** @type {import('./stages.mjs').Stage} */
export async function measureDisk({ stand }) {
  const { recording, databaseUrl } = await stand();
  const recorded = sum(recording.rows);
  const points = sum(await countPoints(databaseUrl, recording));
  const bytes = await connected(databaseUrl, sizeOfTables);
  const perMillion = (/** @type {number} */ size) => size / points;
  const of = (/** @type {readonly string[]} */ tables) =>
    perMillion(tables.reduce((sum, table) => sum + (bytes.get(table) ?? 0), 0));
  return [
    figureOf('points stored, against rows recorded', points, 'points', { limit: recorded, goal: '≥ 1' }),
    figureOf('size on disk of a million points, all included', of(TABLES), 'MB', { limit: RAW_BYTES, goal: '≤ 4' }),
    figureOf('size on disk of a million points: the points alone', of(['points_1d']), 'MB', { limit: RAW_BYTES }),
    figureOf('size on disk of a million points: rollups by day', of(['rollups_1d']), 'MB', { limit: RAW_BYTES }),
    figureOf('size on disk of a million points: rollups by month', of(['rollups_1mo']), 'MB', { limit: RAW_BYTES }),
  ];
}

/** @param {Record<string, number>} counts */
const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** Bytes with indexes and partitions. @param {import('pg').Client} client @returns {Promise<Map<string, number>>} */
async function sizeOfTables(client) {
  const { rows } = await client.query(
    `SELECT name, (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree(name::regclass))::bigint AS partitions,
            pg_total_relation_size(name::regclass) AS own
       FROM unnest($1::text[]) AS name`,
    [TABLES],
  );
  return new Map(rows.map(({ name, partitions, own }) => [name, Number(partitions ?? 0) || Number(own)]));
}
