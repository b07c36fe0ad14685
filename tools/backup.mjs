// `npm run backup -- FILE` and `npm run restore -- FILE`, for the embedded database and for DATABASE_URL.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onSupportedNode, root } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
await buildApi();
const { openDatabase } = await import('../apps/api/dist/database/data-source.js');
const { runningSocketDirectory, socketUrl, startEmbeddedPostgres } =
  await import('../apps/api/dist/database/embedded-postgres.js');
const { backUp } = await import('../apps/api/dist/database/backup.js');
const { restore } = await import('../apps/api/dist/database/restore.js');
const { readProcessEnvironment } = await import('../apps/api/dist/env.js');

class Mistake extends Error {}

const settings = join(root, '.env');
if (existsSync(settings)) process.loadEnvFile(settings);
try {
  await run(process.argv[2], process.argv[3]);
} catch (error) {
  // Sentences for the operator have a class of their own, and so does what Postgres says; the rest is a bug.
  const inWords = error instanceof Error && (error instanceof Mistake || error.constructor !== Error);
  console.error(inWords ? error.message : error);
  process.exitCode = 1;
}

/**
 * @param {string | undefined} command
 * @param {string | undefined} argument
 */
async function run(command, argument) {
  if ((command !== 'backup' && command !== 'restore') || argument === undefined) {
    throw new Mistake(`Name a file: npm run ${command ?? 'backup'} -- bursar-backup.gz`);
  }
  // npm runs scripts in the project's folder and says where the person was.
  const file = resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
  const { databaseUrl, dataDirectory } = readProcessEnvironment(root);
  const rows = databaseUrl
    ? await work(command, databaseUrl, file)
    : await onEmbedded(join(dataDirectory, 'postgres'), command, file);
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  console.log(
    `${command === 'backup' ? 'Backed up' : 'Restored'} ${total} rows of ${Object.keys(rows).length} tables: ${file}`,
  );
}

/**
 * @param {string} directory
 * @param {'backup' | 'restore'} command
 * @param {string} file
 */
async function onEmbedded(directory, command, file) {
  const running = runningSocketDirectory(directory);
  if (running !== null) {
    if (command === 'restore')
      throw new Mistake('Bursar is running. Stop it first: a backup is restored into a database at rest.');
    return work(command, socketUrl(running), file);
  }
  if (command === 'backup' && !existsSync(directory)) {
    throw new Mistake(
      `There is nothing to back up: ${directory} does not exist. (The demo is not backed up; it can be made again.)`,
    );
  }
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory });
  try {
    return await work(command, socketUrl(postgres.socketDirectory), file);
  } finally {
    await postgres.stop();
  }
}

/**
 * @param {'backup' | 'restore'} command
 * @param {string} url
 * @param {string} file
 */
async function work(command, url, file) {
  if (command === 'backup') return backUp(url, file);
  // Makes the schema that the backup's rows go into.
  const dataSource = await openDatabase(url);
  await dataSource.destroy();
  return restore(url, file);
}
