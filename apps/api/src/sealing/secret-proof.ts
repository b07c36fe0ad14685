/** Whether BURSAR_SECRET is the one that everything in a database was sealed with. */
import type { EntityManager, QueryRunner } from 'typeorm';
import { seal, SealError, unseal } from './seal.js';
import { SEALED_COLUMNS } from './sealed-columns.js';

/** What the proof says once it is opened. That it opens is what counts. */
const KNOWN_TEXT = 'Sealed by Bursar.';

/** The secret of the configuration does not fit the database; the message says how to go back. */
export class WrongSecretError extends Error {
  override readonly name = 'WrongSecretError';
}

type Connection = Pick<EntityManager | QueryRunner, 'query'>;

/**
 * Looks whether a secret opens what is sealed in a database; where nothing is sealed yet, any one does.
 *
 * Changes nothing, and takes the schema as it finds it: it is asked before migrations run.
 *
 * @throws WrongSecretError
 */
export async function proveSecret(connection: Connection, secret: string | null): Promise<void> {
  for (const { table, column, use } of SEALED_COLUMNS) {
    const present: unknown[] = await connection.query(
      `SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = $1 AND column_name = $2`,
      [table, column],
    );
    if (present.length === 0) continue;
    const rows: { sealed: string }[] = await connection.query(
      `SELECT ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL LIMIT 1`,
    );
    for (const { sealed } of rows) {
      if (secret === null) throw new WrongSecretError(WITHOUT_SECRET);
      refuseUnless(() => unseal(sealed, secret, use));
    }
  }
}

/**
 * Keeps a proof before the first text is sealed.
 *
 * @throws WrongSecretError where another server has sealed with another secret meanwhile.
 */
export async function keepProof(connection: Connection, secret: string): Promise<void> {
  await connection.query('INSERT INTO seal_proof (sealed) VALUES ($1) ON CONFLICT DO NOTHING', [
    seal(KNOWN_TEXT, secret, 'proof'),
  ]);
  await proveSecret(connection, secret);
}

function refuseUnless(opens: () => string): void {
  try {
    opens();
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new WrongSecretError(OTHER_SECRET);
  }
}

const GO_BACK =
  'Set BURSAR_SECRET (or BURSAR_SECRET_FILE) to the secret of before; where none was ever set, it is the file `secret` in ' +
  'BURSAR_DATA_DIR, which belongs to a copy of the database. To change it, run npm run rotate-secret; one that broke off ' +
  'may have left the new one in the file `secret.new` beside it. Nothing was changed.';

const OTHER_SECRET = `BURSAR_SECRET is not the one that keys and second factors in the database were sealed with. ${GO_BACK}`;
const WITHOUT_SECRET = `Keys or second factors in the database are sealed, and BURSAR_SECRET is not set. ${GO_BACK}`;
