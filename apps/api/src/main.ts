/** What `npm start` runs once everything is built: configuration, database, server, and a clean end. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { type Application, createApplication } from './application.js';
import { UnsuitableDatabaseError } from './database/data-source.js';
import { DirectoryInUseError } from './database/directory-claim.js';
import { EmbeddedPostgresError } from './database/embedded-postgres.js';
import { ConfigurationError, type Environment, readProcessEnvironment } from './env.js';
import { ConnectedOrganizations } from './organizations/connected-organizations.service.js';
import { redact } from './redaction.js';
import { WrongSecretError } from './sealing/secret-proof.js';
import { startStorage, type Storage } from './storage.js';

// Rows live for a moment, and there are millions of them. Where a few happen to be in use while V8 collects, it takes all
// of their kind for lasting and makes them among the old objects, where they, and the pages that they were cut from, stay
// until everything is looked through. That doubles the work of collecting; RowMemory and its like become old anyway.
setFlagsFromString('--no-allocation-site-pretenuring');

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** What Nest tells about its own wiring; nobody who runs Bursar can do anything with it. */
const WIRING = ['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];

class Log extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!WIRING.includes(String(rest.at(-1)))) super.log(message, ...rest);
  }

  protected override stringifyMessage(message: unknown, level: LogLevel): string {
    return redact(super.stringifyMessage(message, level));
  }
}

const logger = new Log({ prefix: 'Bursar', colors: process.stdout.isTTY === true });

const STOP_TIMEOUT_MS = 40_000;

/** A reason to stop that the operator can do something about; told without a stack trace. */
class StartError extends Error {
  override readonly name = 'StartError';
}

const TOLD_IN_WORDS = [
  ConfigurationError,
  DirectoryInUseError,
  EmbeddedPostgresError,
  UnsuitableDatabaseError,
  WrongSecretError,
  StartError,
];

let storage: Promise<Storage> | undefined;
let application: Promise<Application> | undefined;
let stopping: Promise<void> | undefined;

async function start(): Promise<void> {
  const environment = readProcessEnvironment(projectRoot);
  for (const warning of environment.warnings) logger.warn(warning);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopOn(signal));
  storage = startStorage(environment, fail);
  const stored = await storage;
  const { openai } = stored;
  if (stopping !== undefined) return;
  application = connect(stored, environment);
  const address = await listen(await application, environment);
  logger.log(`Bursar listens on ${address}${openai.demo ? ' (demo: invented numbers)' : ''}`);
  if (openai.adminKeys.length === 0) await warnWithoutKeys(await application);
}

async function connect({ databaseUrl, openai, secret }: Storage, environment: Environment): Promise<Application> {
  try {
    return await createApplication({
      environment: { ...environment, secret },
      databaseUrl,
      openai,
      webDirectory: fileURLToPath(new URL('../../web/dist', import.meta.url)),
      logger,
    });
  } catch (error) {
    if (environment.databaseUrl === null || !isConnectionTrouble(error)) throw error;
    throw new StartError(
      `The database of DATABASE_URL cannot be used: ${reasonOf(error)}. Check that it runs and that user, password and name are right.`,
    );
  }
}

/** Organizations may have been connected in the web as well. */
async function warnWithoutKeys({ nest }: Application): Promise<void> {
  const connected = nest.get(ConnectedOrganizations);
  await connected.look();
  if (connected.all().length > 0) return;
  logger.warn(
    'No organization is connected: nothing new is collected. Connect one in Bursar, or set OPENAI_ADMIN_KEY.',
  );
}

async function listen(started: Application, { host, port }: Environment): Promise<string> {
  try {
    return await started.listen();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${port} on ${host} is taken by another program. Stop it, or choose another with PORT.`,
      );
    }
    if (code === 'EACCES')
      throw new StartError(`Port ${port} is not allowed for this user. Choose one above 1023 with PORT.`);
    if (code === 'EADDRNOTAVAIL') throw new StartError(`This machine has no address ${host}. Set HOST to 127.0.0.1.`);
    throw error;
  }
}

/** The first signal ends Bursar in order, the second at once. */
function stopOn(signal: NodeJS.Signals): void {
  if (stopping !== undefined) process.exit(1);
  logger.log(`Stopping (${signal}) …`);
  void end(0);
}

function fail(error: unknown): void {
  const inWords = typeof error === 'string' || TOLD_IN_WORDS.some((type) => error instanceof type);
  if (inWords) logger.error(typeof error === 'string' ? error : reasonOf(error));
  else logger.error('Bursar could not go on.', redact((error instanceof Error && error.stack) || String(error)));
  void end(1);
}

async function end(code: number): Promise<void> {
  // Whatever hangs now would hang for ever; the embedded Postgres ends with this process in any case.
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  stopping ??= stop();
  try {
    await stopping;
  } catch (error) {
    logger.error('Bursar did not end in order.', redact((error instanceof Error && error.stack) || String(error)));
    process.exit(1);
  }
  process.exit(code);
}

/** Ends what has been started, also while the rest of it is still starting; what failed to start has told so itself. */
async function stop(): Promise<void> {
  const [started, stored] = await Promise.allSettled([application, storage]);
  if (started.status === 'fulfilled') await started.value?.close();
  if (stored.status === 'fulfilled') await stored.value?.stop();
}

/** Network (E…), refused log-in (28…), no such database (3D…), not enough rights (42501), too many connections (53…). */
function isConnectionTrouble(error: unknown): boolean {
  return /^(E[A-Z]{3,}|28|3D|42501|53|57P03|SELF_SIGNED|DEPTH_ZERO)/.test(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | null {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** A refused connection to a name with several addresses has a code but no message. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? (codeOf(error) ?? 'no reason given') : message;
}

try {
  await start();
} catch (error) {
  // Told to stop while it started, it may fail for what was taken away.
  if (stopping === undefined) fail(error);
}
