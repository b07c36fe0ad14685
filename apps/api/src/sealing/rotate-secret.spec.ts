/** Everything sealed under another secret, and the proof that it is the right one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../database/data-source.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { countServers, rotateSecret } from './rotate-secret.js';
import { seal, unseal } from './seal.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { keepProof, proveSecret, WrongSecretError } from './secret-proof.js';

const OLD = 'the old secret of thirty-two characters';
const NEW = 'the new secret of thirty-two characters';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const sealedTexts = async (): Promise<string[]> => {
  const texts: string[] = [];
  for (const { table, column } of SEALED_COLUMNS) {
    const rows: { sealed: string }[] = await database.dataSource.query(
      `SELECT ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL ORDER BY 1`,
    );
    texts.push(...rows.map(({ sealed }) => sealed));
  }
  return texts;
};

describe('the columns with something sealed', () => {
  it('are all known', async () => {
    const rows: { name: string }[] = await database.dataSource.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted(),
    );
  });
});

describe('a secret', () => {
  it('needs no proof, and need not be there, before anything is sealed', async () => {
    await proveSecret(database.dataSource.manager, 'any secret at all');
    await proveSecret(database.dataSource.manager, null);
    expect(await rotateSecret(database.url, { from: OLD, to: NEW })).toBe(0);
  });

  it('is proven by what was sealed first, and no other one seals beside it', async () => {
    const { manager } = database.dataSource;
    await keepProof(manager, OLD);
    await keepProof(manager, OLD);
    await proveSecret(manager, OLD);
    await expect(keepProof(manager, NEW)).rejects.toThrow(WrongSecretError);
    await expect(proveSecret(manager, null)).rejects.toThrow(/BURSAR_SECRET is not set.*Nothing was changed/s);
  });

  it('ends a start in words that is another one, before a migration runs', async () => {
    await database.dataSource.query(
      `DELETE FROM migrations WHERE name = 'keys of organizations are kept 1796200000016'`,
    );
    const wrong = openDatabase(database.url, { poolSize: 2, before: (connection) => proveSecret(connection, NEW) });
    await expect(wrong).rejects.toThrow(/BURSAR_SECRET is not the one .* secret of before.*rotate-secret/s);
    await database.dataSource.query(
      `INSERT INTO migrations (timestamp, name) VALUES (1796200000016, 'keys of organizations are kept 1796200000016')`,
    );
    const right = await openDatabase(database.url, { poolSize: 2, before: (one) => proveSecret(one, OLD) });
    await right.destroy();
  });

  it('is changed for everything at once, or for nothing', async () => {
    await database.dataSource.query(
      `INSERT INTO people (email, name, role, created_at, totp_sealed) VALUES ('ada@example.com', 'Ada', 'owner', now(), $1)`,
      [seal('a seed', OLD, 'second-factor')],
    );
    await database.dataSource.query(`INSERT INTO organizations (openai_id) VALUES ('org-first')`);
    await database.dataSource.query(
      `INSERT INTO organization_keys (organization_id, use, source, sealed, last_four)
       SELECT id, 'read', 'web', $1, 'abcd' FROM organizations`,
      [seal('sk-admin-abcd', OLD, 'admin-key')],
    );
    const before = await sealedTexts();
    await expect(rotateSecret(database.url, { from: NEW, to: OLD })).rejects.toThrow(/so that nothing was changed/);
    expect(await sealedTexts()).toEqual(before);

    expect(await rotateSecret(database.url, { from: OLD, to: NEW })).toBe(3);
    await proveSecret(database.dataSource.manager, NEW);
    await expect(proveSecret(database.dataSource.manager, OLD)).rejects.toThrow(WrongSecretError);
    const [, seed = '', key = ''] = await sealedTexts();
    expect([unseal(seed, NEW, 'second-factor'), unseal(key, NEW, 'admin-key')]).toEqual(['a seed', 'sk-admin-abcd']);
  });

  it('is not changed while a server would go on with the old one', async () => {
    expect(await countServers(database.url)).toBeGreaterThan(0);
  });
});
