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
  /** What the cookie of its owner holds, of one session for all that asks. */
  session(): Promise<string>;
  /** As its owner, from a page of its own. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** GET of JSON; throws when the answer is not a 2xx. */
  get(path: string): Promise<unknown>;
  /** SIGKILL, as a power cut would: of Node alone, or of Node and of the Postgres that it runs. */
  kill(what: 'node' | 'node and postgres'): Promise<void>;
  /** SIGTERM and the end that follows; the exit code. */
  stop(): Promise<number | null>;
}

/** Who owns every server that is started here, but for a demo, which has its own people. */
export const OWNER = { email: 'owner@journeys.example', password: 'Qz7-a-password-of-journeys' };

const OWNER_VARIABLES = { BURSAR_OWNER_EMAIL: OWNER.email, BURSAR_OWNER_PASSWORD: OWNER.password };

/** Resolves once it listens; rejects with what it printed when it ends instead. */
export async function startServer(env: Record<string, string>, dataDirectory: string): Promise<StartedServer> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(root, 'tools/start.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, PORT: '0', BURSAR_DATA_DIR: dataDirectory, ...OWNER_VARIABLES, ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  const url = await listening(child, () => printed, exited);
  let signedIn: Promise<string> | undefined;
  const session = (): Promise<string> => (signedIn ??= signIn(url));
  // On a connection of its own: a spec may compute for longer than a server keeps an idle one.
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { connection: 'close', origin: url, cookie: `sid=${await session()}`, ...init.headers };
    return fetch(`${url}${path}`, { ...init, headers });
  };
  return {
    url,
    printed: () => printed,
    session,
    fetch: ask,
    async get(path) {
      const response = await ask(path);
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

/** By password, or in a demo by one click. */
async function signIn(url: string): Promise<string> {
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, connection: 'close' },
      body: JSON.stringify(body),
    });
  const clicked = await post('demo-sign-in', { role: 'owner' });
  const response = clicked.status === 404 ? await post('sign-in', OWNER) : clicked;
  const token = /^sid=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1];
  if (token === undefined) throw new Error(`${url} refused its owner (${response.status}): ${await response.text()}`);
  return token;
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
