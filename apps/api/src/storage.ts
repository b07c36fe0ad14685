/** Decides on which database and which OpenAI Bursar runs, and starts those that it brings itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './database/data-source.js';
import { socketUrl, startEmbeddedPostgres } from './database/embedded-postgres.js';
import { startDemo } from './demo.js';
import type { QueryRunner } from 'typeorm';
import type { Environment } from './env.js';
import { proveSecret } from './sealing/secret-proof.js';
import { keepSecret } from './secret.js';
import type { OpenaiConnection } from './tokens.js';

export interface Storage {
  databaseUrl: string;
  openai: OpenaiConnection;
  secret: string | null;
  /** Stops what was started here, latest first. */
  stop(): Promise<void>;
}

export type OnUnexpectedEnd = (reason: string) => void;

/**
 * The real organization, or the demo where there is nothing real to show: no key, no database of the operator's, and
 * no organization collected earlier. Where others than this machine are answered, the demo has to be asked for:
 * everybody may come into it.
 */
export async function startStorage(environment: Environment, onUnexpectedEnd: OnUnexpectedEnd): Promise<Storage> {
  const { demo, openaiAdminKeys, databaseUrl, publicOrigin } = environment;
  const isUnset = [demo, databaseUrl, publicOrigin].every((setting) => setting === null);
  const undecided = isUnset && openaiAdminKeys.length === 0;
  if (demo === true || (undecided && !existsSync(realDirectory(environment)))) {
    return startDemoStorage(environment, onUnexpectedEnd);
  }
  const { openaiWriteKeys: writeKeys, openaiBaseUrl: baseUrl } = environment;
  const openai = { adminKeys: openaiAdminKeys, writeKeys, baseUrl, demo: false };
  const real = await startRealStorage(environment, openai, onUnexpectedEnd);
  if (!undecided || (await hasOrganization(real))) return real;
  await real.stop();
  return startDemoStorage(environment, onUnexpectedEnd);
}

const realDirectory = ({ dataDirectory }: Environment): string => join(dataDirectory, 'postgres');

async function startRealStorage(
  environment: Environment,
  openai: OpenaiConnection,
  onUnexpectedEnd: OnUnexpectedEnd,
): Promise<Storage> {
  const { databaseUrl, secret, dataDirectory } = environment;
  if (databaseUrl !== null) return { databaseUrl, openai, secret, stop: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({ dataDirectory: realDirectory(environment), onUnexpectedEnd });
  return {
    databaseUrl: socketUrl(postgres.socketDirectory),
    openai,
    secret: secret ?? keepSecret(dataDirectory),
    stop: () => postgres.stop(),
  };
}

/** A cluster of its own: nothing of the demo ever stands beside a real number. */
async function startDemoStorage({ dataDirectory }: Environment, onUnexpectedEnd: OnUnexpectedEnd): Promise<Storage> {
  const postgres = await startEmbeddedPostgres({ dataDirectory: join(dataDirectory, 'demo'), onUnexpectedEnd });
  try {
    const demo = await startDemo(dataDirectory);
    return {
      databaseUrl: socketUrl(postgres.socketDirectory),
      openai: demo.connection,
      secret: keepSecret(dataDirectory, 'demo-secret'),
      stop: () => demo.stop().finally(() => postgres.stop()),
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function hasOrganization({ databaseUrl, secret }: Storage): Promise<boolean> {
  const before = (connection: Pick<QueryRunner, 'query'>): Promise<void> => proveSecret(connection, secret);
  const dataSource = await openDatabase(databaseUrl, { poolSize: 2, before });
  try {
    const [row]: { found: boolean }[] = await dataSource.query(
      `select exists (select from organizations where openai_id is not null)
           or exists (select from organization_keys where source = 'web') as found`,
    );
    return row?.found === true;
  } finally {
    await dataSource.destroy();
  }
}
