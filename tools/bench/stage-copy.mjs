// What storing costs at least: stored points, copied once more into an empty database's same partitioned table with its
// indexes.
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';

/**
 * @param {{ source: string, target: string, folder: string, table?: string }} what addresses of two databases, of which
 *   the target has the schema and no rows of the table; a folder for what is copied
 * @returns {Promise<{ seconds: number, rows: number }>}
 */
export async function measureCopy({ source, target, folder, table = 'points_1d' }) {
  const file = join(folder, 'points.copy');
  const from = new pg.Client({ connectionString: source });
  const to = new pg.Client({ connectionString: target });
  await Promise.all([from.connect(), to.connect()]);
  try {
    await pipeline(from.query(copyStreams.to(`COPY (SELECT * FROM ${table}) TO STDOUT`)), createWriteStream(file));
    const { rows: partitions } = await from.query(`
      SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bounds
      FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = '${table}'::regclass`);
    for (const { name, bounds } of partitions) await to.query(`CREATE TABLE ${name} PARTITION OF ${table} ${bounds}`);
    const startedAt = performance.now();
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 18 }),
      to.query(copyStreams.from(`COPY ${table} FROM STDIN`)),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const { rows } = await to.query(`SELECT count(*)::int AS rows FROM ${table}`);
    return { seconds, rows: rows[0].rows };
  } finally {
    await Promise.all([from.end(), to.end()]);
    rmSync(file, { force: true });
  }
}
