// Databases for a measurement, with the production schema: in a cluster of its own, or beside a given database.
import pg from 'pg';

/**
 * Where databases are made.
 *
 * @typedef {object} DatabaseServer
 * @property {string} adminUrl of a role that may make databases
 * @property {string | null} owner of what is made, where that is not the one who makes it
 * @property {(name: string) => string} urlOf
 */

/** The embedded Postgres. @param {string} socketDirectory of the cluster @returns {DatabaseServer} */
export function embeddedServer(socketDirectory) {
  const address = (/** @type {string} */ user, /** @type {string} */ database) =>
    `postgres://${user}@/${database}?host=${encodeURIComponent(socketDirectory)}`;
  return { adminUrl: address('postgres', 'postgres'), owner: 'bursar', urlOf: (name) => address('bursar', name) };
}

/**
 * The server of a database that somebody gave. Its own tables are left alone: what is measured gets databases beside it.
 *
 * @param {string} databaseUrl of a role that may make databases @returns {DatabaseServer}
 */
export function givenServer(databaseUrl) {
  return {
    adminUrl: databaseUrl,
    owner: null,
    // A socket's address has no host, which is no URL to Node.
    urlOf: (name) => databaseUrl.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`),
  };
}

/**
 * A fresh database; one of this name, left behind by a broken run, is thrown away.
 *
 * @param {DatabaseServer} server
 * @param {string} name
 * @param {{ like?: string }} [of] another database whose copy it becomes; nobody may be connected to that one
 * @returns {Promise<{ name: string, url: string, migrate(): Promise<void>, drop(): Promise<void> }>}
 */
export async function createDatabase(server, name, { like } = {}) {
  await dropDatabase(server, name);
  const owner = server.owner === null ? '' : `OWNER ${server.owner}`;
  const template = like === undefined ? '' : `TEMPLATE ${like} STRATEGY file_copy`;
  await asAdmin(server, (admin) => admin.query(`CREATE DATABASE ${name} ${owner} ${template}`));
  const url = server.urlOf(name);
  return {
    name,
    url,
    async migrate() {
      const { openDatabase } = await import('../../apps/api/dist/database/data-source.js');
      await (await openDatabase(url, { poolSize: 2 })).destroy();
    },
    drop: () => dropDatabase(server, name),
  };
}

/** @param {DatabaseServer} server @param {string} name */
export async function dropDatabase(server, name) {
  await asAdmin(server, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/**
 * What was noted of a database by `note`; null where it has no note yet, undefined where there is no such database.
 *
 * @param {DatabaseServer} server
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function readNote(server, name) {
  const { rows } = await asAdmin(server, (admin) =>
    admin.query(`SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`, [name]),
  );
  return rows.length === 0 ? undefined : JSON.parse(rows[0].note ?? 'null');
}

/**
 * Notes something of a database, outside of its tables, which are Bursar's alone.
 *
 * @param {DatabaseServer} server
 * @param {string} name
 * @param {unknown} value
 */
export async function note(server, name, value) {
  const text = pg.escapeLiteral(JSON.stringify(value));
  await asAdmin(server, (admin) => admin.query(`COMMENT ON DATABASE ${name} IS ${text}`));
}

/**
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function connected(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * @template T
 * @param {DatabaseServer} server
 * @param {(client: pg.Client) => Promise<T>} work
 */
const asAdmin = ({ adminUrl }, work) => connected(adminUrl, work);
