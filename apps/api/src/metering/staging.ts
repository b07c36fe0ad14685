import type { Writable } from 'node:stream';
import type { Capability } from '@bursar/contract';
import { UNITS } from '@bursar/contract';
import type { PoolClient } from 'pg';

/** Starts a COPY … FROM STDIN on a connection and returns the stream that feeds it. */
export type CopyInto = (client: PoolClient, statement: string) => Writable;

/** Rows go to Postgres in pieces of about this many characters. */
const PIECE = 65_536;

/**
 * Rows on their way into a window, in a temporary table of the connection that is read as `staged`.
 *
 * Temporary: it writes no log, is gone with the connection however that ends, and no other server can see or need it.
 * One COPY runs from the first row to the last; a piece is handed on only when the one before has left, so that rows
 * wait at OpenAI, not in memory.
 */
export class Staging {
  private copy: RunningCopy | null = null;
  private readonly columns: string;

  constructor(
    private readonly client: PoolClient,
    private readonly copyInto: CopyInto,
    private readonly capability: Capability,
  ) {
    this.columns = ['series_id', 'start_seconds', ...Object.keys(capability.measures)].join(', ');
  }

  async open(): Promise<void> {
    const { measures } = this.capability;
    const columns = Object.entries(measures).map(([name, { unit }]) => `, ${name} ${columnType(unit)}`);
    const names = Object.keys(measures).join(', ');
    // Seconds, for Postgres reads a number in a third of the time that it takes to read a timestamp.
    await this.client.query(
      `CREATE TEMP TABLE staged_rows (series_id bigint, start_seconds bigint${columns.join('')});
       CREATE TEMP VIEW staged AS SELECT series_id, to_timestamp(start_seconds) AS start, ${names} FROM staged_rows`,
    );
  }

  /** @param lines columns separated by tabs, each line ended: the text format of COPY */
  async write(lines: Iterable<string>): Promise<void> {
    this.copy ??= new RunningCopy(this.copyInto(this.client, `COPY staged_rows (${this.columns}) FROM STDIN`));
    let piece = '';
    for (const line of lines) {
      piece += line;
      if (piece.length < PIECE) continue;
      await this.copy.write(piece);
      piece = '';
    }
    if (piece !== '') await this.copy.write(piece);
  }

  /** Waits until Postgres has all rows. The connection takes other statements again. */
  async settle(): Promise<void> {
    const { copy } = this;
    this.copy = null;
    await copy?.end();
  }

  async clear(): Promise<void> {
    await this.settle();
    await this.client.query('TRUNCATE staged_rows');
  }
}

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
  }

  write(piece: string): Promise<void> {
    return this.until((done) => this.stream.write(piece, () => done()));
  }

  end(): Promise<void> {
    return this.until((done) => this.stream.end(done));
  }

  private until(act: (done: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure.reason);
      this.fail = reject;
      act(resolve);
    });
  }
}
