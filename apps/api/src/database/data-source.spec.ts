import { afterEach, describe, expect, it } from '@jest/globals';
import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { openDatabase, readSchemaVersion } from './data-source.js';
import { MIGRATIONS } from './migrations/index.js';

let empty: { url: string; drop(): Promise<void> } | undefined;
let full: TestDatabase | undefined;

afterEach(async () => {
  await empty?.drop();
  await full?.drop();
  empty = undefined;
  full = undefined;
});

describe('opening the database', () => {
  it('migrates an empty database once, whoever of two replicas comes first', async () => {
    empty = await createEmptyTestDatabase();
    const { url } = empty;
    const [first, second] = await Promise.all([openDatabase(url), openDatabase(url)]);
    expect(await readSchemaVersion(first)).toHaveLength(MIGRATIONS.length);
    await first.destroy();
    await second.destroy();
  });

  it('counts days in UTC whatever the server is set to', async () => {
    full = await createTestDatabase();
    const [row] = await full.dataSource.query(`select current_setting('TimeZone') as zone`);
    expect(row).toEqual({ zone: 'UTC' });
  });

  it('works as a role that may not do more than its own database needs', async () => {
    full = await createTestDatabase();
    const [row] = await full.dataSource.query(
      'select rolname, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    );
    expect(row).toEqual({ rolname: 'bursar', rolsuper: false, rolcreatedb: false, rolcreaterole: false });
  });

  it('refuses a database that a later version has migrated', async () => {
    full = await createTestDatabase();
    await full.dataSource.query(`insert into migrations (timestamp, name) values (9999999999999, 'tomorrow has more')`);
    await expect(openDatabase(full.url)).rejects.toThrow(/later version of Bursar \(it knows "tomorrow has more"\)/);
  });

  it('names its migrations as sentences', () => {
    for (const migration of MIGRATIONS) expect(new migration().name).toMatch(/^[a-z][a-z ,]+ \d{13}$/);
  });
});
