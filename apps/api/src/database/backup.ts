/** Writes everything that Bursar has collected into one file. */
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { readSchemaVersion, withUtc } from './data-source.js';
import { listOwnTables, listPartitions, type OwnTable, type Partition, quoted } from './own-tables.js';

/** First line of a backup. */
export interface BackupHeader {
  bursar_backup: 1;
  made_at: string;
  /** Names of the migrations: a backup fits a database with exactly these. */
  schema: string[];
  partitions: Partition[];
}

/** Comes before the rows of a table, which are in Postgres's own text format and end with a line `\.`. */
export interface TableHeader {
  table: string;
  columns: string[];
}

/** Last line: without it, a backup is not whole. */
export interface BackupTrailer {
  rows: Record<string, number>;
}

export const END_OF_ROWS = '\\.';

/**
 * Backs a database up, as it is at one instant, while it is being used.
 *
 * The file takes its name only when it is whole and on the disk; a backup that was cut never looks like one.
 *
 * @returns how many rows of each table it holds
 */
export async function backUp(databaseUrl: string, file: string): Promise<BackupTrailer['rows']> {
  const client = new pg.Client({ connectionString: withUtc(databaseUrl) });
  const draft = `${file}.part`;
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    const rows: BackupTrailer['rows'] = {};
    await pipeline(
      Readable.from(lines(client, rows)),
      createGzip({ level: 6 }),
      createWriteStream(draft, { mode: 0o600 }),
    );
    await flushToDisk(draft);
    await rename(draft, file);
    return rows;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function* lines(client: pg.Client, rows: BackupTrailer['rows']): AsyncGenerator<string | Buffer> {
  const header: BackupHeader = {
    bursar_backup: 1,
    made_at: new Date().toISOString(),
    schema: await readSchemaVersion(client),
    partitions: await listPartitions(client),
  };
  yield `${JSON.stringify(header)}\n`;
  for (const table of await listOwnTables(client)) yield* tableLines(client, table, rows);
  yield `${JSON.stringify({ rows } satisfies BackupTrailer)}\n`;
}

async function* tableLines(
  client: pg.Client,
  { name, columns }: OwnTable,
  rows: BackupTrailer['rows'],
): AsyncGenerator<string | Buffer> {
  yield `${JSON.stringify({ table: name, columns } satisfies TableHeader)}\n`;
  // A query, for a table with partitions cannot be copied as such.
  const source = copyTo(`copy (select ${columns.map(quoted).join(', ')} from ${quoted(name)}) to stdout`);
  yield* client.query(source);
  yield `${END_OF_ROWS}\n`;
  rows[name] = source.rowCount;
}

async function flushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
