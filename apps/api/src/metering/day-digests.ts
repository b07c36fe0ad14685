import { createHash, type Hash } from 'node:crypto';

/** Another one, once rows are stored otherwise than they were: then every day is compared anew. */
const HOW_ROWS_ARE_STORED = '1';

/**
 * Tells whether a day says the same as when it was stored last: a digest of its rows as they are sent to Postgres, in
 * the order in which they came.
 *
 * Most of what is read again is the same to the last digit, three days each hour and thirty-five each night. Where OpenAI
 * only sends the rows in another order, they are compared one by one, as those of a day that differs.
 */
export class DayDigests {
  /** Midnight in milliseconds → what was added. */
  private readonly hashes = new Map<number, Hash>();

  /** Takes the next rows of the day that begins at this midnight. */
  add(day: number, rows: Uint8Array): void {
    const known = this.hashes.get(day);
    const hash = known ?? begun();
    if (known === undefined) this.hashes.set(day, hash);
    hash.update(rows);
  }

  /** Of a day without rows as well. */
  of(day: number): Buffer {
    return (this.hashes.get(day)?.copy() ?? begun()).digest();
  }
}

const begun = (): Hash => createHash('sha256').update(HOW_ROWS_ARE_STORED);
