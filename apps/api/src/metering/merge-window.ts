/** The transaction that replaces a window: compares, writes what differs, and everything that has to agree with it. */
import type { Capability } from '@bursar/contract';
import type { PoolClient } from 'pg';
import type { DayDigests } from './day-digests.js';
import { attachPartition, countPartitions, makePartitions, type Partition } from './partitions.js';
import type { Reading } from './reading.js';
import { type DayRecord, readDays, sumByDay, writeDays } from './reading-days.js';
import { addUpRepeated } from './repeated-rows.js';
import { replace } from './replace-window.js';
import { settledDays } from './restatement-ledger.js';
import { addFreshRollups, beginSums, type FreshRows, hasRollups } from './rollups.js';
import type { WindowRows } from './window-rows.js';
import type { WindowSummed } from './window-sums.js';
import type { StoredWindow, WindowTarget } from './window-writer.js';

/** What the steps of the transaction work on. */
export interface Merge {
  client: PoolClient;
  target: WindowTarget;
  capability: Capability;
  reading: Reading;
  /** Table of the points of this width. */
  points: string;
  /** In the temporary table `staged`, or still held. */
  rows: WindowRows;
  /** Bucket start in seconds → rows. */
  counts: ReadonlyMap<number, number>;
  /** Of all rows. */
  digests: DayDigests;
}

/** A partition that was filled before the fence was locked, and that nobody else sees yet. */
export interface FilledPartition extends Partition {
  /** The sums of its rows, where they were made on the way. */
  sums: WindowSummed | null;
}

/**
 * Fills the window's partition, if it is the only one and does not exist yet: the larger half of a first window's work,
 * done while the window before it is still being stored. Inside the transaction that `mergeWindow` goes on with.
 *
 * @returns what was filled, or null where nothing was done; and whether nothing is left to wait for.
 */
export async function fillAhead(merge: Merge): Promise<{ filled: FilledPartition | null; isFree: boolean }> {
  const { client, target } = merge;
  const { needed, missing } = await countPartitions(client, target);
  if (missing === 0) return { filled: null, isFree: true };
  if (needed > 1) return { filled: null, isFree: false };
  await client.query('SAVEPOINT first');
  const [made] = await makePartitions(client, target.width, target.start, target.end);
  if (made === undefined) return { filled: null, isFree: true };
  return { filled: { ...made, sums: await fill(merge, made.name) }, isFree: true };
}

/** Runs inside the caller's transaction, after the fence was locked. */
export async function mergeWindow(
  merge: Merge,
  { readAt, filled }: { readAt: Date; filled: FilledPartition | null },
): Promise<StoredWindow> {
  const before = await readDays(merge);
  // Most of a first sync: nothing to compare with, nothing that could have been restated.
  const isFirst = before.every((day) => day.points === 0) && settledDays(before).length === 0;
  if (!isFirst && filled !== null) await merge.client.query('ROLLBACK TO SAVEPOINT first');
  const stored = isFirst ? await insertFirst(merge, { before, readAt, filled }) : await replace(merge, before, readAt);
  await cover(merge, readAt);
  return stored;
}

async function insertFirst(
  merge: Merge,
  { before, readAt, filled }: { before: readonly DayRecord[]; readAt: Date; filled: FilledPartition | null },
): Promise<StoredWindow> {
  const { client, target, rows } = merge;
  let { counts } = merge;
  let fresh: FreshRows;
  try {
    if (filled === null) fresh = await insertRows(merge);
    else {
      fresh = { source: rows.areHeld ? filled.name : 'staged', sums: filled.sums };
      await attachPartition(client, target.width, filled);
    }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT first');
    await rows.stage();
    counts = await addUpRepeated(merge);
    await insertIntoPartitions(merge);
    fresh = { source: 'staged', sums: null };
  }
  await addFreshRollups(merge, fresh);
  await writeDays(merge, { before, gained: sumByDay(counts), readAt });
  return { rows: sum(counts.values()), changedBuckets: counts.size, restatements: 0 };
}

/**
 * Rows that are still held and need no summing by Postgres go to the points at once, others by way of `staged`. Sets the
 * savepoint `first`, always after `staged` was made: to go back to it must not lose the rows.
 */
async function insertRows(merge: Merge): Promise<FreshRows> {
  const { client, target, points, rows } = merge;
  const sums = rows.areHeld ? await beginSums(merge) : null;
  if (rows.areHeld && (sums !== null || !hasRollups(merge))) {
    await client.query('SAVEPOINT first');
    for (const partition of await makePartitions(client, target.width, target.start, target.end))
      await attachPartition(client, target.width, partition);
    await rows.copyTo(points, sums);
    const made = sums?.end() ?? null;
    if (sums === null || made !== null) return { source: points, sums: made };
    await client.query('ROLLBACK TO SAVEPOINT first');
  }
  await rows.stage();
  await client.query('SAVEPOINT first');
  await insertIntoPartitions(merge);
  return { source: 'staged', sums: null };
}

/** Into partitions that are made where they are missing; one that takes the whole window is filled before it is attached. */
async function insertIntoPartitions(merge: Merge): Promise<void> {
  const { client, target, points } = merge;
  const { width, start, end } = target;
  const made = await makePartitions(client, width, start, end);
  const [only] = made;
  const isFilledFirst = only !== undefined && only.start <= start && only.end >= end;
  if (!isFilledFirst) for (const partition of made) await attachPartition(client, width, partition);
  await insertStaged(merge, isFilledFirst ? only.name : points);
  if (isFilledFirst) await attachPartition(client, width, only);
}

/** Into a table of its own, which nobody sees yet. @returns sums made on the way */
async function fill(merge: Merge, table: string): Promise<WindowSummed | null> {
  if (merge.rows.areHeld) {
    const sums = await beginSums(merge);
    await merge.rows.copyTo(table, sums);
    return sums?.end() ?? null;
  }
  await insertStaged(merge, table);
  return null;
}

/**
 * By series, so that the index grows at one end and the points of a series lie together: a third of the time of rows
 * in the order of their arrival, and the reads of one key touch few pages.
 */
async function insertStaged({ client, target, capability }: Merge, table: string): Promise<void> {
  const measures = Object.keys(capability.measures).join(', ');
  await client.query(
    `INSERT INTO ${table} (organization_id, series_id, start, ${measures})
     SELECT $1, series_id, start, ${measures} FROM staged ORDER BY series_id, start`,
    [target.organizationId],
  );
}

/**
 * Moves the coverage of the feed: whoever reads it in the same snapshot sees these points. Answers that were made before
 * are out of date, also where no number differs: when a day was read last is part of them.
 */
async function cover({ client, target }: Merge, readAt: Date): Promise<void> {
  const end = new Date(Math.max(target.start.getTime(), Math.min(readAt.getTime(), target.end.getTime())));
  await client.query(
    `UPDATE feeds SET coverage = coverage + tstzmultirange(tstzrange($3, $4)), revision = revision + 1
      WHERE organization_id = $1 AND feed = $2`,
    [target.organizationId, target.feed, target.start, end],
  );
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
