import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '../src/testing/test-database.js';
import { startServer } from './started-server.js';

const tool = (name: string) => fileURLToPath(new URL(`../../../tools/${name}.mjs`, import.meta.url));
/** Databases are made and servers started here, on whatever disk there is. */
const SLOW_MS = 240_000;
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0 ? it : it.skip;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bursar-start-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  status: number | null;
  printed: string;
}

function run(name: string, args: string[], environment: Record<string, string>, uid?: number): Promise<Ended> {
  const child = spawn(process.execPath, [tool(name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: process.env['PATH'], BURSAR_DATA_DIR: directory, ...environment },
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  return new Promise((settle) => child.once('close', (status) => settle({ status, printed })));
}

const start = (environment: Record<string, string>): Promise<Ended> => run('start', [], environment);

describe('npm start', () => {
  it('lists all mistakes of the configuration and starts nothing', async () => {
    const { status, printed } = await start({ PORT: 'x', HOST: '0.0.0.0', BURSAR_DEMO: 'maybe' });
    expect(status).toBe(1);
    for (const name of ['PORT', 'HOST', 'BURSAR_DEMO']) expect(printed).toContain(`- ${name} is `);
    expect(printed).not.toMatch(/^\s+at /m);
    expect(existsSync(join(directory, 'demo'))).toBe(false);
  });

  it(
    'shows the demo where there is nothing real, and keeps others off its data and its port',
    async () => {
      const first = await startServer({}, directory);
      expect(first.printed()).toContain('demo: invented numbers');
      expect(await first.get('/api/v1/sync')).toMatchObject({ demo: true });
      expect(existsSync(join(directory, 'postgres'))).toBe(false);
      const page = await fetch(first.url, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('<script type="module"');

      const second = await start({ PORT: '0' });
      expect(second.status).toBe(1);
      expect(second.printed).toMatch(/Bursar already runs on \S+\/demo \(process \d+\)\. Stop it first/);
      const database = await createTestDatabase();
      const elsewhere = await start({ DATABASE_URL: database.url, PORT: new URL(first.url).port });
      await database.drop();
      expect(elsewhere.status).toBe(1);
      expect(elsewhere.printed).toMatch(/Port \d+ on 127\.0\.0\.1 is taken by another program/);
      expect(second.printed + elsewhere.printed).not.toMatch(/^\s+at /m);

      expect(await first.get('/api/health/ready')).toEqual({ status: 'ok' });
      expect(await first.stop()).toBe(0);
    },
    SLOW_MS,
  );

  it('says which database it could not use, without its password', async () => {
    const { status, printed } = await start({ DATABASE_URL: 'postgres://bursar:hunter2@127.0.0.1:9/bursar' });
    expect(status).toBe(1);
    expect(printed).toMatch(/The database of DATABASE_URL cannot be used: .*ECONNREFUSED/);
    expect(printed).not.toMatch(/hunter2|^\s+at /m);
  });
});

describe('npm run backup and restore', () => {
  it('say what is missing', async () => {
    expect(await run('backup', ['backup'], {})).toEqual({
      status: 1,
      printed: expect.stringContaining('npm run backup -- bursar-backup.gz'),
    });
    const nothing = await run('backup', ['backup', join(directory, 'backup.gz')], {});
    expect(nothing).toEqual({ status: 1, printed: expect.stringContaining('There is nothing to back up') });
    expect(existsSync(join(directory, 'backup.gz'))).toBe(false);
  });

  asRoot('carry a running database into another folder, as a plain user too', async () => {
    const server = await startServer({ BURSAR_DEMO: '0' }, directory);
    const file = join(directory, 'backup.gz');
    const backup = await run('backup', ['backup', file], {});
    expect(backup).toEqual({ status: 0, printed: expect.stringMatching(/^Backed up \d+ rows of \d+ tables/) });
    expect((await run('backup', ['restore', file], {})).printed).toContain('Bursar is running. Stop it first');
    await server.stop();
    const other = mkdtempSync(join(tmpdir(), 'bursar-start-'));
    for (const path of [other, directory, file]) chownSync(path, NOBODY, NOBODY);
    const restored = await run('backup', ['restore', file], { BURSAR_DATA_DIR: other }, NOBODY);
    rmSync(other, { recursive: true, force: true });
    expect(restored).toEqual({ status: 0, printed: expect.stringMatching(/^Restored \d+ rows of \d+ tables/) });
  });
});
