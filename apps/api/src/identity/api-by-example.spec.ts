/** The examples of docs/api.md, run as they stand. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Permission, PERMISSIONS, permissionsOf, ROLE_NAMES } from '@bursar/contract';
import { COSTS_ONLY, startStand, type SyncStand, TINY } from '../sync/testing/sync-stand.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';

const TEXT = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
const OWNER = { email: 'owner@example.com', name: 'The owner', password: 'correct horse battery' };
/** `%header{…}` came with 7.84. */
const [, major = '0', minor = '0'] =
  /^curl (\d+)\.(\d+)/.exec(spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout ?? '') ?? [];
const hasCurl = Number(major) > 7 || (major === '7' && Number(minor) >= 84);
const withCurl = hasCurl ? describe : describe.skip;

withCurl(`the examples${hasCurl ? '' : ' (skipped: no curl 7.84 or later is found)'}`, () => {
  let stand: SyncStand;
  let server: TestApplication;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bursar-api-'));
    stand = await startStand({
      simulator: { ...TINY, now: new Date('2026-11-10T09:30:00Z') },
      engine: { backfillMonths: 2, capabilities: COSTS_ONLY },
    });
    await stand.collect();
    const { database, simulator } = stand;
    server = await startTestApplication({
      database,
      clock: simulator.clock,
      openai: simulator,
      as: null,
      environment: { owner: OWNER },
    });
  });
  afterAll(async () => {
    await server.close();
    await stand.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('do in one shell what they say', async () => {
    const blocks = [...TEXT.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(6);
    const { status, output } = await inShell(['set -eu', ...blocks].join('\necho; echo =====\n'));
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    const [, signIn, token, costs, file, holds, list, collecting, invite] = output.split('=====\n');
    expect(signIn).toContain('{"mfa":false}');
    expect(token?.trim()).toBe('');
    expect(JSON.parse(costs ?? '')).toMatchObject({
      bucket: 'month',
      currency: 'usd',
      completeness: expect.anything(),
    });
    expect(file?.trim()).toBe('');
    expect(readFileSync(join(folder, 'october.csv'), 'utf8')).toMatch(/^period_start,period_end,state,api_key_id/);
    expect(holds?.trim()).toBe('304');
    expect(JSON.parse(list ?? '')).toMatchObject({ data: expect.arrayContaining([expect.anything()]) });
    expect(collecting).toContain('"runs":[{"id"');
    expect(JSON.parse(invite ?? '')).toMatchObject({ email: 'new@example.com', status: 'pending' });
    expect(existsSync(join(folder, 'cookies.txt'))).toBe(true);
  });

  function inShell(script: string): Promise<{ status: number | null; output: string }> {
    const child = spawn('bash', ['-c', script], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], BURSAR: server.url, EMAIL: OWNER.email, PASSWORD: OWNER.password },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    return new Promise((settle) => child.once('close', (status) => settle({ status, output })));
  }
});

describe('the table of permissions', () => {
  it('says what the contract says', () => {
    const rows = [...TEXT.matchAll(/^\| `([^`]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
    const expected = (Object.keys(PERMISSIONS) as Permission[]).map((name) => {
      const entry: { meaning: string; open?: true; wholeOrganization?: true } = PERMISSIONS[name];
      const roles = ROLE_NAMES.filter((role) => permissionsOf(role, false).includes(name)).join(', ');
      const limits = entry.wholeOrganization ? '; nobody who is limited to projects' : '';
      return [name, entry.meaning, entry.open ? 'everybody, without a sign-in' : `${roles}${limits}`];
    });
    expect(rows).toEqual(expected);
  });
});
