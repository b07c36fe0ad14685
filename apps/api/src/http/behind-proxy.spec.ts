import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem } from '@bursar/contract';
import request from 'supertest';
import { hashPassword } from '../identity/passwords.js';
import { PeopleStore } from '../identity/people.store.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

const MIKA = { email: 'mika@example.com', password: 'correct horse battery' };
const PUBLIC = 'https://bursar.example';

let database: TestDatabase;
/** Reached at PUBLIC through one proxy. */
let proxied: TestApplication;
/** Reached on this machine. */
let local: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase();
  [proxied, local] = await Promise.all([
    startTestApplication({ database, as: null, environment: { publicOrigin: PUBLIC, trustedProxies: 1 } }),
    startTestApplication({ database, as: null }),
  ]);
  const passwordHash = await hashPassword(MIKA.password);
  await proxied.application.nest.get(PeopleStore).add({ email: MIKA.email, name: 'Mika', role: 'owner', passwordHash });
});
afterAll(async () => {
  await Promise.all([proxied.close(), local.close()]);
  await database.drop();
});

/** What a proxy that speaks TLS adds to the browser's own headers. */
const THROUGH_PROXY = { Host: 'bursar.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.9' };

const signIn = (server: TestApplication, headers: Record<string, string>) =>
  request(server.url).post('/api/auth/sign-in').set(headers).send(MIKA);

async function cookieFrom(server: TestApplication, headers: Record<string, string>): Promise<string> {
  const answer = await signIn(server, headers).expect(200);
  return String(answer.headers['set-cookie']);
}

const statusOf = async (server: TestApplication, headers: Record<string, string>): Promise<number> =>
  (await request(server.url).get('/api/auth/sessions').set(headers)).status;

describe('at its public address', () => {
  it('gives a cookie that the browser itself holds to this host and to https', async () => {
    const cookie = await cookieFrom(proxied, { ...THROUGH_PROXY, Origin: PUBLIC });
    expect(cookie).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const [pair = ''] = cookie.split(';');
    expect(await statusOf(proxied, { ...THROUGH_PROXY, Cookie: pair })).toBe(200);
    // A page of a neighbouring host can set `sid`, but never the name with the prefix.
    expect(await statusOf(proxied, { ...THROUGH_PROXY, Cookie: pair.replace('__Host-', '') })).toBe(401);
    const left = await request(proxied.url)
      .post('/api/auth/sign-out')
      .set({ ...THROUGH_PROXY, Origin: PUBLIC, Cookie: pair })
      .expect(204);
    expect(String(left.headers['set-cookie'])).toMatch(/^__Host-sid=; Max-Age=0; Path=\/; .*; Secure$/);
  });

  it.each([
    ['the proxy does not say that it spoke https', { Host: 'bursar.example' }],
    ['the proxy names the port', { Host: 'Bursar.Example:443' }],
    ['the proxy puts a name of its own into Host', { 'X-Forwarded-Proto': 'https' }],
  ])('gives the same cookie where %s', async (_, headers) => {
    expect(await cookieFrom(proxied, { ...headers, Origin: PUBLIC })).toMatch(/^__Host-sid=.*; Secure$/);
  });

  it('holds browsers to https from then on, with pages as with calls', async () => {
    for (const path of ['/', '/api/health/live', '/api/none']) {
      const { headers } = await request(proxied.url).get(path).set(THROUGH_PROXY);
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
    }
  });

  it('takes writes from its own pages alone', async () => {
    const port = new URL(proxied.url).port;
    const strangers = ['http://bursar.example', `${PUBLIC}:8443`, 'https://evil.example', `http://localhost:${port}`];
    for (const origin of [...strangers, 'null']) {
      const answer = await signIn(proxied, { ...THROUGH_PROXY, Origin: origin }).expect(403);
      expect(problem.parse(answer.body).type).toBe('/problems/origin-not-allowed');
    }
  });

  it.each(['bursar.example.evil.example', 'bursar.example:80', 'bursar.example@evil.example', 'evil.example'])(
    'is not %s',
    async (host) => {
      const answer = await request(proxied.url).get('/').set('Host', host).expect(421);
      expect(problem.parse(answer.body).errors[0]?.allowed).toContain('bursar.example');
    },
  );

  it('is still reached on its own machine, unencrypted, by who looks whether it runs', async () => {
    const answer = await request(proxied.url).get('/api/health/ready').expect(200);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(await cookieFrom(proxied, {})).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

describe('what a proxy says of the browser', () => {
  const addressOf = async (): Promise<string | null> => {
    const [row]: { address: string | null }[] = await database.dataSource.query(
      'SELECT address FROM sessions ORDER BY id DESC LIMIT 1',
    );
    return row?.address ?? null;
  };

  it('is believed of as many proxies as are configured, not of what the browser wrote before them', async () => {
    const forwarded = { ...THROUGH_PROXY, Origin: PUBLIC, 'X-Forwarded-For': '198.51.100.1, 203.0.113.9' };
    await cookieFrom(proxied, forwarded);
    expect(await addressOf()).toBe('203.0.113.9');
  });

  it('is not believed where none is configured', async () => {
    const claims = {
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-For': '203.0.113.9',
      'X-Forwarded-Host': 'evil.example',
    };
    const answer = await signIn(local, claims).expect(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^sid=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(await addressOf()).toMatch(/127\.0\.0\.1$/);
    await request(local.url).get('/').set(THROUGH_PROXY).expect(421);
  });
});
