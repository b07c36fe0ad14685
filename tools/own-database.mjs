// Where the tools for operators find the database: that of DATABASE_URL, or the embedded one, running or at rest.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './supported-node.mjs';

/** Something that the operator can put right; told without a stack trace. */
export class Mistake extends Error {}

/**
 * Runs with the address of the configured database. An embedded one that is at rest is started for it, and stopped. The
 * API has to be built.
 *
 * @template T
 * @param {{ whenRunning?: string, whenMissing?: string }} refusals what to say where that is no case for the tool
 * @param {(databaseUrl: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onOwnDatabase({ whenRunning, whenMissing }, work) {
  const { runningSocketDirectory, socketUrl, startEmbeddedPostgres } =
    await import('../apps/api/dist/database/embedded-postgres.js');
  const { readProcessEnvironment } = await import('../apps/api/dist/env.js');
  const settings = join(root, '.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  const { databaseUrl, dataDirectory } = readProcessEnvironment(root);
  if (databaseUrl) return work(databaseUrl);
  const directory = join(dataDirectory, 'postgres');
  const running = runningSocketDirectory(directory);
  if (running !== null) {
    if (whenRunning !== undefined) throw new Mistake(whenRunning);
    return work(socketUrl(running));
  }
  if (whenMissing !== undefined && !existsSync(directory)) {
    throw new Mistake(`${whenMissing}: ${directory} does not exist.`);
  }
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory });
  try {
    return await work(socketUrl(postgres.socketDirectory));
  } finally {
    await postgres.stop();
  }
}

/**
 * Tells what went wrong and that it did.
 *
 * @param {unknown} error
 */
export function fail(error) {
  // Sentences for the operator have a class of their own, and so does what Postgres says; the rest is a bug.
  const inWords = error instanceof Error && (error instanceof Mistake || error.constructor !== Error);
  console.error(inWords ? error.message : error);
  process.exitCode = 1;
}
