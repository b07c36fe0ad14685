/** Starts what the Dockerfile made as docker-compose.yml would, and asks it what an operator would. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { startEmbeddedPostgres } from '../../apps/api/dist/database/embedded-postgres.js';
import { readDefaults, SECRETS_FOLDER } from './composed.mjs';
import { readCommand, readVariables } from './dockerfile.mjs';

/** @typedef {{ stage: import('./dockerfile.mjs').Stage, workdir: string, folder: string }} Made */

/** `node` of the image. Only root can become somebody else. */
const PLAIN_USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
const START_TIMEOUT_MS = 120_000;
const CODE = /\b[A-Z0-9]{4}(-[A-Z0-9]{4}){2}\b/;

/**
 * With a Postgres and a stand-in for OpenAI beside it.
 *
 * @param {Made} made what to start, where it is, and a folder for what is kept meanwhile
 * @throws Error with what it printed, where anything is not as it should be
 */
export async function tryOut(made) {
  const postgresPort = await freePort();
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(made.folder, 'postgres'),
    settings: { listen_addresses: '127.0.0.1', port: String(postgresPort), fsync: 'off' },
  });
  const simulator = await startSimulator({ projects: 3, keys: 3, months: 1 });
  try {
    const secrets = {
      database_url: `postgres://bursar@127.0.0.1:${postgresPort}/bursar`,
      bursar_secret: 'invented-for-this-run-and-of-no-use-afterwards',
      openai_admin_key: simulator.adminKey,
    };
    // The ports of the file may be taken here.
    const port = String(await freePort());
    const own = { PORT: port, BURSAR_URL: `http://127.0.0.1:${port}`, OPENAI_BASE_URL: simulator.url };
    const env = { ...variablesFor(made, secrets), ...own };
    await runThrough(made, env, own.BURSAR_URL);
  } finally {
    await simulator.stop();
    await postgres.stop();
  }
}

/**
 * @param {Made} made
 * @param {Record<string, string>} secrets by the name of their file
 * @returns {Record<string, string | undefined>}
 */
function variablesFor({ stage, folder }, secrets) {
  const held = join(folder, 'secrets/');
  mkdirSync(held);
  for (const [name, secret] of Object.entries(secrets)) writeFileSync(join(held, name), `${secret}\n`);
  const composed = Object.entries(readDefaults()).map(([name, value]) => [name, value.replace(SECRETS_FOLDER, held)]);
  return { PATH: process.env['PATH'], ...readVariables(stage), ...Object.fromEntries(composed) };
}

/**
 * @param {Made} made
 * @param {NodeJS.ProcessEnv} env
 * @param {string} url
 */
async function runThrough({ stage, workdir }, env, url) {
  const [program = '', ...args] = readCommand(stage, 'CMD');
  const server = spawn(program, args, { cwd: workdir, env, stdio: ['ignore', 'pipe', 'pipe'], ...PLAIN_USER });
  let printed = '';
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const ended = new Promise((settle) => server.once('close', settle));
  try {
    const check = readCommand(stage, 'HEALTHCHECK');
    const isHealthy = () => {
      if (server.exitCode !== null) throw new Error('It ended before it was healthy.');
      const [program = '', ...args] = check;
      return spawnSync(program, args, { cwd: workdir, env, stdio: 'ignore', ...PLAIN_USER }).status === 0;
    };
    await until('healthy', isHealthy);
    console.log('It is healthy, as the HEALTHCHECK sees it.');
    // What it has printed is read only now: a health check holds this process up while it runs.
    await until('telling a code for the first owner', () => CODE.test(printed));
    await becomeOwner(url, CODE.exec(printed)?.[0]);
    console.log('It serves its pages, and its first owner signs in by the code of the log.');
    server.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`It ended with ${code} when it was told to stop.`);
    console.log('It stops when it is told to.');
  } catch (error) {
    server.kill('SIGKILL');
    await ended;
    throw new Error(`What it printed:\n${printed.replace(CODE, '(code)')}`, { cause: error });
  }
}

/**
 * @param {string} state what it then is
 * @param {() => boolean} isReached
 */
async function until(state, isReached) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isReached()) {
    if (Date.now() > deadline) throw new Error(`It was not ${state} within ${START_TIMEOUT_MS / 1000} seconds.`);
    await new Promise((settle) => setTimeout(settle, 200));
  }
}

/**
 * What the operator does first: opens the page, takes the code from the log, becomes the owner, looks at the sync.
 *
 * @param {string} url
 * @param {string | undefined} code
 */
async function becomeOwner(url, code) {
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  if (!(await page.text()).includes('<script type="module"')) throw new Error('It serves no page.');
  const unknown = await fetch(`${url}/api/v1/sync`);
  if (unknown.status !== 401) throw new Error(`It answered ${unknown.status} to somebody who has not signed in.`);
  const owner = { email: 'mika@example.com', name: 'Mika', password: 'invented-for-this-run' };
  const setUp = await fetch(`${url}/api/auth/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ ...owner, code }),
  });
  if (setUp.status !== 201) throw new Error(`It refused its first owner (${setUp.status}): ${await setUp.text()}`);
  const cookie = setUp.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const sync = await fetch(`${url}/api/v1/sync`, { headers: { cookie } });
  if (!sync.ok) throw new Error(`It refused its owner (${sync.status}): ${await sync.text()}`);
}

/** @returns {Promise<number>} */
async function freePort() {
  const probe = createServer();
  await new Promise((settle) => probe.listen(0, '127.0.0.1', () => settle(undefined)));
  const address = probe.address();
  await new Promise((settle) => probe.close(settle));
  if (address === null || typeof address === 'string') throw new Error('This system gave no port.');
  return address.port;
}
