/** A clock of its own for the database of one suite, because leases, slots and schedules know no other. */
import pg from 'pg';

export interface DatabaseClock {
  now(): Date;
  set(at: Date): Promise<void>;
}

/**
 * Makes `now()` of a test database stand still until it is set.
 *
 * The search path of the database finds a function of that name before Postgres' own, so the statements under test are
 * those of production to the letter. Connections that are open already, and defaults of columns, keep to real time.
 */
export async function installDatabaseClock(
  url: string,
  start: Date,
): Promise<DatabaseClock & { end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const database = client.escapeIdentifier(client.database ?? '');
  await client.query(`
    CREATE SCHEMA test_clock;
    CREATE TABLE test_clock.present (at timestamptz NOT NULL);
    INSERT INTO test_clock.present VALUES ('${start.toISOString()}');
    CREATE FUNCTION test_clock.now() RETURNS timestamptz LANGUAGE sql STABLE
      AS 'SELECT at FROM test_clock.present';
    ALTER DATABASE ${database} SET search_path = test_clock, pg_catalog, public`);
  let present = start;
  return {
    now: () => present,
    async set(at) {
      await client.query('UPDATE test_clock.present SET at = $1', [at]);
      present = at;
    },
    end: () => client.end(),
  };
}
