import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  socketUrl,
  startEmbeddedPostgres,
} from './embedded-postgres.js';
import { findProcess, readOptionalFile } from './processes.js';

const SUPERVISOR = fileURLToPath(new URL('../testing/supervise-postgres.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** What a stopped Postgres left that was made here once. */
let made: string;
let folder: string;
let dataDirectory: string;
const children: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'bursar-embedded-'));
  const server = await startEmbeddedPostgres({ dataDirectory: join(made, 'postgres'), settings: { fsync: 'off' } });
  await server.stop();
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bursar-embedded-'));
  chmodSync(folder, 0o777);
  dataDirectory = join(folder, 'postgres');
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGINT');
    await gone;
  }
  await until(
    () => findProcess(Number.parseInt(readOptionalFile(join(dataDirectory, 'postmaster.pid')) ?? '0')) === null,
  );
  rmSync(folder, { recursive: true, force: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

async function start(options: Omit<EmbeddedPostgresOptions, 'dataDirectory'> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' }, ...options });
  servers.push(server);
  return server;
}

/** As if a Postgres had run here before: for what is not about making one, which takes seconds. */
function layDown(): void {
  cpSync(join(made, 'postgres'), dataDirectory, { recursive: true });
  // Copied folders are open to all, in which Postgres refuses to start.
  chmodSync(dataDirectory, 0o700);
}

async function query(socketDirectory: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: socketUrl(socketDirectory) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Supervised {
  child: ChildProcess;
  socketDirectory: string;
  postmaster: number;
}

/** Starts the supervisor in a process of its own, which can then be killed. */
async function supervise(options: { uid?: number; userNamespaces?: boolean } = {}): Promise<Supervised> {
  const { uid, userNamespaces = true } = options;
  const args = ['--no-warnings', SUPERVISOR, dataDirectory, userNamespaces ? 'namespaces' : 'no-namespaces'];
  const ids = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, args, { ...ids, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (text) => (errors += text));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const [socketDirectory = '', pid = ''] = line.split(' ');
    return { child, socketDirectory, postmaster: Number(pid) };
  }
  throw new Error(errors);
}

async function fillAndKill(supervised: Supervised, ...pids: number[]): Promise<void> {
  await query(supervised.socketDirectory, 'create table kept as select generate_series(1, 2) as n');
  const gone = once(supervised.child, 'exit');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await gone;
}

async function expectDataIntact(): Promise<void> {
  const postgres = await start();
  expect(await query(postgres.socketDirectory, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }]);
  await postgres.stop();
}

describe('the embedded Postgres', () => {
  it('is made, used by a plain role, stopped, and started again with what it held', async () => {
    const first = await start();
    await query(first.socketDirectory, 'create table kept as select 7 as n');
    await first.stop();
    await first.stop();
    expect(existsSync(first.socketDirectory)).toBe(false);
    const second = await start();
    expect(await query(second.socketDirectory, 'select n, current_user as who from kept')).toEqual([
      { n: 7, who: 'bursar' },
    ]);
    const [row] = await query(second.socketDirectory, 'show listen_addresses');
    expect(row).toEqual({ listen_addresses: '' });
    await second.stop();
    expect(readdirSync(folder)).toEqual(['postgres']);
  });

  it('refuses a second instance on the same directory, with a clear sentence', async () => {
    layDown();
    const first = await start();
    await expect(start()).rejects.toThrow(
      `Bursar already runs on ${dataDirectory} (process ${process.pid}). Stop it first`,
    );
    expect(await query(first.socketDirectory, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await first.stop();
  });

  it('lets exactly one of several that start together have the directory', async () => {
    const starts = await Promise.allSettled([supervise(), supervise(), supervise()]);
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('goes on with its data after kill -9 of Node alone', async () => {
    layDown();
    const supervised = await supervise();
    await fillAndKill(supervised, supervised.child.pid ?? 0);
    await expectDataIntact();
    expect(existsSync(supervised.socketDirectory)).toBe(false);
  });

  it('goes on with its data after kill -9 of Node and of Postgres', async () => {
    layDown();
    const supervised = await supervise();
    await fillAndKill(supervised, supervised.postmaster, supervised.child.pid ?? 0);
    await expectDataIntact();
  });

  it('ends a Postgres that outlived its supervisor before it starts its own', async () => {
    layDown();
    const supervised = await supervise();
    // Stopped, it cannot notice that its supervisor dies.
    process.kill(supervised.postmaster, 'SIGSTOP');
    const gone = once(supervised.child, 'exit');
    supervised.child.kill('SIGKILL');
    await gone;
    const next = start();
    process.kill(supervised.postmaster, 'SIGCONT');
    const postgres = await next;
    expect(findProcess(supervised.postmaster)).toBeNull();
    await postgres.stop();
  });

  it('makes the database anew when it was killed while it was made', async () => {
    layDown();
    rmSync(join(dataDirectory, 'global'), { recursive: true });
    renameSync(dataDirectory, `${dataDirectory}.new`);
    const again = await start();
    expect(await query(again.socketDirectory, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await again.stop();
  });

  it('is not misled by a lock file whose pid now belongs to another program', async () => {
    layDown();
    const postgres = await start();
    const pidFile = join(dataDirectory, 'postmaster.pid');
    const left = readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.ppid));
    await postgres.stop();
    writeFileSync(pidFile, left);
    const lock = { pid: process.ppid, startedAt: 'another time', runtimeDirectory: join(folder, 'left-behind') };
    writeFileSync(`${dataDirectory}.lock`, JSON.stringify(lock));
    const again = await start();
    expect(await query(again.socketDirectory, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await again.stop();
  });

  it('says when it ends although nobody stopped it', async () => {
    layDown();
    const reason = new Promise<string>((settle) => {
      void start({ onUnexpectedEnd: settle }).then(({ pid }) => process.kill(pid, 'SIGKILL'));
    });
    expect(await reason).toBe('The embedded Postgres ended unexpectedly (SIGKILL).');
  });

  it('says what to do where it may not write', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(startEmbeddedPostgres({ dataDirectory: join(folder, 'file', 'postgres') })).rejects.toThrow(
      /cannot be written \(E\w+\): .* BURSAR_DATA_DIR/,
    );
  });

  (isRoot ? it : it.skip)('runs as a plain user, also on what root takes turns with', async () => {
    const asUser = await supervise({ uid: NOBODY });
    await fillAndKill(asUser, asUser.child.pid ?? 0);
    expect(statSync(dataDirectory).uid).toBe(NOBODY);
    await expectDataIntact();
    const again = await supervise({ uid: NOBODY });
    expect(await query(again.socketDirectory, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }]);
  });

  (isRoot ? it : it.skip)(
    'runs as root where user namespaces are not allowed, also on what was made with them',
    async () => {
      layDown();
      const before = await supervise({ userNamespaces: true });
      expect(statSync(dataDirectory).uid).toBe(0);
      await fillAndKill(before, before.child.pid ?? 0);
      const without = await supervise({ userNamespaces: false });
      expect(statSync(dataDirectory).uid).toBe(NOBODY);
      expect(await query(without.socketDirectory, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }]);
    },
  );
});
