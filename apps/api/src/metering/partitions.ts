import type { Width } from '@bursar/contract';
import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';

/** With a partition's name, a number that no other user of this database locks. */
const PARTITION_LOCK = 7_240_551_308;

export interface Partition {
  name: string;
  start: Date;
  end: Date;
}

export const pointsTable = (width: Width): string => `points_${width}`;

/**
 * Makes those partitions of a window that do not exist, as tables that are not attached yet.
 *
 * To be attached in the same transaction: filled first and attached then, a partition gets its index in one go, which
 * takes a fifth of the time of growing it row by row. Not made by CREATE … PARTITION OF, which would wait for every
 * reader of the table and block the next.
 *
 * @returns the new ones; two writers that need the same one wait for each other, by name and in one order.
 */
export async function makePartitions(client: PoolClient, width: Width, start: Date, end: Date): Promise<Partition[]> {
  const needed = partitionsOf(width, start, end);
  let missing = await absent(client, needed);
  if (missing.length === 0) return [];
  for (const { name } of missing) {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, $2))', [name, PARTITION_LOCK]);
  }
  missing = await absent(client, needed);
  for (const { name } of missing) await client.query(`CREATE TABLE ${name} (LIKE ${pointsTable(width)})`);
  return missing;
}

/** How many of the window's partitions there are, and how many there are not. */
export async function countPartitions(
  client: PoolClient,
  { width, start, end }: { width: Width; start: Date; end: Date },
): Promise<{ needed: number; missing: number }> {
  const needed = partitionsOf(width, start, end);
  return { needed: needed.length, missing: (await absent(client, needed)).length };
}

/** @throws a unique violation if the rows that were put into it hold a series and start twice. */
export async function attachPartition(
  client: PoolClient,
  width: Width,
  { name, start, end }: Partition,
): Promise<void> {
  await client.query(
    `ALTER TABLE ${pointsTable(width)} ATTACH PARTITION ${name}
       FOR VALUES FROM ('${start.toISOString()}') TO ('${end.toISOString()}')`,
  );
}

/**
 * Begins a transaction that drops partitions: one at a time.
 *
 * From here on it waits half a second at most for whoever reads or stores, which is less than Postgres takes to look for
 * a deadlock: it is always this one that gives way, never someone who stores numbers.
 *
 * @throws a lock timeout (55P03), as all that follows may; roll back and try again later.
 */
export async function lockPartitions(runner: QueryRunner): Promise<void> {
  await runner.query(`SET LOCAL lock_timeout = '500ms'`);
  await runner.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
}

/** Drops the partitions that end at or before an instant, whosever numbers they hold; after `lockPartitions`. */
export async function dropPartitions(runner: QueryRunner, width: Width, before: Date): Promise<void> {
  const parent = pointsTable(width);
  const rows: { name: string }[] = await runner.query(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = $1::regclass ORDER BY 1`,
    [parent],
  );
  const old = rows.filter(({ name }) => endOf(name, parent) <= before.getTime());
  for (const { name } of old) await runner.query(`DROP TABLE ${name}`);
}

/** When a partition ends, from its name. */
function endOf(name: string, parent: string): number {
  const [year, month, day] = name
    .slice(parent.length + 1)
    .split('_')
    .map(Number);
  if (year === undefined || month === undefined) throw new Error(`${name} is no partition of ${parent} by its name.`);
  return day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
}

/**
 * Asks the catalog's own table: to_regclass answers from what the connection remembers, also when another one made the
 * table while this one waited for the lock.
 */
async function absent(client: PoolClient, partitions: readonly Partition[]): Promise<Partition[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT relname AS name FROM pg_class WHERE relname = ANY($1) AND relnamespace = current_schema()::regnamespace',
    [partitions.map(({ name }) => name)],
  );
  return partitions.filter(({ name }) => !rows.some((row) => row.name === name));
}

/** Months for days and hours, days for minutes: small enough to be dropped by retention, few enough to plan over. */
function partitionsOf(width: Width, start: Date, end: Date): Partition[] {
  const isByDay = width === '1m';
  const floor = (at: Date, later = 0): Date =>
    isByDay
      ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + later))
      : new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1));
  const partitions: Partition[] = [];
  for (let from = floor(start); from < end; from = floor(from, 1)) {
    const suffix = from
      .toISOString()
      .slice(0, isByDay ? 10 : 7)
      .replaceAll('-', '_');
    partitions.push({ name: `${pointsTable(width)}_${suffix}`, start: from, end: floor(from, 1) });
  }
  return partitions;
}
