/** The directory's store over a real database, with a fresh organization for each test of a suite. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { DirectoryStore } from '../directory.store.js';
import { connectOrganization, type ListingOrganization } from './listing-organization.js';

const QUARTER_HOUR_MS = 900_000;

export interface DirectorySuite {
  readonly store: DirectoryStore;
  readonly dataSource: DataSource;
  readonly organization: ListingOrganization;
  /** When the next list is read. */
  readonly now: Date;
  /** Moves `now` on by a quarter of an hour and answers it. */
  later(): Date;
  connectAnother(): Promise<ListingOrganization>;
  /** The stored row of an object of `organization`. */
  stored(id: string): Promise<Record<string, unknown>>;
  /** The kept changes of an object of `organization`, oldest first. */
  history(id: string): Promise<Record<string, unknown>[]>;
}

/** Sets the suite up; what it answers is to be used inside tests. */
export function useDirectory(): DirectorySuite {
  let database: TestDatabase;
  let organization: ListingOrganization;
  let now: Date;
  let connected = 0;
  const connect = () => connectOrganization(database.dataSource, `org-${++connected}`, () => now);

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    now = new Date('2026-11-01T00:00:00Z');
    organization = await connect();
  });

  return {
    get store() {
      return new DirectoryStore(database.dataSource, { secret: null });
    },
    get dataSource() {
      return database.dataSource;
    },
    get organization() {
      return organization;
    },
    get now() {
      return now;
    },
    later: () => (now = new Date(now.getTime() + QUARTER_HOUR_MS)),
    connectAnother: connect,
    async stored(id) {
      const rows = await database.dataSource.query<Record<string, unknown>[]>(
        'SELECT * FROM directory_objects WHERE organization_id = $1 AND id = $2',
        [organization.id, id],
      );
      const [row] = rows;
      if (row === undefined || rows.length > 1) throw new Error(`${rows.length} objects are stored as ${id}, not one.`);
      return row;
    },
    history: (id) =>
      database.dataSource.query(
        `SELECT field, old_value, new_value, changed_at FROM directory_history
          WHERE organization_id = $1 AND object_id = $2 ORDER BY changed_at, field`,
        [organization.id, id],
      ),
  };
}
