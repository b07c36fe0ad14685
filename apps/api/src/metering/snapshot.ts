import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Every read of one request, from one snapshot, with what makes Postgres plan short scans well: no compilation, memory
 * for sorts, and pages that are likely in memory.
 */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1`;

/** Runs reads that have to agree with each other. */
export async function inSnapshot<T>(dataSource: DataSource, read: (client: PoolClient) => Promise<T>): Promise<T> {
  return inConnection(dataSource, async (client) => {
    await client.query(BEGIN);
    try {
      return await read(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

/**
 * Runs reads on a connection that end as soon as a signal says so, wherever Postgres is in them.
 *
 * @throws what the interrupted statement fails with; before the first one, the reason of the signal.
 */
export async function untilAborted<T>(
  { dataSource, client, signal }: { dataSource: DataSource; client: PoolClient; signal: AbortSignal },
  read: () => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = (): void => {
    // Where this fails, what runs goes on to its end: there is nothing else to be done about it.
    cancelling = Promise.allSettled([dataSource.query('SELECT pg_cancel_backend($1)', [rows[0]?.pid])]);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await read();
  } finally {
    signal.removeEventListener('abort', cancel);
    // Soon the connection is somebody else's, whose statements must not be met.
    await cancelling;
  }
}

/** Runs reads of which each is for itself. */
export async function inConnection<T>(dataSource: DataSource, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    // What TypeORM's driver for Postgres lends is a client of pg's pool.
    return await read((await runner.connect()) as PoolClient);
  } finally {
    await runner.release();
  }
}
