/** Reads a backup into an empty database. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import type { BackupTrailer } from './backup.js';
import { BackupReader } from './backup-reader.js';
import { readSchemaVersion, withUtc } from './data-source.js';
import { listOwnTables, type OwnTable, type Partition, quoted } from './own-tables.js';
import { isErrno } from './processes.js';

/** The backup does not fit, or is not one; the message says what to do. Nothing was changed. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}

/** Only what a backup of ours can say: these words become part of statements. */
const partition = z.object({
  parent: z.string().regex(/^\w+$/),
  name: z.string().regex(/^\w+$/),
  bounds: z.string().regex(/^(DEFAULT|FOR VALUES FROM \('[^']+'\) TO \('[^']+'\))$/),
});
const header = z.object({
  bursar_backup: z.literal(1),
  made_at: z.string(),
  schema: z.array(z.string()),
  partitions: z.array(partition),
});
const tableHeader = z.object({ table: z.string(), columns: z.array(z.string()) });
const trailer = z.object({ rows: z.record(z.string(), z.number()) });

/**
 * Restores a backup in one transaction: all of it, or nothing.
 *
 * The database has to have the schema of the backup (Bursar makes it at its start) and no rows.
 *
 * @returns how many rows of each table were restored
 * @throws RestoreError when file or database are not what is needed
 */
export async function restore(databaseUrl: string, file: string): Promise<BackupTrailer['rows']> {
  const client = new pg.Client({ connectionString: withUtc(databaseUrl) });
  await client.connect();
  try {
    await client.query('begin');
    const rows = await restoreAll(client, new BackupReader(file), file);
    await client.query('commit');
    await client.query('analyze');
    return rows;
  } catch (error) {
    throw isErrno(error, 'ENOENT', 'EACCES', 'EISDIR', 'Z_BUF_ERROR', 'Z_DATA_ERROR')
      ? new RestoreError(`${file} cannot be read as a backup (${error.code}). Nothing was changed.`)
      : error;
  } finally {
    await client.end();
  }
}

async function restoreAll(client: pg.Client, reader: BackupReader, file: string): Promise<BackupTrailer['rows']> {
  const { schema, partitions } = parse(header, await reader.line(), file);
  await refuseOtherSchema(client, schema);
  const tables = await listOwnTables(client);
  await refuseRows(client, tables);
  await makePartitions(client, partitions);
  const restored: BackupTrailer['rows'] = {};
  for (let line = await reader.line(); line !== null; line = await reader.line()) {
    if (line.startsWith('{"rows":')) {
      refuseOtherCounts(parse(trailer, line, file).rows, restored, file);
      return restored;
    }
    const { table: name, columns } = parse(tableHeader, line, file);
    const table = tables.find(
      (known) => known.name === name && columns.every((column) => known.columns.includes(column)),
    );
    if (table === undefined) throw new RestoreError(`${file} holds a table ${name} that this version does not have.`);
    restored[name] = await restoreTable(client, { ...table, columns }, reader);
  }
  throw new RestoreError(`${file} is cut off: its end is missing. Nothing was changed.`);
}

function parse<T>(schema: z.ZodType<T>, line: string | null, file: string): T {
  const value: unknown = line?.startsWith('{') && line.endsWith('}') ? JSON.parse(line) : null;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RestoreError(`${file} is not a backup of Bursar, or not one that this version reads. Nothing was changed.`);
}

async function refuseOtherSchema(client: pg.Client, wanted: readonly string[]): Promise<void> {
  const present = await readSchemaVersion(client);
  if (present.join() === wanted.join()) return;
  throw new RestoreError(
    `The backup has ${wanted.length} migrations up to "${wanted.at(-1)}", this version of Bursar ${present.length} up to "${present.at(-1)}". Restore with the version that made the backup, then start the later one.`,
  );
}

async function refuseRows(client: pg.Client, tables: readonly OwnTable[]): Promise<void> {
  for (const { name } of tables) {
    await client.query(`lock table ${quoted(name)} in exclusive mode`);
    const { rows } = await client.query(`select 1 from ${quoted(name)} limit 1`);
    if (rows.length === 0) continue;
    throw new RestoreError(
      `The database is not empty (${name} has rows). A backup goes into an empty one only: choose another folder with BURSAR_DATA_DIR or another DATABASE_URL.`,
    );
  }
}

async function makePartitions(client: pg.Client, partitions: readonly Partition[]): Promise<void> {
  for (const { parent, name, bounds } of partitions) {
    await client.query(`create table if not exists ${quoted(name)} partition of ${quoted(parent)} ${bounds}`);
  }
}

async function restoreTable(client: pg.Client, table: OwnTable, reader: BackupReader): Promise<number> {
  const { name, columns, identity } = table;
  const target = client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`));
  await pipeline(Readable.from(reader.rows()), target);
  if (identity !== null) {
    // Ids go on after the highest one that was ever restored.
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), max(${quoted(identity)})) from ${quoted(name)} having count(*) > 0`,
      [quoted(name), identity],
    );
  }
  return target.rowCount;
}

function refuseOtherCounts(wanted: BackupTrailer['rows'], restored: BackupTrailer['rows'], file: string): void {
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(restored)])) {
    if (wanted[name] === restored[name]) continue;
    throw new RestoreError(
      `${file} promises ${wanted[name] ?? 'no'} rows of ${name} and holds ${restored[name] ?? 'none'}. Nothing was changed.`,
    );
  }
}
