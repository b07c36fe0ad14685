import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authState, problem, recoveryCodes, secondFactorSeed } from '@bursar/contract';
import { Secret, TOTP } from 'otpauth';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { hashPassword } from './passwords.js';
import { PeopleStore } from './people.store.js';

const START = new Date('2026-11-22T09:00:10Z');
const PASSWORD = 'correct horse battery';
const MIKA = { email: 'mika@example.com', password: PASSWORD };
const SECRET = 'a secret of thirty-two characters';

let database: TestDatabase;
let server: TestApplication;
let now = START;

beforeAll(async () => {
  database = await createTestDatabase({ clock: START });
  const environment = { secret: SECRET, secondFactorRoles: ['admin' as const] };
  server = await startTestApplication({ database, as: null, environment, clock: { now: () => now } });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});
beforeEach(async () => {
  await goTo(0);
  await database.dataSource.query('TRUNCATE people, attempts CASCADE');
  const passwordHash = await hashPassword(PASSWORD);
  await server.application.nest.get(PeopleStore).add({ email: MIKA.email, name: 'Mika', role: 'viewer', passwordHash });
});

async function goTo(seconds: number): Promise<void> {
  now = new Date(START.getTime() + seconds * 1000);
  await database.clock?.set(now);
}

interface Told {
  status: number;
  body: unknown;
  cookie: string;
}

async function send(method: string, path: string, body: unknown, cookie = ''): Promise<Told> {
  const headers = { 'content-type': 'application/json', cookie };
  const response = await server.fetch(`/api/auth/${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? null : JSON.parse(text),
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}

const signIn = (): Promise<Told> => send('POST', 'sign-in', MIKA);
const reads = async (cookie: string): Promise<number> =>
  (await server.fetch('/api/v1/sync', { headers: { cookie } })).status;
const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });

/** Signs in and sets a second factor up. */
async function enrolled(): Promise<{ secret: string; codes: string[]; cookie: string }> {
  const { cookie } = await signIn();
  const { secret } = secondFactorSeed.parse((await send('POST', 'second-factor', { password: PASSWORD }, cookie)).body);
  const confirmed = await send('POST', 'second-factor/confirm', { code: codeOf(secret) }, cookie);
  expect(confirmed.status).toBe(200);
  return { secret, codes: recoveryCodes.parse(confirmed.body).recovery_codes, cookie };
}

describe('a second factor', () => {
  it('is asked for from the first right code of it on, and nothing is answered before', async () => {
    const { secret } = await enrolled();
    await goTo(60);
    const begun = await signIn();
    expect(begun.body).toEqual({ mfa: true });
    expect(await reads(begun.cookie)).toBe(401);
    const state = await server.fetch('/api/auth/state', { headers: { cookie: begun.cookie } });
    expect(authState.parse(await state.json())).toMatchObject({ awaits_code: true, person: null });
    const entered = await send('POST', 'code', { code: codeOf(secret) }, begun.cookie);
    expect([entered.status, entered.body]).toEqual([200, { mfa: false }]);
    expect(await reads(entered.cookie)).toBe(200);
    expect(await reads(begun.cookie)).toBe(401);
  });

  it('takes a code once, of several that bring it at the same time as well', async () => {
    const { secret } = await enrolled();
    await goTo(60);
    const begun = await Promise.all([signIn(), signIn(), signIn(), signIn()]);
    const code = codeOf(secret);
    const entered = await Promise.all(begun.map(({ cookie }) => send('POST', 'code', { code }, cookie)));
    expect(entered.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const again = await signIn();
    expect((await send('POST', 'code', { code }, again.cookie)).status).toBe(401);
  });

  it('takes the code of half a minute before or after, and no other', async () => {
    const { secret } = await enrolled();
    const at = async (seconds: number): Promise<number> => {
      await goTo(300);
      const { cookie } = await signIn();
      const timestamp = now.getTime() + seconds * 1000;
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
      return (await send('POST', 'code', { code }, cookie)).status;
    };
    expect([await at(-90), await at(-30), await at(30), await at(90)]).toEqual([401, 200, 200, 401]);
  });

  it('can be made up for by each recovery code once', async () => {
    const { codes } = await enrolled();
    expect(new Set(codes).size).toBe(10);
    await goTo(60);
    const typed = codes[3]?.toLowerCase().replaceAll('-', '') ?? '';
    expect((await send('POST', 'code', { code: typed }, (await signIn()).cookie)).status).toBe(200);
    expect((await send('POST', 'code', { code: typed }, (await signIn()).cookie)).status).toBe(401);
    const [{ kept }]: [{ kept: string }] = await database.dataSource.query(
      `SELECT string_agg(r::text || p::text, '') AS kept FROM recovery_codes r, people p`,
    );
    for (const code of codes) expect(kept).not.toContain(code);
  });

  it('ends the guessing after five codes, of the right one as well', async () => {
    const { secret } = await enrolled();
    await goTo(60);
    const { cookie } = await signIn();
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send('POST', 'code', { code: `${index}00000`.slice(0, 6) }, cookie)),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect((await send('POST', 'code', { code: codeOf(secret) }, cookie)).status).toBe(429);
  });

  it('waits ten minutes for its code', async () => {
    const { secret } = await enrolled();
    await goTo(60);
    const { cookie } = await signIn();
    await goTo(60 + 601);
    const late = await send('POST', 'code', { code: codeOf(secret) }, cookie);
    expect([late.status, problem.parse(late.body).detail]).toEqual([401, expect.stringContaining('Sign in again')]);
  });

  it('is sealed in the database, and set up, replaced and removed by whoever knows the password alone', async () => {
    const { secret, cookie } = await enrolled();
    const [{ sealed }]: [{ sealed: string }] = await database.dataSource.query(
      'SELECT totp_sealed AS sealed FROM people',
    );
    expect(sealed).not.toContain(secret);
    expect((await send('POST', 'second-factor', { password: PASSWORD }, cookie)).status).toBe(409);
    const wrong = await send('DELETE', 'second-factor', { password: 'another' }, cookie);
    expect([wrong.status, problem.parse(wrong.body).errors]).toEqual([
      400,
      [{ pointer: '/password', message: 'is not your password' }],
    ]);
    expect((await send('DELETE', 'second-factor', { password: PASSWORD }, cookie)).status).toBe(204);
    expect((await signIn()).body).toEqual({ mfa: false });
  });

  it('does not count before a code of it was right', async () => {
    const { cookie } = await signIn();
    await send('POST', 'second-factor', { password: PASSWORD }, cookie);
    const wrong = await send('POST', 'second-factor/confirm', { code: '000000' }, cookie);
    expect([wrong.status, problem.parse(wrong.body).errors[0]?.pointer]).toEqual([400, '/code']);
    expect((await signIn()).body).toEqual({ mfa: false });
  });

  it('is all that somebody is allowed whose role needs one and who has none', async () => {
    await database.dataSource.query(`UPDATE people SET role = 'admin'`);
    const { cookie } = await signIn();
    const refused = await server.fetch('/api/v1/sync', { headers: { cookie } });
    expect(problem.parse(await refused.json())).toMatchObject({ status: 403, type: '/problems/second-factor-needed' });
    const state = authState.parse(await (await server.fetch('/api/auth/state', { headers: { cookie } })).json());
    expect([state.needs_second_factor, state.person?.permissions]).toEqual([true, ['account.use']]);
    const { cookie: proven } = await enrolled();
    expect(await reads(proven)).toBe(200);
    const removed = await send('DELETE', 'second-factor', { password: PASSWORD }, proven);
    expect([removed.status, problem.parse(removed.body).detail]).toEqual([
      409,
      expect.stringContaining('role admin needs'),
    ]);
  });
});

describe('a password', () => {
  it('is changed by whoever knows it, ends all other sessions and gives this one a new cookie', async () => {
    const [here, there] = [await signIn(), await signIn()];
    const body = { current_password: PASSWORD, new_password: 'another long enough' };
    const changed = await send('POST', 'password', body, here.cookie);
    expect(changed.status).toBe(204);
    expect([await reads(here.cookie), await reads(there.cookie), await reads(changed.cookie)]).toEqual([401, 401, 200]);
    expect((await signIn()).status).toBe(401);
    expect((await send('POST', 'sign-in', { ...MIKA, password: body.new_password })).status).toBe(200);
  });

  it('is not guessed by a session of a left desk', async () => {
    const { cookie } = await signIn();
    const guess = (password: string) =>
      send('POST', 'password', { current_password: password, new_password: 'another long enough' }, cookie);
    for (let tries = 0; tries < 5; tries++) expect((await guess(`guess ${tries}`)).status).toBe(400);
    expect((await guess(PASSWORD)).status).toBe(429);
  });
});

describe('sessions', () => {
  it('are told apart, and ended one by one or all but this', async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    const list = async (): Promise<{ id: string; is_current: boolean }[]> =>
      (
        (await (await server.fetch('/api/auth/sessions', { headers: { cookie: third.cookie } })).json()) as {
          data: { id: string; is_current: boolean }[];
        }
      ).data;
    const data = await list();
    expect(data.map(({ is_current: isCurrent }) => isCurrent).sort()).toEqual([false, false, true]);
    const [oldest] = data.map(({ id }) => Number(id)).sort((a, b) => a - b);
    expect((await send('DELETE', `sessions/${oldest}`, {}, third.cookie)).status).toBe(204);
    expect((await send('DELETE', `sessions/${oldest}`, {}, third.cookie)).status).toBe(404);
    expect([await reads(first.cookie), await reads(second.cookie)]).toEqual([401, 200]);
    expect((await send('POST', 'sessions/end-others', {}, third.cookie)).status).toBe(204);
    expect([await reads(second.cookie), await reads(third.cookie)]).toEqual([401, 200]);
    expect(await list()).toHaveLength(1);
  });
});
