import { type Capability, WIDTHS, type Width } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import { lockFence } from '../sync/fence.js';
import { fillAhead, type FilledPartition, type Merge, mergeWindow } from './merge-window.js';
import { pointsTable } from './partitions.js';
import type { Reading } from './reading.js';
import { type ReadRows, RowIntake } from './row-intake.js';
import type { SeriesCatalog } from './series-catalog.js';
import type { WindowRows } from './window-rows.js';

/** What is to be replaced: everything stored for this capability, width and reading from `start` to `end`. */
export interface WindowTarget {
  organizationId: number;
  capability: string;
  width: Width;
  /** On borders of the width; whole UTC days for `1d`. */
  start: Date;
  end: Date;
  /** The grouping that the rows were read with. */
  groupBy: readonly string[];
  /** The claim that this writer works for, see `lockFence`. */
  feed: string;
  fence: bigint;
}

export interface StoredWindow {
  /** Rows that the window now holds. */
  rows: number;
  /** Buckets whose rows differ from what was stored. */
  changedBuckets: number;
  /** Entries made in the ledger of restatements. */
  restatements: number;
}

/**
 * Replaces all that is stored for one capability, width and reading within a window.
 *
 * Recent buckets may be restated, and a group that shrinks to nothing just disappears from OpenAI's answer. Replacing
 * the window, unlike an upsert, takes both corrections over. Nothing is visible to readers before `commit`. Holds a
 * connection until `commit` or `abort` is through.
 */
export interface WindowWriter {
  /**
   * Takes rows of the bucket that begins at `startSeconds`; returns when there is room for more. What is wrong with the
   * rows themselves, such as a value that is no plain decimal, is thrown here or by a later call, `commit` at the latest.
   *
   * @throws RangeError if the bucket lies outside the window: no later replacement would ever remove its rows.
   */
  append(startSeconds: number, rows: readonly ResultRow[]): Promise<void>;
  /** Throws away what was appended, to begin anew. */
  restart(): Promise<void>;
  /**
   * Does of the storing what needs no turn, once all rows are appended: a partition that nobody has yet is filled.
   * Not necessary before `commit`.
   *
   * @returns whether `commit` will have to wait for no partition of another writer.
   */
  prepare(): Promise<boolean>;
  /**
   * Stores what was appended, in one transaction. Ends the writer, also when it fails.
   *
   * @param readAt OpenAI's time when the reading began; later parts of the window do not count as covered.
   * @throws FenceMovedError if the feed was claimed again; nothing is written then.
   */
  commit(readAt: Date): Promise<StoredWindow>;
  /** Gives the window up and the connection back. Safe after anything. */
  abort(): Promise<void>;
}

export interface WindowSurroundings {
  runner: QueryRunner;
  client: PoolClient;
  rows: WindowRows;
  series: SeriesCatalog;
  capability: Capability;
  reading: Reading;
}

export class StagedWindowWriter implements WindowWriter {
  private readonly logger = new Logger('Metering');
  /** Bucket start in seconds → rows appended. */
  private counts = new Map<number, number>();
  private readonly intake = new RowIntake((batches) => this.take(batches));
  private open = true;
  private inTransaction = false;
  private filled: FilledPartition | null = null;

  constructor(
    private readonly target: WindowTarget,
    private readonly within: WindowSurroundings,
  ) {}

  async append(startSeconds: number, rows: readonly ResultRow[]): Promise<void> {
    this.refuseClosed();
    this.refuseOutside(startSeconds);
    await this.intake.add({ startSeconds, rows });
    this.counts.set(startSeconds, (this.counts.get(startSeconds) ?? 0) + rows.length);
  }

  async restart(): Promise<void> {
    this.refuseClosed();
    await this.intake.clear();
    await this.within.rows.clear();
    this.counts = new Map();
  }

  async prepare(): Promise<boolean> {
    this.refuseClosed();
    await this.intake.settle();
    await this.within.rows.settle();
    await this.begin();
    const { filled, isFree } = await fillAhead(this.merge());
    this.filled = filled;
    if (filled === null) await this.rollback();
    return isFree;
  }

  async commit(readAt: Date): Promise<StoredWindow> {
    this.refuseClosed();
    this.open = false;
    const { runner, client, rows } = this.within;
    try {
      await this.intake.settle();
      await rows.settle();
      if (!this.inTransaction) await this.begin();
      await lockFence(runner, this.target);
      const stored = await mergeWindow(this.merge(), { readAt, filled: this.filled });
      await client.query('COMMIT');
      this.inTransaction = false;
      return stored;
    } finally {
      await this.giveBack();
    }
  }

  async abort(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.intake.clear();
    await this.giveBack();
  }

  private async take(batches: readonly ReadRows[]): Promise<void> {
    const { organizationId, capability: capabilityName } = this.target;
    const { capability, reading, series, rows: stored } = this.within;
    const owner = { organizationId, capabilityName, capability, reading };
    const ids = await series.idsOf(
      owner,
      batches.flatMap(({ rows }) => rows),
    );
    let from = 0;
    for (const { startSeconds, rows } of batches) {
      await stored.append({ startSeconds, rows, ids: ids.slice(from, from + rows.length) });
      from += rows.length;
    }
  }

  private async begin(): Promise<void> {
    this.inTransaction = true;
    await this.within.client.query(`BEGIN; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'`);
  }

  private async rollback(): Promise<void> {
    await this.within.client.query('ROLLBACK');
    this.inTransaction = false;
  }

  private merge(): Merge {
    const { client, capability, reading, rows } = this.within;
    const points = pointsTable(this.target.width);
    return {
      client,
      target: this.target,
      capability,
      reading,
      points,
      counts: this.counts,
      digests: rows.digests,
      rows,
    };
  }

  /** Rolls back what is open and returns the connection as it was, or ends it where that fails. */
  private async giveBack(): Promise<void> {
    const { runner, client, rows } = this.within;
    if (runner.isReleased) return;
    try {
      await rows.settle();
      if (this.inTransaction) await this.rollback();
      await client.query('DISCARD TEMP');
    } catch (error) {
      // It may still hold rows of this window, or be broken: nobody else may get it. What was staged ends with it.
      this.logger.warn(`A connection that stored ${this.target.feed} is given up: ${String(error)}`);
      await client.end();
    } finally {
      await runner.release();
    }
  }

  private refuseClosed(): void {
    if (!this.open) throw new Error(`The window of ${this.target.feed} was already stored or given up.`);
  }

  private refuseOutside(startSeconds: number): void {
    const { start, end, width } = this.target;
    const at = startSeconds * 1000;
    if (at < start.getTime() || at >= end.getTime() || startSeconds % WIDTHS[width].seconds !== 0) {
      const bucket = Number.isSafeInteger(at) ? new Date(at).toISOString() : String(startSeconds);
      throw new RangeError(
        `The bucket at ${bucket} is none of ${this.target.feed}'s window from ${start.toISOString()} to ${end.toISOString()} by ${width}.`,
      );
    }
  }
}
