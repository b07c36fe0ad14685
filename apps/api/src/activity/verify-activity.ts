/** Looks whether the trail is still what was written: nothing changed, left out, put in or cut off. */
import pg from 'pg';
import { withUtc } from '../database/data-source.js';
import { CHAINED_COLUMNS, type ChainedRow, hashOfRow, NO_HASH } from './chain.js';

export interface Verdict {
  /** How many rows are as they were written, from the first on. */
  rows: number;
  /** Of the last of these, in hexadecimal; null: there is none. */
  newestHash: string | null;
  /** The first row that is not, and what is wrong with it. */
  broken: { id: string; reason: string } | null;
  /** The row that has the hash that was asked for; null: none has, or none was asked for. */
  knownRow: string | null;
}

const ROWS_AT_ONCE = 5000;

/**
 * Walks the chain from its first row to its last, or to the first that is broken, as it is at one instant.
 *
 * A chain holds its beginning, not its end: rows that were cut off, and a chain that was made anew, show only to whoever
 * kept a hash of before, as the log has it.
 *
 * @param knownHash in hexadecimal
 */
export async function verifyActivity(databaseUrl: string, knownHash: string | null = null): Promise<Verdict> {
  const client = new pg.Client({ connectionString: withUtc(databaseUrl) });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await walk(client, knownHash);
  } finally {
    await client.end();
  }
}

async function walk(client: pg.Client, knownHash: string | null): Promise<Verdict> {
  let previous = NO_HASH;
  let rows = 0;
  let knownRow: string | null = null;
  const verdict = (broken: Verdict['broken']): Verdict => ({
    rows,
    newestHash: rows === 0 ? null : previous.toString('hex'),
    broken,
    knownRow,
  });
  for (;;) {
    const batch = await client.query<ChainedRow & { hash: Buffer }>(
      `SELECT ${CHAINED_COLUMNS}, hash FROM activity WHERE id > $1 ORDER BY activity.id LIMIT ${ROWS_AT_ONCE}`,
      [rows],
    );
    for (const { hash, ...row } of batch.rows) {
      const reason = wrongWith(row, { hash, previous, expectedId: String(rows + 1) });
      if (reason !== null) return verdict({ id: row.id, reason });
      previous = hash;
      rows += 1;
      if (hash.toString('hex') === knownHash) knownRow = row.id;
    }
    if (batch.rows.length < ROWS_AT_ONCE) return verdict(null);
  }
}

function wrongWith(
  row: ChainedRow,
  { hash, previous, expectedId }: { hash: Buffer; previous: Buffer; expectedId: string },
): string | null {
  if (row.id !== expectedId) return `row ${expectedId} should come before it and is not there`;
  if (hashOfRow(previous, row).equals(hash)) return null;
  return 'its text and its hash do not fit together: it, or the row before it, is not what was written';
}
