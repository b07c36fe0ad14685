/** Seals everything in a database anew, under another secret. */
import pg from 'pg';
import { withUtc } from '../database/data-source.js';
import { quoted } from '../database/own-tables.js';
import { seal, SealError, unseal } from './seal.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';
import { WrongSecretError } from './secret-proof.js';

export interface Secrets {
  from: string;
  to: string;
}

/**
 * Opens with one secret and seals with the other, all or nothing.
 *
 * Servers that run meanwhile would go on with the old one: they have to be stopped before.
 *
 * @returns how many texts were sealed anew
 * @throws WrongSecretError where one of them does not open; then nothing was changed.
 */
export async function rotateSecret(databaseUrl: string, secrets: Secrets): Promise<number> {
  const client = new pg.Client({ connectionString: withUtc(databaseUrl) });
  await client.connect();
  try {
    await client.query('BEGIN');
    let count = 0;
    for (const column of SEALED_COLUMNS) count += await sealAnew(client, column, secrets);
    await client.query('COMMIT');
    return count;
  } finally {
    // Ends the transaction as well where it was not committed.
    await client.end();
  }
}

async function sealAnew(client: pg.Client, { table, column, use }: SealedColumn, secrets: Secrets): Promise<number> {
  const name = quoted(column);
  await client.query(`LOCK TABLE ${quoted(table)} IN SHARE ROW EXCLUSIVE MODE`);
  const { rows } = await client.query<{ sealed: string }>(
    `SELECT ${name} AS sealed FROM ${quoted(table)} WHERE ${name} IS NOT NULL`,
  );
  for (const { sealed } of rows) {
    const anew = seal(open(sealed, secrets.from, { table, column, use }), secrets.to, use);
    await client.query(`UPDATE ${quoted(table)} SET ${name} = $2 WHERE ${name} = $1`, [sealed, anew]);
  }
  return rows.length;
}

function open(sealed: string, secret: string, { table, column, use }: SealedColumn): string {
  try {
    return unseal(sealed, secret, use);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new WrongSecretError(
      `${table}.${column} holds something that the present secret does not open, so that nothing was changed. ` +
        'BURSAR_SECRET has to be the secret that Bursar runs with now; BURSAR_NEW_SECRET is the one to come.',
    );
  }
}

/** How many connections servers of Bursar hold to a database. */
export async function countServers(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: withUtc(databaseUrl) });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'bursar' AND pid <> pg_backend_pid()`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
