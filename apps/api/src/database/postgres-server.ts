/** The running server of the embedded Postgres: from its start until it has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Claim } from './directory-claim.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { POSTGRES_ENVIRONMENT, type PostgresUser } from './postgres-user.js';

export interface EmbeddedPostgres {
  socketDirectory: string;
  pid: number;
  /** Ends all connections and shuts down clean. May be called twice. */
  stop(): Promise<void>;
}

/** The embedded database cannot be started, for a reason that the operator can do something about. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

export interface ServerContext {
  dataDirectory: string;
  /** Takes the socket; removed when the server has ended. */
  runtimeDirectory: string;
  binaries: PostgresBinaries;
  user: PostgresUser;
  /** Released when the server has ended. */
  claim: Claim;
  log?: (line: string) => void;
  settings?: Readonly<Record<string, string>>;
  onUnexpectedEnd?: (reason: string) => void;
}

const DEFAULT_SETTINGS = {
  listen_addresses: '',
  shared_buffers: '128MB',
  max_connections: '50',
  log_timezone: 'UTC',
  // Nobody replicates it: a partition that is made and filled in one transaction goes to its file and not to the log too.
  wal_level: 'minimal',
  max_wal_senders: '0',
};
const STOP_TIMEOUT_MS = 30_000;
const RETRY_MS = 50;

/** Starts the server on a directory that is made, claimed and free of other servers. */
export async function startServer(context: ServerContext): Promise<EmbeddedPostgres> {
  const started = Date.now();
  for (;;) {
    const child = spawnServer(context);
    const failure = await readiness(child, context.log);
    if (failure === null) return supervise(child, context);
    // Sessions of a killed server end by themselves as soon as they notice; until then Postgres does not start.
    const sessionsLeft = failure.includes('pre-existing shared memory block');
    if (!sessionsLeft || Date.now() - started > STOP_TIMEOUT_MS) {
      throw new EmbeddedPostgresError(`The embedded Postgres did not start on ${context.dataDirectory}: ${failure}`);
    }
    await pause(RETRY_MS);
  }
}

function spawnServer({ dataDirectory, runtimeDirectory, settings, binaries, user }: ServerContext): ChildProcess {
  const all = Object.entries({ ...DEFAULT_SETTINGS, ...settings, unix_socket_directories: runtimeDirectory });
  const server = ['-D', dataDirectory, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [program = '', ...args] = [...user.prefix, binaries.postgres, ...server];
  const env = { ...POSTGRES_ENVIRONMENT, ...binaries.libraryPath };
  // A session of its own: Ctrl-C in a terminal is for Bursar, which still needs the database while it shuts down.
  return spawn(program, args, { ...user.ids, cwd: '/', env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Resolves with null when the server accepts connections, with its last words when it ended instead. */
function readiness(child: ChildProcess, log: ServerContext['log']): Promise<string | null> {
  return new Promise((settle, fail) => {
    let tail = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
      if (log) for (const line of text.split('\n')) if (line !== '') log(line);
      if (tail.includes('database system is ready to accept connections')) settle(null);
    });
    child.once('error', fail);
    child.once('close', (code, signal) => settle(tail.trim() || `it ended with ${code ?? signal}`));
  });
}

function supervise(child: ChildProcess, context: ServerContext): EmbeddedPostgres {
  let stopping = false;
  const stopWithProcess = () => void child.kill('SIGINT');
  process.once('exit', stopWithProcess);
  const ended = new Promise<void>((settle) => {
    child.once('exit', (code, signal) => {
      process.off('exit', stopWithProcess);
      rmSync(context.runtimeDirectory, { recursive: true, force: true });
      context.claim.release();
      settle();
      if (!stopping) context.onUnexpectedEnd?.(`The embedded Postgres ended unexpectedly (${code ?? signal}).`);
    });
  });
  return {
    socketDirectory: context.runtimeDirectory,
    // Defined once the server has said that it is ready.
    pid: child.pid as number,
    async stop() {
      stopping = true;
      child.kill('SIGINT');
      const harder = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(harder);
    },
  };
}
