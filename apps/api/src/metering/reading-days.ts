/** `readings`: which reading of a day is stored, since when and as of when. */
import { DAY_MS } from '../sync/spans.js';
import type { PoolClient } from 'pg';
import type { Merge } from './merge-window.js';
import type { Reading } from './reading.js';
import type { WindowTarget } from './window-writer.js';

/** What is known of one UTC day before a window replaces it. */
export interface DayRecord {
  /** Its midnight, in milliseconds. */
  day: number;
  reading: string;
  firstReadAt: Date;
  readAt: Date;
  points: number;
  /** See `DayDigests`; null: not known. */
  digest: Buffer | null;
}

export const dayStart = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

/** The days of the window that were read before: by any base reading, or by any reading by the same side dimension. */
export async function readDays({ client, target, reading }: Merge): Promise<DayRecord[]> {
  const { rows } = await client.query<{
    day: Date;
    reading: string;
    first_read_at: Date;
    read_at: Date;
    row_count: number;
    digest: Buffer | null;
  }>(
    `SELECT day, reading, first_read_at, read_at, row_count, digest FROM readings
      WHERE organization_id = $1 AND capability = $2 AND width = $3 AND day >= $4 AND day < $5
        AND is_base = $6 AND (is_base OR string_to_array(reading, '+') && $7)`,
    [
      target.organizationId,
      target.capability,
      target.width,
      new Date(dayStart(target.start.getTime())),
      target.end,
      reading.kind === 'base',
      reading.sides,
    ],
  );
  return rows.map((row) => ({
    day: row.day.getTime(),
    reading: row.reading,
    firstReadAt: row.first_read_at,
    readAt: row.read_at,
    points: row.row_count,
    digest: row.digest,
  }));
}

/** Whether any day of a range has points of a reading of this kind. */
export async function hasPoints(
  client: PoolClient,
  { organizationId, capability, width, start, end }: Omit<WindowTarget, 'groupBy' | 'feed' | 'fence'>,
  { kind }: Reading,
): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM readings WHERE organization_id = $1 AND capability = $2 AND width = $3 AND is_base = $4 AND row_count > 0
        AND day >= $5 AND day < $6 LIMIT 1`,
    [organizationId, capability, width, kind === 'base', new Date(dayStart(start.getTime())), end],
  );
  return rows.length > 0;
}

/**
 * Notes that every day of the window was read, also those that changed nothing.
 *
 * The base of a day is the reading that replaced it last; the row of the base before goes with its points, and so does
 * that of a side reading by the same dimension.
 */
export async function writeDays(
  { client, target, reading, digests }: Merge,
  read: { before: readonly DayRecord[]; gained: ReadonlyMap<number, number>; readAt: Date },
): Promise<void> {
  const known = new Map(read.before.map((record) => [record.day, record]));
  const days = daysOf(target).map((day) => ({
    day: new Date(day),
    digest: isWhole(day, target) ? digests.of(day) : null,
    first_read_at: known.get(day)?.firstReadAt ?? read.readAt,
    row_count: (known.get(day)?.points ?? 0) + (read.gained.get(day) ?? 0),
  }));
  const key = [target.organizationId, target.capability, target.width, reading.name];
  if (read.before.some((record) => record.reading !== reading.name)) {
    await client.query(
      `DELETE FROM readings WHERE organization_id = $1 AND capability = $2 AND width = $3 AND reading <> $4
          AND day >= $5 AND day < $6 AND is_base = $7 AND (is_base OR string_to_array(reading, '+') && $8)`,
      [...key, days[0]?.day, target.end, reading.kind === 'base', reading.sides],
    );
  }
  await client.query(
    `INSERT INTO readings (organization_id, capability, width, reading, is_base, read_at, day, first_read_at, row_count, digest)
     SELECT $1, $2, $3, $4, $5, $6, given.*
       FROM unnest($7::timestamptz[], $8::timestamptz[], $9::integer[], $10::bytea[]) AS given
     ON CONFLICT (organization_id, capability, width, day, reading)
     DO UPDATE SET read_at = excluded.read_at, row_count = excluded.row_count, digest = excluded.digest`,
    [
      ...key,
      reading.kind === 'base',
      read.readAt,
      days.map(({ day }) => day),
      days.map(({ first_read_at }) => first_read_at),
      days.map(({ row_count }) => row_count),
      days.map(({ digest }) => digest),
    ],
  );
}

/** Numbers by bucket start in seconds, added up by day. */
export function sumByDay(buckets: ReadonlyMap<number, number>): Map<number, number> {
  const days = new Map<number, number>();
  for (const [start, value] of buckets) {
    const day = dayStart(start * 1000);
    days.set(day, (days.get(day) ?? 0) + value);
  }
  return days;
}

/** The days that a window touches. */
export function daysOf({ start, end }: Pick<WindowTarget, 'start' | 'end'>): number[] {
  const days: number[] = [];
  for (let day = dayStart(start.getTime()); day < end.getTime(); day += DAY_MS) days.push(day);
  return days;
}

/** Whether all of a day lies in a window. */
export const isWhole = (day: number, { start, end }: Pick<WindowTarget, 'start' | 'end'>): boolean =>
  day >= start.getTime() && day + DAY_MS <= end.getTime();
