// Fresh databases for a measurement, with the production schema.
import pg from 'pg';

/**
 * @param {string} socketDirectory of the cluster
 * @param {string} name
 * @returns {Promise<{ url: string, migrate(): Promise<void> }>}
 */
export async function createDatabase(socketDirectory, name) {
  const superuser = new pg.Client({ connectionString: address('postgres', 'postgres') });
  await superuser.connect();
  try {
    await superuser.query(`CREATE DATABASE ${name} OWNER bursar`);
  } finally {
    await superuser.end();
  }
  const url = address('bursar', name);
  return {
    url,
    async migrate() {
      const { openDatabase } = await import('../../apps/api/dist/database/data-source.js');
      await (await openDatabase(url, { poolSize: 2 })).destroy();
    },
  };

  /** @param {string} user @param {string} database */
  function address(user, database) {
    return `postgres://${user}@/${database}?host=${encodeURIComponent(socketDirectory)}`;
  }
}
