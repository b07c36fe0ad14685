/** Looks whether the trail is still what was written: nothing changed, left out, put in or cut off. */
import pg from 'pg';
import { withUtc } from '../database/data-source.js';
import { CHAINED_COLUMNS, type ChainedRow, NO_HASH, type Part } from './chain.js';
import { rangeHolder, rangesOf } from './row-ranges.js';
import { SEAL_COLUMNS, type SealColumns, sealedAs, wrongWith } from './sealed-row.js';

export interface Verdict {
  /** How many rows are as they were written, from the first on. */
  rows: number;
  /** Of the last of these, in hexadecimal; null: there is none. */
  newestHash: string | null;
  /** The first row that is not, and what is wrong with it. */
  broken: { id: string; reason: string } | null;
  /** The row that has the hash that was asked for; null: none has, or none was asked for. */
  knownRow: string | null;
  /** Rows of which a part was erased, such as `3-9,12`: their place is proven, and the parts that are left. */
  erased: Readonly<Record<Part, string>>;
  /** Those among them of which what is left cannot be proven: they were written before parts could be erased. */
  unproven: string;
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
  const erasures = new Erasures();
  const verdict = (broken: Verdict['broken']): Verdict => ({
    rows,
    newestHash: rows === 0 ? null : previous.toString('hex'),
    broken,
    knownRow,
    ...erasures.told(),
  });
  for (;;) {
    const batch = await client.query<ChainedRow & SealColumns>(
      `SELECT ${CHAINED_COLUMNS}, ${SEAL_COLUMNS} FROM activity WHERE id > $1 ORDER BY activity.id LIMIT ${ROWS_AT_ONCE}`,
      [rows],
    );
    for (const stored of batch.rows) {
      const { row, ...sealed } = sealedAs(stored);
      const reason = wrongWith(row, { ...sealed, previous, expectedId: String(rows + 1) });
      if (reason !== null) return verdict({ id: row.id, reason });
      erasures.note(row, sealed);
      previous = sealed.hash;
      rows += 1;
      if (previous.toString('hex') === knownHash) knownRow = row.id;
    }
    if (batch.rows.length < ROWS_AT_ONCE) return verdict(erasures.untold());
  }
}

/** What was erased, and which rows tell of it. */
class Erasures {
  private readonly missing: Record<Part, number[]> = { who: [], text: [] };
  private readonly unproven: number[] = [];
  private readonly tellers: { part: Part; tells: (id: number) => boolean }[] = [];

  note(row: ChainedRow, { erased, seal }: Pick<ReturnType<typeof sealedAs>, 'erased' | 'seal'>): void {
    for (const part of erased) this.missing[part].push(Number(row.id));
    if (erased.length > 0 && seal.version === 1) this.unproven.push(Number(row.id));
    const { after } = row;
    if (row.what !== 'activity.erase' || typeof after !== 'object' || after === null) return;
    if ('who' in after) this.tellers.push({ part: 'who', tells: rangeHolder(after.who) });
    if ('text' in after) this.tellers.push({ part: 'text', tells: rangeHolder(after.text) });
  }

  /** A part that is gone without a row that says who had it erased. */
  untold(): Verdict['broken'] {
    for (const part of ['who', 'text'] as const) {
      const tellers = this.tellers.filter((teller) => teller.part === part);
      const id = this.missing[part].find((missing) => !tellers.some(({ tells }) => tells(missing)));
      const what = part === 'who' ? 'who did it' : 'what it says in words';
      if (id !== undefined) return { id: String(id), reason: `${what} was taken out, and no row tells of an erasure` };
    }
    return null;
  }

  told(): Pick<Verdict, 'erased' | 'unproven'> {
    return {
      erased: { who: rangesOf(this.missing.who), text: rangesOf(this.missing.text) },
      unproven: rangesOf(this.unproven),
    };
  }
}
