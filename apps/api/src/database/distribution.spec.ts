/** Past one Postgres, tables are distributed by organization: that needs it in front of every key of theirs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

/** What belongs to an organization and grows with it. */
const DISTRIBUTED = [
  ...['series', 'points_1d', 'points_1h', 'points_1m', 'rollups_1d', 'rollups_1mo', 'readings', 'restatements'],
  ...['directory_objects', 'directory_lists', 'directory_history', 'directory_rereads', 'audit_events'],
  ...['key_labels', 'key_snoozes', 'key_policies', 'key_successions'],
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.each(DISTRIBUTED)('the table %s', (table) => {
  it('has keys that begin with the organization, and at least one', async () => {
    const keys: { name: string; first: string }[] = await database.dataSource.query(
      `SELECT i.indexrelid::regclass::text AS name, a.attname AS first
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = $1::regclass AND i.indisunique
        UNION ALL
       SELECT c.conname, a.attname
         FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.conrelid = $1::regclass AND c.contype = 'f'`,
      [table],
    );
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter(({ first }) => first !== 'organization_id')).toEqual([]);
  });
});
