import type { Writable } from 'node:stream';
import { type Capability, UNITS } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import type { PoolClient } from 'pg';
import { COPY_HEADER, COPY_TRAILER, RowFormat, type RowToWrite } from './copy-format.js';
import { DayDigests } from './day-digests.js';
import { HeldRows } from './held-rows.js';
import { dayStart } from './reading-days.js';
import type { WindowSums } from './window-sums.js';

/** Starts a COPY … FROM STDIN on a connection and returns the stream that feeds it. */
export type CopyInto = (client: PoolClient, statement: string) => Writable;

/** Rows go to Postgres in pieces of about this many bytes. */
const PIECE = 65_536;

/** Rows of one bucket, and for each the series that it is of. */
export interface BucketRows {
  startSeconds: number;
  ids: readonly number[];
  rows: readonly ResultRow[];
}

/** What the rows of a window are written with. */
export interface RowsSurroundings {
  client: PoolClient;
  copyInto: CopyInto;
  capability: Capability;
  organizationId: number;
}

/**
 * The rows of a window on their way into Postgres.
 *
 * They are held in memory as long as there is room. Where nothing is stored yet they go to their table from there; what
 * has to be compared with what is stored goes into a temporary table of the connection, `staged`, as do all rows as they
 * come once there is no room. Temporary: it writes no log, is gone with the connection however that ends, and no other
 * server can see or need it.
 */
export class WindowRows {
  private readonly format: RowFormat;
  private readonly row: RowToWrite = { seriesId: NaN, startSeconds: NaN, values: {} };
  private held: HeldRows | null;
  private seen = new DayDigests();
  private hasTable = false;
  private copy: RunningCopy | null = null;

  constructor(private readonly within: RowsSurroundings) {
    this.format = new RowFormat(within.capability, within.organizationId);
    this.held = new HeldRows(this.format);
  }

  /** Of what was appended. */
  get digests(): DayDigests {
    return this.seen;
  }

  /** Whether all rows are in memory. */
  get areHeld(): boolean {
    return this.held !== null;
  }

  /** Takes rows of one bucket; returns when there is room for more. @throws RangeError if a value is no plain decimal. */
  async append(bucket: BucketRows): Promise<void> {
    const { held } = this;
    const taken = held === null ? 0 : this.hold(held, bucket);
    if (taken === bucket.rows.length) return;
    if (held !== null) await this.stage();
    await this.send(bucket, taken);
  }

  /** Ids of the series that the held rows are of. */
  heldSeries(): number[] {
    return this.held?.seriesIds() ?? [];
  }

  /**
   * Sends the rows by series to a table that has the columns of points. Only while they are held.
   *
   * @param sums takes them as they pass.
   */
  async copyTo(table: string, sums: WindowSums | null): Promise<void> {
    if (this.held === null) throw new Error('These rows are in Postgres already.');
    await this.put(table, this.format.columns, this.held.bySeries(sums?.add.bind(sums)));
  }

  /** Sends rows that are in the binary format of COPY already. */
  async put(table: string, columns: readonly string[], pieces: Iterable<Buffer>): Promise<void> {
    const copy = this.copyInto(table, columns);
    for (const piece of pieces) await copy.write(piece);
    await copy.end();
  }

  /**
   * Sees to it that all rows are in `staged`, where those appended from now on go as well.
   *
   * @param part what is needed of them: rows that are held and lie outside are forgotten.
   */
  async stage(part?: { start: Date; end: Date }): Promise<void> {
    if (!this.hasTable) await this.makeTable();
    const { held } = this;
    this.held = null;
    if (held === null) return this.settle();
    this.copy = this.copyInto('staged');
    const pieces = part === undefined ? held.asTheyCame() : held.between(part.start, part.end);
    for (const piece of pieces) await this.copy.write(piece);
    await this.settle();
  }

  /** Waits until Postgres has all rows that are not held. The connection takes other statements again. */
  async settle(): Promise<void> {
    const { copy } = this;
    this.copy = null;
    await copy?.end();
  }

  /** Forgets all rows, to begin anew. */
  async clear(): Promise<void> {
    await this.settle();
    if (this.hasTable) await this.within.client.query('TRUNCATE staged');
    this.held = new HeldRows(this.format);
    this.seen = new DayDigests();
  }

  private async makeTable(): Promise<void> {
    const { client, capability } = this.within;
    const columns = Object.entries(capability.measures).map(([name, { unit }]) => `, ${name} ${columnType(unit)}`);
    await client.query(
      `CREATE TEMP TABLE staged (organization_id integer, series_id bigint, start timestamptz${columns.join('')})`,
    );
    this.hasTable = true;
  }

  /** @returns how many of the rows there was room for. */
  private hold(held: HeldRows, bucket: BucketRows): number {
    const before = held.count;
    let taken = 0;
    while (taken < bucket.rows.length && held.take(this.rowOf(bucket, taken))) taken += 1;
    for (const piece of held.asTheyCame(before)) this.seen.add(dayOf(bucket), piece);
    return taken;
  }

  /** One COPY runs from the first row to the last; a piece goes when the one before has left, so that rows wait at OpenAI, not in memory. */
  private async send(bucket: BucketRows, from: number): Promise<void> {
    if (!this.hasTable) await this.makeTable();
    const copy = (this.copy ??= this.copyInto('staged'));
    const pass = (bytes: Buffer): Promise<void> => {
      this.seen.add(dayOf(bucket), bytes);
      return copy.write(bytes);
    };
    let piece = Buffer.allocUnsafe(PIECE);
    let used = 0;
    for (let index = from; index < bucket.rows.length; index++) {
      const row = this.rowOf(bucket, index);
      const room = this.format.room(row);
      if (used + room > piece.length) {
        await pass(piece.subarray(0, used));
        piece = Buffer.allocUnsafe(Math.max(PIECE, room));
        used = 0;
      }
      used = this.format.write(piece, used, row);
    }
    await pass(piece.subarray(0, used));
  }

  /** Good until the next call: one object for millions of rows. */
  private rowOf({ startSeconds, ids, rows }: BucketRows, index: number): RowToWrite {
    const { row } = this;
    row.seriesId = ids[index] ?? NaN;
    row.startSeconds = startSeconds;
    row.values = rows[index]?.measures ?? {};
    return row;
  }

  private copyInto(table: string, columns = this.format.columns): RunningCopy {
    const { client, copyInto } = this.within;
    return new RunningCopy(copyInto(client, `COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`));
  }
}

const dayOf = ({ startSeconds }: BucketRows): number => dayStart(startSeconds * 1000);

function columnType(unit: keyof typeof UNITS): string {
  return UNITS[unit].storage === 'decimal' ? 'numeric(60, 34)' : 'bigint';
}

/** The stream as promises. Postgres may refuse at any time, also while nothing is being written. */
class RunningCopy {
  private failure: { reason: Error } | null = null;
  private fail: (reason: Error) => void = () => {};

  constructor(private readonly stream: Writable) {
    stream.on('error', (reason: Error) => {
      this.failure = { reason };
      this.fail(reason);
    });
    stream.write(COPY_HEADER);
  }

  write(piece: Buffer): Promise<void> {
    return this.until((done) => this.stream.write(piece, () => done()));
  }

  end(): Promise<void> {
    return this.until((done) => this.stream.end(COPY_TRAILER, done));
  }

  private until(act: (done: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure.reason);
      this.fail = reject;
      act(resolve);
    });
  }
}
