import type { PoolClient } from 'pg';
import type { Statement } from './facts-sql.js';

/** Rows that are in memory at once: few enough for any number of them, many enough that asking takes no time. */
export const ROWS_AT_ONCE = 2000;

/**
 * The rows of a statement, a bounded number at a time, whatever many there are.
 *
 * Within the caller's transaction, whose end closes the cursor where the reader stops early. One at a time.
 *
 * @returns each row as its columns, in the order of the statement
 */
export async function* rowsOf<Row extends unknown[]>(
  client: PoolClient,
  text: string,
  { values }: Statement,
): AsyncGenerator<Row[]> {
  await client.query(`DECLARE bursar_rows NO SCROLL CURSOR FOR ${text}`, values);
  for (;;) {
    const { rows } = await client.query<Row>({ text: `FETCH ${ROWS_AT_ONCE} FROM bursar_rows`, rowMode: 'array' });
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query('CLOSE bursar_rows');
}
