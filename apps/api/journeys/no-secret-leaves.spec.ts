import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import { OWNER, startServer, type StartedServer } from './started-server.js';
import { untilSynced } from './synced.js';

const ADMIN_KEY = 'sk-admin-C4narY-8f1d0c5b7e2a49d3-T4bn';
const BACKUP = fileURLToPath(new URL('../../../tools/backup.mjs', import.meta.url));

let simulator: Simulator;
let directory: string;
let server: StartedServer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bursar-secrets-'));
  simulator = await startSimulator({ projects: 4, keys: 10, months: 3, adminKeys: [{ value: ADMIN_KEY }] });
  const environment = { OPENAI_ADMIN_KEY: ADMIN_KEY, OPENAI_BASE_URL: simulator.url, BURSAR_BACKFILL_MONTHS: '2' };
  server = await startServer(environment, directory);
  await untilSynced(server.get);
});

afterAll(async () => {
  await server?.stop();
  await simulator?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Names what holds one of them, never the secret itself: a failing spec must not print it. */
function holdersOf(secrets: readonly string[], texts: Record<string, string | Buffer>): string[] {
  return Object.entries(texts)
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([name]) => name);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

it('keeps the admin key, a password and a session out of answers, errors, logs, the database and the backup', async () => {
  simulator.faults.add({
    kind: 'status',
    status: 401,
    message: `Incorrect API key provided: ${ADMIN_KEY}.`,
    code: 'invalid_api_key',
  });
  const asked = await server.fetch('/api/v1/sync/runs', { method: 'POST' });
  expect(asked.status).toBe(202);
  await untilRefused();

  const paths = [
    '/api/v1/sync',
    '/api/openapi.json',
    '/api/v1/projects',
    '/api/v1/api-keys',
    '/api/v1/costs?start=x',
    '/api/auth/state',
    '/api/none',
  ];
  const answers = await Promise.all(
    paths.map(async (path) => [path, await (await server.fetch(path)).text()] as const),
  );
  const backup = join(directory, 'backup.gz');
  const { status, stdout, stderr } = spawnSync(process.execPath, [BACKUP, 'backup', backup], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], BURSAR_DATA_DIR: directory },
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  await server.stop();

  const files = filesBelow(directory).map((path) => [path, readFileSync(path)] as const);
  expect(files.length).toBeGreaterThan(100);
  const secrets = [ADMIN_KEY, 'C4narY-8f1d0c5b7e2a49d3', OWNER.password, await server.session()];
  expect(
    holdersOf(secrets, {
      ...Object.fromEntries(answers),
      ...Object.fromEntries(files),
      'unpacked backup': gunzipSync(readFileSync(backup)),
      'printed by the server': server.printed(),
      'printed by the backup': stdout + stderr,
    }),
  ).toEqual([]);
});

async function untilRefused(): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const text = JSON.stringify(await server.get('/api/v1/sync'));
    if (text.includes('credential_refused')) return;
    if (Date.now() > deadline) throw new Error('the refused key was never reported');
    await new Promise((settle) => setTimeout(settle, 50));
  }
}
