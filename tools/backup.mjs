// `npm run backup -- FILE` and `npm run restore -- FILE`, for the embedded database and for DATABASE_URL.
import { resolve } from 'node:path';
import { fail, Mistake, onOwnDatabase } from './own-database.mjs';
import { onSupportedNode } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
await buildApi();
const { openDatabase } = await import('../apps/api/dist/database/data-source.js');
const { backUp } = await import('../apps/api/dist/database/backup.js');
const { restore } = await import('../apps/api/dist/database/restore.js');

const REFUSALS = {
  backup: { whenMissing: 'There is nothing to back up (the demo is not, it can be made again)' },
  restore: { whenRunning: 'Bursar is running. Stop it first: a backup is restored into a database at rest.' },
};

try {
  await run(process.argv[2], process.argv[3]);
} catch (error) {
  fail(error);
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
  const rows = await onOwnDatabase(REFUSALS[command], (url) => work(command, url, file));
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  console.log(
    `${command === 'backup' ? 'Backed up' : 'Restored'} ${total} rows of ${Object.keys(rows).length} tables: ${file}`,
  );
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
