/** The one way into Postgres, and how its schema gets there. */
import type { EventEmitter } from 'node:events';
import { DataSource, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';

/** Any number that no other user of this database locks; all replicas have to agree on it. */
const MIGRATION_LOCK = 7_240_551_306;

const OLDEST_POSTGRES = 15;

/** This database cannot be used by this version of Bursar; the message says what to do. */
export class UnsuitableDatabaseError extends Error {
  override readonly name = 'UnsuitableDatabaseError';
}

export interface DatabaseOptions {
  /** Connections at most; requests beyond that wait. */
  poolSize?: number;
  /** Looks at the database as it is, before anything of it is changed; what it throws ends the opening. */
  before?: (connection: Pick<QueryRunner, 'query'>) => Promise<void>;
}

/**
 * Connects to Postgres and brings its schema up to date.
 *
 * The caller owns the answer and has to `destroy()` it.
 *
 * @throws UnsuitableDatabaseError when a later Bursar has migrated this database, or Postgres is too old.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<DataSource> {
  const dataSource = createDataSource(url, options);
  await dataSource.initialize();
  try {
    await migrate(dataSource, options.before);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** A data source that is not connected yet. Nothing in it ever changes the schema but the migrations. */
export function createDataSource(url: string, { poolSize = 20 }: DatabaseOptions = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    applicationName: 'bursar',
    poolSize,
    connectTimeoutMS: 10_000,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'migrations',
    synchronize: false,
    migrationsRun: false,
    // TypeORM's own reading of the URL does not know `?host=/socket/directory`; pg's does.
    extra: { connectionString: withUtc(url), onConnect: survivesItsEnd },
  });
}

/**
 * Postgres may end a connection between two listeners of its owner, and an error that nobody hears ends the process.
 * Whoever uses the connection hears of it from the statement that fails.
 */
function survivesItsEnd(client: EventEmitter): void {
  client.on('error', () => undefined);
}

/** Runs what is missing, in one transaction. Replicas that start together wait for each other. */
async function migrate(dataSource: DataSource, before: DatabaseOptions['before']): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseOldPostgres(runner);
    await refuseNewerSchema(dataSource, runner);
    await before?.(runner);
    await dataSource.runMigrations({ transaction: 'all' });
  } finally {
    // A connection that broke has lost its lock with it; unlocking would hide the first error.
    if (!runner.isReleased) await unlock(runner);
  }
}

async function unlock(runner: QueryRunner): Promise<void> {
  await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  await runner.release();
}

async function refuseOldPostgres(runner: QueryRunner): Promise<void> {
  const [row]: { server_version: string }[] = await runner.query('show server_version');
  const version = row?.server_version ?? 'unknown';
  if (Number.parseInt(version, 10) >= OLDEST_POSTGRES) return;
  throw new UnsuitableDatabaseError(
    `The database is PostgreSQL ${version}. Bursar needs ${OLDEST_POSTGRES} or later; without DATABASE_URL it brings its own.`,
  );
}

async function refuseNewerSchema(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const known = new Set(dataSource.migrations.map((migration) => migration.name));
  const unknown = (await readSchemaVersion(runner)).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new UnsuitableDatabaseError(
    `The database was used by a later version of Bursar (it knows "${unknown.join('", "')}"). Start that version or a later one, or restore a backup of before.`,
  );
}

/** Names of the migrations that the database has had, oldest first: what a backup calls the schema's version. */
export async function readSchemaVersion(connection: Queryable): Promise<string[]> {
  const table = rowsOf(await connection.query(`select to_regclass('public.migrations') as present`));
  if (table[0]?.['present'] === null) return [];
  return rowsOf(await connection.query('select name from migrations order by id')).map(({ name }) => String(name));
}

type Row = Readonly<Record<string, unknown>>;

/** TypeORM answers the rows themselves, `pg` an object that has them. */
interface Queryable {
  query(sql: string): Promise<Row[] | { rows: Row[] }>;
}

const rowsOf = (answer: Row[] | { rows: Row[] }): Row[] => (Array.isArray(answer) ? answer : answer.rows);

/** Days and months are UTC's: a server with another time zone must not cut them elsewhere. */
export function withUtc(url: string): string {
  const [base = '', query] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const given = parameters.get('options');
  parameters.set('options', given === null ? '-c TimeZone=UTC' : `${given} -c TimeZone=UTC`);
  return `${base}?${parameters}`;
}
