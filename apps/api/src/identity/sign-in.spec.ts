import { request as send } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problem } from '@bursar/contract';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { hashPassword } from './passwords.js';
import { PeopleStore } from './people.store.js';

const START = new Date('2026-11-22T09:00:00Z');
const PASSWORD = 'correct horse battery';
const MIKA = { email: 'mika@example.com', password: PASSWORD };

let database: TestDatabase;
let server: TestApplication;
/** Shares nothing with the other but the database. */
let replica: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase({ clock: START });
  [server, replica] = await Promise.all([
    startTestApplication({ database, as: null }),
    startTestApplication({ database, as: null }),
  ]);
  const passwordHash = await hashPassword(PASSWORD);
  const people = server.application.nest.get(PeopleStore);
  await people.add({ email: MIKA.email, name: 'Mika', role: 'viewer', passwordHash });
  await people.add({ email: 'gone@example.com', name: 'Gone', role: 'viewer', passwordHash });
  await database.dataSource.query(`UPDATE people SET disabled_at = now() WHERE email = 'gone@example.com'`);
});
afterAll(async () => {
  await Promise.all([server.close(), replica.close()]);
  await database.drop();
});
beforeEach(async () => {
  await database.clock?.set(START);
  await database.dataSource.query('DELETE FROM attempts');
  await database.dataSource.query('DELETE FROM sessions');
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}, at = server) =>
  at.fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

async function signedIn(at = server): Promise<string> {
  const response = await post('sign-in', MIKA, {}, at);
  expect(response.status).toBe(200);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const statusOf = async (cookie: string, path = '/api/v1/sync', at = server): Promise<number> =>
  (await at.fetch(path, { headers: { cookie } })).status;

const after = (hours: number, minutes = 0): Promise<void> | undefined =>
  database.clock?.set(new Date(START.getTime() + (hours * 60 + minutes) * 60_000));

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get, and that the database does not hold', async () => {
    const response = await post('sign-in', MIKA);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = cookie.slice(4, 47);
    const [{ kept }]: [{ kept: string }] = await database.dataSource.query(
      `SELECT string_agg(s::text || p::text, '') AS kept FROM sessions s, people p`,
    );
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(PASSWORD);
  });

  it('is answered by every replica, and by none once it was left', async () => {
    const cookie = await signedIn();
    expect(await statusOf(cookie, '/api/v1/sync', replica)).toBe(200);
    const left = await post('sign-out', {}, { cookie }, replica);
    expect([left.status, left.headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^sid=; Max-Age=0/)]);
    expect(await statusOf(cookie)).toBe(401);
  });

  it('ends twelve hours after the sign-in, however much it is used', async () => {
    const cookie = await signedIn();
    for (let hour = 1; hour < 12; hour++) {
      await after(hour);
      expect(await statusOf(cookie)).toBe(200);
    }
    await after(12, 1);
    expect(await statusOf(cookie)).toBe(401);
  });

  it('ends two hours after it was last used', async () => {
    const cookie = await signedIn();
    await after(1, 59);
    expect(await statusOf(cookie)).toBe(200);
    await after(3, 58);
    expect(await statusOf(cookie)).toBe(200);
    await after(5, 59);
    expect(await statusOf(cookie)).toBe(401);
  });

  it('ends at once when its person is disabled', async () => {
    const cookie = await signedIn();
    await database.dataSource.query('UPDATE people SET disabled_at = now() WHERE email = $1', [MIKA.email]);
    try {
      expect(await statusOf(cookie)).toBe(401);
    } finally {
      await database.dataSource.query('UPDATE people SET disabled_at = NULL WHERE email = $1', [MIKA.email]);
    }
  });

  it.each(['', 'sid=', 'sid=unknown', `sid=${'x'.repeat(9000)}`, 'other=1; sid', 'sid=%00'])(
    'is not what anybody makes up: %j',
    async (cookie) => {
      const response = await server.fetch('/api/v1/sync', { headers: { cookie } });
      expect([401, 431]).toContain(response.status);
    },
  );
});

describe('a write with a cookie', () => {
  const write = async (headers: Record<string, string>) =>
    (await fetch(`${server.url}/api/v1/sync/runs`, { method: 'POST', headers: { connection: 'close', ...headers } }))
      .status;

  it('has to come from a page of Bursar itself', async () => {
    const cookie = await signedIn();
    expect(await write({ cookie })).toBe(403);
    expect(await write({ cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await write({ cookie, origin: 'null' })).toBe(403);
    // A viewer may not, but was asked by a page of Bursar.
    const refused = await fetch(`${server.url}/api/v1/sync/runs`, {
      method: 'POST',
      headers: { cookie, origin: server.url },
    });
    expect(problem.parse(await refused.json())).toMatchObject({
      type: '/problems/not-allowed',
      detail: expect.stringContaining('owner, admin, engineer'),
    });
  });
});

describe('a wrong sign-in', () => {
  const told = async (body: unknown, at = server) => problem.parse(await (await post('sign-in', body, {}, at)).json());

  it('is answered in the same words, whatever was wrong, with the tries that are left', async () => {
    const wrong = await told({ ...MIKA, password: 'another' });
    expect(wrong).toMatchObject({
      status: 401,
      type: '/problems/sign-in-refused',
      detail: 'E-mail or password is wrong. 4 tries are left before a pause of 15 minutes.',
    });
    expect((await told({ email: 'nobody@example.com', password: PASSWORD })).detail).toBe(wrong.detail);
    expect((await told({ email: 'gone@example.com', password: PASSWORD })).detail).toBe(wrong.detail);
  });

  it('leads to a pause after five, on every replica, for the right password as well, and only for a while', async () => {
    for (const left of ['4 tries are', '3 tries are', '2 tries are', '1 try is', 'No try is']) {
      expect((await told({ ...MIKA, password: 'another' })).detail).toContain(`wrong. ${left} left`);
    }
    expect(await told(MIKA, replica)).toMatchObject({
      status: 429,
      detail: 'Too many attempts. Try again in 15 minutes.',
    });
    await after(0, 16);
    await signedIn();
  });

  it('begins anew after a right one', async () => {
    for (let tries = 0; tries < 4; tries++) await told({ ...MIKA, password: 'another' });
    await signedIn();
    expect((await told({ ...MIKA, password: 'another' })).detail).toContain('4 tries are left');
  });

  it('is judged five times of twenty-five that come from as many addresses at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 25 }, (_, index) => guessFrom(`127.0.0.${index + 2}`)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  it('of many accounts from one address leads to a pause of that address', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 31; index++) {
      statuses.push((await post('sign-in', { email: `person-${index}@example.com`, password: 'x' })).status);
    }
    expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(statuses[30]).toBe(429);
  });

  it('of one person does not stop others of the same address, however many they are', async () => {
    for (let index = 0; index < 35; index++) await signedIn();
  });

  it('is counted by the real address: what a browser claims to be forwarded for is not believed', async () => {
    for (let index = 0; index < 30; index++) {
      await post(
        'sign-in',
        { email: `claim-${index}@example.com`, password: 'x' },
        { 'x-forwarded-for': `10.0.0.${index}` },
      );
    }
    expect((await post('sign-in', MIKA, { 'x-forwarded-for': '10.0.1.1' })).status).toBe(429);
  });
});

/** A guess from another address of this machine. */
function guessFrom(localAddress: string): Promise<number> {
  const { port } = new URL(server.url);
  return new Promise((settle, fail) => {
    const options = {
      host: '127.0.0.1',
      port,
      localAddress,
      method: 'POST',
      path: '/api/auth/sign-in',
      headers: { 'content-type': 'application/json', connection: 'close' },
    };
    const request = send(options, (response) => {
      response.resume();
      response.on('end', () => settle(response.statusCode ?? 0));
    });
    request.on('error', fail);
    request.end(JSON.stringify({ ...MIKA, password: 'a guess' }));
  });
}
