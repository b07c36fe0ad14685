// One stage alone: the points of a finished sync, copied once more into an empty database's same partitioned table
// with its indexes. Returns seconds and rows.
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';

/**
 * @param {{ source: string, target: string, folder: string }} databases addresses; the target has the schema, no rows
 * @returns {Promise<{ seconds: number, rows: number }>}
 */
export async function measureCopy({ source, target, folder }) {
  const file = join(folder, 'points.copy');
  const from = new pg.Client({ connectionString: source });
  const to = new pg.Client({ connectionString: target });
  await Promise.all([from.connect(), to.connect()]);
  try {
    await pipeline(from.query(copyStreams.to('COPY (SELECT * FROM points_1d) TO STDOUT')), createWriteStream(file));
    const { rows: partitions } = await from.query(`
      SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bounds
      FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = 'points_1d'::regclass`);
    for (const { name, bounds } of partitions) await to.query(`CREATE TABLE ${name} PARTITION OF points_1d ${bounds}`);
    const startedAt = performance.now();
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 18 }),
      to.query(copyStreams.from('COPY points_1d FROM STDIN')),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const { rows } = await to.query('SELECT count(*)::int AS rows FROM points_1d');
    return { seconds, rows: rows[0].rows };
  } finally {
    await Promise.all([from.end(), to.end()]);
    rmSync(file, { force: true });
  }
}
