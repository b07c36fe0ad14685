/** How the first people come in. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LoggerService } from '@nestjs/common';
import { authState, problem } from '@bursar/contract';
import { DataSource } from 'typeorm';
import {
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../testing/test-application.js';

let server: TestApplication;
let logged: string[];

afterEach(() => server.close());

async function start(options: TestApplicationOptions = {}): Promise<void> {
  logged = [];
  const write = (message: unknown) => void logged.push(String(message));
  const logger: LoggerService = { log: write, warn: write, error: write };
  server = await startTestApplication({ as: null, logger, ...options });
}

const codeOfLog = (): string => /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/.exec(logged.join('\n'))?.[0] ?? 'no code';

const MIKA = { email: 'Mika@Example.com', name: 'Mika', password: 'correct horse battery' };

const post = (path: string, body: unknown) =>
  server.fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const stateOf = async (cookie = ''): Promise<unknown> =>
  authState.parse(await (await server.fetch('/api/auth/state', { headers: { cookie } })).json());

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

const query = (sql: string): Promise<unknown> => server.application.nest.get(DataSource).query(sql);

describe('an empty Bursar', () => {
  it('makes whoever has the code of the log its first owner, once', async () => {
    await start();
    expect(await stateOf()).toEqual({
      needs_set_up: true,
      local_sign_in: true,
      sends_mail: false,
      single_sign_on: null,
      demo: false,
      needs_second_factor: false,
      awaits_code: false,
      person: null,
    });
    const typed = codeOfLog().toLowerCase().replaceAll('-', ' ');
    const response = await post('set-up', { ...MIKA, code: typed });
    expect([response.status, await response.json()]).toEqual([201, { mfa: false }]);
    expect(await stateOf(cookieOf(response))).toMatchObject({
      needs_set_up: false,
      person: { email: 'mika@example.com', name: 'Mika', role: 'owner', project_ids: null },
    });
    const again = await post('set-up', { ...MIKA, email: 'other@example.com', code: codeOfLog() });
    expect([again.status, problem.parse(await again.json()).type]).toEqual([404, '/problems/not-found']);
  });

  it('refuses another code, names the field, and stores nobody', async () => {
    await start();
    const response = await post('set-up', { ...MIKA, code: 'AAAA-BBBB-CCCC' });
    expect(response.status).toBe(401);
    expect(problem.parse(await response.json())).toMatchObject({
      type: '/problems/sign-in-refused',
      errors: [{ pointer: '/code' }],
    });
    expect(await query('SELECT * FROM people')).toEqual([]);
  });

  it('ends the trying of codes after twenty, also of the right one', async () => {
    await start();
    for (let tries = 0; tries < 20; tries++) await post('set-up', { ...MIKA, code: `AAAA-BBBB-CC${tries + 10}` });
    const response = await post('set-up', { ...MIKA, code: codeOfLog() });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it.each([
    [{ password: 'too short' }, '/password', 'needs at least 12 characters'],
    [{ email: 'mika' }, '/email', 'has to be a mail address'],
    [{ name: ' ' }, '/name', 'may not be empty'],
    [{ code: undefined }, '/code', 'is required'],
  ])('tells what is wrong with %j, by field and without repeating it', async (wrong, pointer, message) => {
    await start();
    const response = await post('set-up', { ...MIKA, code: codeOfLog(), ...wrong });
    const told = problem.parse(await response.json());
    expect([response.status, told.errors]).toEqual([400, [{ pointer, message }]]);
    expect(JSON.stringify(told)).not.toContain('too short');
  });

  it('has one owner after several who were set up at once', async () => {
    await start();
    const code = codeOfLog();
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) => post('set-up', { ...MIKA, email: `owner-${index}@example.com`, code })),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 404)]);
    expect(await query('SELECT role FROM people')).toEqual([{ role: 'owner' }]);
  });
});

describe('the first owner by configuration', () => {
  const owner = { email: 'ada@example.com', name: 'Ada', password: 'a long enough one' };

  it('signs in; no code is told, and the configuration is not read again', async () => {
    await start({ environment: { owner } });
    expect(logged.join('\n')).not.toContain('first owner');
    expect(await stateOf()).toMatchObject({ needs_set_up: false });
    const response = await post('sign-in', { email: 'ADA@example.com ', password: owner.password });
    expect(response.status).toBe(200);
    expect(await stateOf(cookieOf(response))).toMatchObject({ person: { name: 'Ada', role: 'owner' } });
    const [{ hash }] = (await query('SELECT password_hash AS hash FROM people')) as [{ hash: string }];
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('the demo', () => {
  const openai = { adminKeys: ['sk-admin-demo'], writeKeys: [], baseUrl: 'http://127.0.0.1:9/v1', demo: true };

  it('signs in as anybody by one click', async () => {
    await start({ openai });
    expect(await stateOf()).toMatchObject({ needs_set_up: false, demo: true });
    for (const role of ['owner', 'admin', 'finance', 'engineer', 'viewer']) {
      const response = await post('demo-sign-in', { role });
      expect(response.status).toBe(200);
      expect(await stateOf(cookieOf(response))).toMatchObject({ person: { role } });
    }
    const byPassword = await post('sign-in', { email: 'owner@demo.example', password: 'a password that nobody has' });
    expect(byPassword.status).toBe(401);
  });

  it('is the only one that does', async () => {
    await start({ openai: { ...openai, demo: false } });
    expect((await post('demo-sign-in', { role: 'owner' })).status).toBe(404);
    expect((await post('demo-sign-in', { role: 'king' })).status).toBe(400);
  });
});
