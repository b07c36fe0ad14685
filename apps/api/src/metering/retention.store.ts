import { type CapabilityTable, type Width } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { type Fence, lockFence } from '../sync/fence.js';
import { DAY_MS } from '../sync/spans.js';
import { CAPABILITY_TABLE } from '../tokens.js';
import { MeteringStore } from './metering.store.js';
import { dropPartitions, lockPartitions, pointsTable } from './partitions.js';
import { readingOf } from './reading.js';
import { mayBeSummed } from './rollup-groupings.js';
import { dimensionSql } from './series.js';

/** Numbers of one capability and width, and the claim of the feed that collects them. */
export interface StoredNumbers extends Fence {
  capability: string;
  width: Width;
}

/** A month of days at one turn: more are there only after a long pause, and the next turn takes the next month. */
const DAYS_AT_ONCE = 31;

interface FineDay {
  day: Date;
  read_at: Date;
}

interface CoarseRow {
  start: Date;
  dimensions: Record<string, string | null>;
  measures: Record<string, string | null>;
}

/** Takes away what is not kept. Days and their rollups stay for ever; hours and minutes have an end. */
@Injectable()
export class RetentionStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(MeteringStore) private readonly metering: MeteringStore,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
  ) {}

  /**
   * Keeps days that end before an instant by fewer dimensions: their sums are stored as if they had been read so.
   *
   * Days that are not covered wholly are left alone: storing them as a whole would claim that they are.
   *
   * @returns whether that was all; else the next turn goes on.
   * @throws FenceMovedError if the feed was claimed again.
   */
  async thin(
    stored: StoredNumbers & { groupBy: readonly string[]; before: Date },
    signal: AbortSignal,
  ): Promise<boolean> {
    const days = await this.fineDays(stored);
    for (const { day, read_at: readAt } of days) {
      signal.throwIfAborted();
      const end = new Date(day.getTime() + DAY_MS);
      const rows = await this.sums(stored, day, end);
      const writer = await this.metering.openWindow({ ...stored, start: day, end });
      try {
        for (const { start, ...row } of rows) await writer.append(start.getTime() / 1000, [toResultRow(row)]);
        await writer.commit(readAt);
      } finally {
        await writer.abort();
      }
    }
    return days.length < DAYS_AT_ONCE;
  }

  /**
   * Drops the partitions of a width that end before an instant, and what says that their days were read.
   *
   * A partition holds the numbers of every feed of the width: also those that read nothing at present, because they are
   * paused or their capability is not used, must not go on saying that they cover what is gone.
   *
   * @param stored.feeds all feeds of the width
   * @returns false if someone reads or stores them at this moment: nothing is changed then.
   * @throws FenceMovedError if the feed was claimed again.
   */
  async drop(stored: StoredNumbers & { before: Date; feeds: readonly string[] }): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await lockPartitions(runner);
      await lockFence(runner, stored);
      await forget(runner, stored);
      await dropPartitions(runner, stored.width, stored.before);
      await runner.commitTransaction();
      return true;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      if (isLockTimeout(error)) return false;
      throw error;
    } finally {
      await runner.release();
    }
  }

  private fineDays(stored: StoredNumbers & { groupBy: readonly string[]; before: Date }): Promise<FineDay[]> {
    const { organizationId, feed, capability, width, groupBy, before } = stored;
    return this.dataSource.query(
      `SELECT r.day, r.read_at FROM readings r JOIN feeds f ON f.organization_id = r.organization_id AND f.feed = $2
        WHERE r.organization_id = $1 AND r.capability = $3 AND r.width = $4 AND r.is_base AND r.day < $5
          AND r.reading <> $6 AND string_to_array(r.reading, '+') @> $7 AND f.coverage @> tstzrange(r.day, r.day + interval '24 hours')
        ORDER BY r.day LIMIT ${DAYS_AT_ONCE}`,
      [organizationId, feed, capability, width, before, readingOf(this.capability(capability), groupBy).name, groupBy],
    );
  }

  /** What a day amounts to by fewer dimensions. */
  private sums(
    { organizationId, capability: name, width, groupBy }: StoredNumbers & { groupBy: readonly string[] },
    start: Date,
    end: Date,
  ): Promise<CoarseRow[]> {
    const capability = this.capability(name);
    const kept = groupBy.map((dimension) => dimensionSql(capability, dimension));
    const measures = Object.keys(capability.measures).filter((measure) => mayBeSummed(capability, measure, groupBy));
    return this.dataSource.query(
      `SELECT p.start, jsonb_build_object(${groupBy.map((dimension, index) => `'${dimension}', ${kept[index]}`).join(', ')}) AS dimensions,
              jsonb_build_object(${measures.map((measure) => `'${measure}', sum(p.${measure})::text`).join(', ')}) AS measures
         FROM ${pointsTable(width)} p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
        WHERE p.organization_id = $1 AND p.start >= $2 AND p.start < $3 AND s.capability = $4 AND s.kind = 'base'
        GROUP BY ${['p.start', ...kept].join(', ')} ORDER BY p.start`,
      [organizationId, start, end, name],
    );
  }

  private capability(name: string) {
    const capability = this.table[name];
    if (capability === undefined) throw new RangeError(`There is no capability ${name}.`);
    return capability;
  }
}

/** What is not stored any more does not count as read, in any organization; answers that still told of it are out of date. */
async function forget(
  runner: QueryRunner,
  { feeds, width, before }: { feeds: readonly string[]; width: Width; before: Date },
): Promise<void> {
  await runner.query(
    `WITH forgotten AS (DELETE FROM readings WHERE width = $3 AND day < $2 RETURNING organization_id)
     UPDATE feeds SET coverage = coverage - tstzmultirange(tstzrange(NULL, $2)), revision = revision + 1
      WHERE feed = ANY($1) AND (lower(coverage) < $2 OR organization_id IN (SELECT organization_id FROM forgotten))`,
    [feeds, before, width],
  );
}

function toResultRow({ dimensions, measures }: Omit<CoarseRow, 'start'>): ResultRow {
  const known = Object.entries(measures).filter((entry): entry is [string, string] => entry[1] !== null);
  return { dimensions, measures: Object.fromEntries(known), currency: null, quantityUnit: null };
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}
