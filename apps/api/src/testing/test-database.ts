/** A real database of its own for each suite that asks for one. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../database/data-source.js';
import { socketUrl, startEmbeddedPostgres } from '../database/embedded-postgres.js';
import { type DatabaseClock, installDatabaseClock } from './database-clock.js';
import { TEST_SETTINGS } from './test-settings.js';

export interface TestDatabase {
  /** For `pg` and for starting another application on the same database. */
  url: string;
  dataSource: DataSource;
  /** Where the suite asked for one. */
  clock: DatabaseClock | null;
  /** Closes the data source and removes the database. */
  drop(): Promise<void>;
}

/** Where the cluster of a test run listens; `npm test` starts it and names it here. */
const CLUSTER_VARIABLE = 'BURSAR_TEST_POSTGRES';

const TEMPLATE = 'bursar_template';
const TEMPLATE_LOCK = 7_240_551_307;

/**
 * A fresh database with the whole schema, used by the plain role `bursar` as in production.
 *
 * Cloned from a template that the first suite of a run migrates. A single suite run without `npm test` starts a
 * cluster for itself and ends it in `drop`.
 *
 * @param options.clock what `now()` means until the suite says otherwise; default real time.
 */
export async function createTestDatabase(options: { clock?: Date } = {}): Promise<TestDatabase> {
  const cluster = await findCluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(cluster.socketDirectory, async (client) => {
    await prepareTemplate(client, cluster.socketDirectory);
    await client.query(`create database ${name} template ${TEMPLATE} owner bursar`);
  });
  const url = socketUrl(cluster.socketDirectory, 'bursar', name);
  const clock = options.clock === undefined ? null : await installDatabaseClock(url, options.clock);
  const dataSource = await openDatabase(url, { poolSize: 10 });
  return {
    url,
    dataSource,
    clock,
    async drop() {
      await clock?.end();
      if (dataSource.isInitialized) await dataSource.destroy();
      await asSuperuser(cluster.socketDirectory, (client) => client.query(`drop database ${name} with (force)`));
      await cluster.end();
    },
  };
}

/** Runs with a connection of a fresh database that has no schema at all: for what makes the schema itself. */
export async function createEmptyTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const cluster = await findCluster();
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await asSuperuser(cluster.socketDirectory, (client) => client.query(`create database ${name} owner bursar`));
  return {
    url: socketUrl(cluster.socketDirectory, 'bursar', name),
    async drop() {
      await asSuperuser(cluster.socketDirectory, (client) => client.query(`drop database ${name} with (force)`));
      await cluster.end();
    },
  };
}

async function findCluster(): Promise<{ socketDirectory: string; end(): Promise<void> }> {
  const shared = process.env[CLUSTER_VARIABLE];
  if (shared !== undefined) return { socketDirectory: shared, end: () => Promise.resolve() };
  const directory = mkdtempSync(join(tmpdir(), 'bursar-test-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const own = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), settings: TEST_SETTINGS });
    return { socketDirectory: own.socketDirectory, end: () => own.stop().then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

async function asSuperuser(socketDirectory: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: socketUrl(socketDirectory, 'postgres', 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Of several suites that start together one makes the template, the others wait for it. */
async function prepareTemplate(client: pg.Client, socketDirectory: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const found = await client.query('select datistemplate from pg_database where datname = $1', [TEMPLATE]);
  if (found.rows[0]?.datistemplate !== true) {
    await client.query(`drop database if exists ${TEMPLATE} with (force)`);
    await client.query(`create database ${TEMPLATE} owner bursar`);
    const migrated = await openDatabase(socketUrl(socketDirectory, 'bursar', TEMPLATE), { poolSize: 2 });
    await migrated.destroy();
    await client.query(`alter database ${TEMPLATE} is_template true`);
  }
  await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
}
