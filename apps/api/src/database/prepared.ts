/** Statements of some length that are asked hundreds of times a minute: read, understood and planned once a connection. */
import { createHash } from 'node:crypto';
import type { PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Asks on whichever connection is free.
 *
 * Only for statements whose plan does not depend on their values, such as how long an array is: after a few times Postgres
 * keeps one plan for all.
 */
export async function queryPrepared<Row extends QueryResultRow>(
  source: DataSource,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const runner = source.createQueryRunner();
  try {
    // What TypeORM's driver for Postgres lends is a client of pg's pool.
    const client = (await runner.connect()) as PoolClient;
    // As TypeORM does before each statement of its own: whoever listens to those must not miss this one.
    source.logger.logQuery(text, [...values], runner);
    const { rows } = await client.query<Row>({ name: statementName(text), text, values: [...values] });
    return rows;
  } finally {
    await runner.release();
  }
}

/** Text → name: the texts are constants of the program. */
const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text) ?? nameOfText(text);
  names.set(text, known);
  return known;
}

/** What a statement is prepared as: the same text has the same name on every connection. */
export const nameOfText = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
