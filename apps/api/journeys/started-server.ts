/** `npm start` as a person would run it, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface StartedServer {
  url: string;
  /** Everything that was printed so far, both streams. */
  printed(): string;
  /** GET of JSON; throws when the answer is not a 2xx. */
  get(path: string): Promise<unknown>;
  /** SIGKILL, as a power cut would: of Node alone, or of Node and of the Postgres that it runs. */
  kill(what: 'node' | 'node and postgres'): Promise<void>;
  /** SIGTERM and the end that follows; the exit code. */
  stop(): Promise<number | null>;
}

/** Resolves once it listens; rejects with what it printed when it ends instead. */
export async function startServer(env: Record<string, string>, dataDirectory: string): Promise<StartedServer> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(root, 'tools/start.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, PORT: '0', BURSAR_DATA_DIR: dataDirectory, ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  const url = await listening(child, () => printed, exited);
  return {
    url,
    printed: () => printed,
    async get(path) {
      // On a connection of its own: a spec may compute for longer than a server keeps an idle one.
      const response = await fetch(`${url}${path}`, { headers: { connection: 'close' } });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    async kill(what) {
      const postmaster = Number.parseInt(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'), 10);
      child.kill('SIGKILL');
      if (what === 'node and postgres') process.kill(postmaster, 'SIGKILL');
      await exited;
    },
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

async function listening(child: ChildProcess, printed: () => string, exited: Promise<number | null>): Promise<string> {
  const ended = exited.then((code) => {
    throw new Error(`the server ended with ${code}:\n${printed()}`);
  });
  for (;;) {
    const address = /listens on (http:\/\/\S+)/.exec(printed())?.[1];
    if (address !== undefined) return address;
    await Promise.race([new Promise((settle) => child.stdout?.once('data', settle)), ended]);
  }
}
