/** Signing in by an identity provider: a real one, on two servers that share nothing but the database. */
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authState, type SignOnRefusal, tieAnswer } from '@bursar/contract';
import type { LoggerService } from '@nestjs/common';
import { readEnvironment } from '../../env.js';
import type { OidcSettings } from '../../oidc-settings.js';
import { CLIENT, type IdentityProvider, startIdentityProvider } from '../../testing/identity-provider.js';
import { Browser } from '../../testing/led-browser.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startTestApplication, type TestApplication } from '../../testing/test-application.js';
import { hashPassword } from '../passwords.js';

const PASSWORD = 'correct horse battery';
const ADA = {
  sub: 'ada-1',
  idToken: { email: 'Ada@Acme.example', email_verified: true, name: 'Ada', groups: ['fin'] },
};

let database: TestDatabase;
let provider: IdentityProvider;
let server: TestApplication;
let replica: TestApplication;
let passwordHash: string;
let oidc: OidcSettings | null;
const logged: string[] = [];
/** Cookies that let somebody in. */
const given: string[] = [];

beforeAll(async () => {
  const logger = logTo(logged);
  database = await createTestDatabase();
  provider = await startIdentityProvider();
  const read = readEnvironment(
    {
      BURSAR_OIDC_ISSUER: provider.issuer,
      BURSAR_OIDC_CLIENT_ID: CLIENT.id,
      BURSAR_OIDC_CLIENT_SECRET: CLIENT.secret,
      BURSAR_OIDC_NAME: 'Acme',
      BURSAR_OIDC_ROLES: 'owner=bosses;finance=fin;engineer=dev;viewer=@acme.example',
      BURSAR_OIDC_PROJECTS: 'fin=*;dev=proj_b|proj_a;@acme.example=proj_c',
      BURSAR_ALLOW_PRIVATE_ADDRESSES: '127.0.0.1',
    },
    '/nowhere',
  );
  oidc = read.oidc;
  const environment = { oidc, allowedInside: read.allowedInside, secondFactorRoles: ['owner'] as const };
  [server, replica] = (await Promise.all(
    [0, 1].map(() => startTestApplication({ database, as: null, logger, environment })),
  )) as [TestApplication, TestApplication];
  provider.leadBackTo(callbacks());
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await Promise.all([server.close(), replica.close()]);
  provider.stop();
  await database.drop();
});
beforeEach(async () => {
  await database.dataSource.query('TRUNCATE people, attempts, provider_visits CASCADE');
  await add('root@acme.example', 'owner');
  Object.assign(provider, {
    account: ADA,
    alterTokens: null,
    hangs: false,
    movedTo: null,
    alterDiscovery: null,
    asked: [],
  });
});

function logTo(lines: string[]): LoggerService {
  const write = (...message: unknown[]) => void lines.push(message.map(String).join(' '));
  return { log: write, warn: write, error: write };
}

const callbacks = (): string[] => [server, replica].map(({ url }) => `${url}/api/auth/oidc/callback`);

async function add(email: string, role: string, hash: string | null = null): Promise<number> {
  const [row]: { id: number }[] = await database.dataSource.query(
    `INSERT INTO people (email, name, role, password_hash, created_at) VALUES ($1, $1, $2, $3, now()) RETURNING id`,
    [email, role, hash],
  );
  return row?.id ?? 0;
}

const query = <T>(sql: string): Promise<T[]> => database.dataSource.query(sql);

/** Where somebody ends who clicks the button. */
async function signOn(browser = new Browser(), returnTo = '/costs'): Promise<string> {
  const start = `${server.url}/api/auth/oidc/start?return_to=${encodeURIComponent(returnTo)}`;
  const callback = await browser.until(start, [`${server.url}/api/auth/oidc/callback`, `${server.url}/sign-in`]);
  return callback.startsWith(`${server.url}/sign-in`) ? callback : come(browser, callback);
}

async function come(browser: Browser, callback: string): Promise<string> {
  const { next } = await browser.step(callback);
  const cookie = browser.cookies(new URL(callback).origin).get('sid');
  if (cookie !== undefined) given.push(cookie);
  return (next ?? 'nowhere').replace(new URL(callback).origin, '');
}

const refused = (why: SignOnRefusal): string => `/sign-in?refused=${why}`;

async function whoIs(browser: Browser, at = server) {
  const cookie = [...browser.cookies(server.url)].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await at.fetch('/api/auth/state', { headers: { cookie } });
  return authState.parse(await answer.json());
}

describe('somebody whom the provider knows', () => {
  it('is let in, with the role and the projects of their groups, and goes where they wanted to', async () => {
    const browser = new Browser();
    expect(await signOn(browser, '/costs?group_by=model')).toBe('/costs?group_by=model');
    expect(await whoIs(browser, replica)).toMatchObject({
      single_sign_on: { name: 'Acme' },
      local_sign_in: true,
      person: {
        email: 'ada@acme.example',
        name: 'Ada',
        role: 'finance',
        project_ids: null,
        has_password: false,
        has_identity: true,
      },
    });
    expect(browser.cookies(server.url).has('visit')).toBe(false);
  });

  it('is asked for with PKCE, state and nonce, in an address that holds no secret', async () => {
    const browser = new Browser();
    const { next, response } = await browser.step(`${server.url}/api/auth/oidc/start`);
    const asked = new URL(next ?? '').searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      client_id: 'bursar',
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: `${server.url}/api/auth/oidc/callback`,
      scope: 'openid profile email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^visit=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(asked.get('state')).not.toBe(asked.get('nonce'));
  });

  it('is one person, whatever the mail address becomes, and may come to another server back', async () => {
    await signOn();
    provider.account = { ...ADA, idToken: { ...ADA.idToken, email: 'other@acme.example' } };
    const browser = new Browser();
    const callback = await browser.until(`${server.url}/api/auth/oidc/start`, [`${server.url}/api/auth/oidc/callback`]);
    // The same cookie, as a proxy before both would send it; the other server knows the way that began here.
    const elsewhere = callback.replace(server.url, replica.url);
    for (const [name, value] of browser.cookies(server.url)) browser.cookies(replica.url).set(name, value);
    // Its redirect_uri is another one here, which the provider holds against the code.
    expect(await come(browser, elsewhere)).toBe(refused('failed'));
    expect(await signOn()).toBe('/costs');
    expect(await query(`SELECT email FROM people WHERE name = 'Ada'`)).toEqual([{ email: 'ada@acme.example' }]);
  });

  it('may tell who they are in userinfo only, or in a claim within another', async () => {
    provider.account = { sub: 'ada-1', userinfo: ADA.idToken };
    expect(await signOn()).toBe('/costs');
    expect(provider.asked).toContain('/me');
    provider.asked = [];
    provider.account = ADA;
    expect(await signOn()).toBe('/costs');
    expect(provider.asked).not.toContain('/me');
  });

  it('has the role that may most, and the projects of all groups', async () => {
    const browser = new Browser();
    provider.account = { ...ADA, idToken: { ...ADA.idToken, groups: ['dev', 'other'] } };
    await signOn(browser);
    expect((await whoIs(browser)).person).toMatchObject({
      role: 'engineer',
      project_ids: ['proj_a', 'proj_b', 'proj_c'],
    });
  });

  it('gets another role with the next sign-in, and that is written down', async () => {
    await signOn();
    provider.account = { ...ADA, idToken: { ...ADA.idToken, groups: [] } };
    await signOn();
    expect(await query(`SELECT role, project_ids FROM people WHERE name = 'Ada'`)).toEqual([
      { role: 'viewer', project_ids: ['proj_c'] },
    ]);
    const [row] = await query<object>(
      `SELECT person_email, before, after, outcome FROM activity WHERE what = 'sign_in.oidc' ORDER BY id DESC LIMIT 1`,
    );
    expect(row).toEqual({
      person_email: 'ada@acme.example',
      before: { role: 'finance', project_ids: null },
      after: { role: 'viewer', project_ids: ['proj_c'], needs_code: false },
      outcome: 'succeeded',
    });
  });

  it('stays the last owner, whatever the groups say, and is one of several no more', async () => {
    await query('DELETE FROM people');
    provider.account = { ...ADA, amr: ['pwd', 'mfa'], idToken: { ...ADA.idToken, groups: ['bosses'] } };
    await signOn();
    provider.account = { ...provider.account, idToken: ADA.idToken };
    const browser = new Browser();
    expect(await signOn(browser)).toBe('/costs');
    expect((await whoIs(browser)).person?.role).toBe('owner');
    await add('second@acme.example', 'owner');
    await signOn(browser);
    expect((await whoIs(browser)).person?.role).toBe('finance');
  });

  it('comes in once of twice at the same moment, as one person', async () => {
    const ends = await Promise.all([signOn(), signOn(), signOn()]);
    expect(ends.filter((end) => end === '/costs').length).toBeGreaterThan(0);
    expect(ends.filter((end) => end !== '/costs' && end !== refused('stale'))).toEqual([]);
    expect(await query(`SELECT count(*)::integer FROM people WHERE name = 'Ada'`)).toEqual([{ count: 1 }]);
  });
});

describe('a second factor', () => {
  const boss = { ...ADA, idToken: { ...ADA.idToken, groups: ['bosses'] } };

  it('that the role needs has to be told by the provider', async () => {
    provider.account = boss;
    expect(await signOn()).toBe(refused('second_factor'));
    provider.account = { ...boss, amr: ['pwd', 'mfa'] };
    expect(await signOn()).toBe('/costs');
  });

  it('of Bursar is asked for where the provider did not', async () => {
    await signOn();
    await query(`UPDATE people SET totp_sealed = 'v1.', totp_confirmed_at = now() WHERE name = 'Ada'`);
    const browser = new Browser();
    expect(await signOn(browser)).toBe('/sign-in?return_to=%2Fcosts');
    expect(await whoIs(browser)).toMatchObject({ awaits_code: true, person: null });
  });
});

describe('somebody who is not let in', () => {
  it.each<[SignOnRefusal, string, object]>([
    ['no_role', 'no group that is mapped', { email_verified: undefined, groups: ['other'] }],
    ['no_role', 'a domain whose address is not verified', { email_verified: 'no', groups: [] }],
    ['no_mail', 'no mail address', { email: undefined }],
    ['no_mail', 'no usable mail address', { email: 'ada' }],
    ['mail_unverified', 'an address that is not verified', { email_verified: false }],
  ])('is told %s: %s', async (why, _, claims) => {
    provider.account = { ...ADA, idToken: { ...ADA.idToken, ...claims } };
    const browser = new Browser();
    expect(await signOn(browser)).toBe(refused(why));
    expect((await whoIs(browser)).person).toBeNull();
    expect(await query('SELECT email FROM people')).toEqual([{ email: 'root@acme.example' }]);
    const [row] = await query<{ outcome: string }>(`SELECT outcome FROM activity ORDER BY id DESC LIMIT 1`);
    expect(row?.outcome).toBe('refused');
  });

  it('has lost the groups, and is out of every session at once', async () => {
    const browser = new Browser();
    await signOn(browser);
    provider.account = { ...ADA, idToken: { ...ADA.idToken, email_verified: undefined, groups: [] } };
    expect(await signOn()).toBe(refused('no_role'));
    expect((await whoIs(browser)).person).toBeNull();
  });

  it('has the mail address of somebody with a password, and is not taken for them', async () => {
    await add('ada@acme.example', 'owner', passwordHash);
    expect(await signOn()).toBe(refused('mail_taken'));
    expect(await query('SELECT * FROM identities')).toEqual([]);
  });

  it('has the mail address of who comes by another account of the provider', async () => {
    await signOn();
    provider.account = { ...ADA, sub: 'ada-2' };
    expect(await signOn()).toBe(refused('mail_taken'));
  });

  it('is invited, and the provider does not say that the mail address is verified', async () => {
    await add('ada@acme.example', 'viewer');
    provider.account = { ...ADA, idToken: { ...ADA.idToken, email_verified: undefined } };
    expect(await signOn()).toBe(refused('mail_unverified'));
    provider.account = ADA;
    expect(await signOn()).toBe('/costs');
  });

  it('is disabled', async () => {
    await signOn();
    await query(`UPDATE people SET disabled_at = now() WHERE name = 'Ada'`);
    expect(await signOn()).toBe(refused('disabled'));
  });

  it('is disabled at the very moment when they come back', async () => {
    await signOn();
    provider.account = { ...ADA, idToken: { ...ADA.idToken, groups: ['dev'] } };
    const disabling = database.dataSource.createQueryRunner();
    await disabling.startTransaction();
    await disabling.query(`UPDATE people SET disabled_at = now() WHERE name = 'Ada'`);
    const coming = signOn();
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await query(waiting)).length === 0);
    await disabling.commitTransaction();
    await disabling.release();
    expect(await coming).toBe(refused('disabled'));
    expect(await query(`SELECT role FROM people WHERE name = 'Ada' AND disabled_at IS NOT NULL`)).toEqual([
      { role: 'finance' },
    ]);
  });

  it('comes to a Bursar that nobody owns', async () => {
    await query('DELETE FROM people');
    expect(await signOn()).toBe(refused('not_set_up'));
    expect(await query('SELECT * FROM people')).toEqual([]);
  });

  it('comes from one address too often', async () => {
    await query(`INSERT INTO attempts SELECT 'sign-on:address:' || a, 30, now() + interval '5 minutes'
                   FROM unnest(ARRAY['127.0.0.1', '::ffff:127.0.0.1']) a`);
    expect(await signOn()).toBe(refused('too_many'));
    await query(`INSERT INTO attempts SELECT 'sign-on-start:address:' || a, 60, now() + interval '5 minutes'
                   FROM unnest(ARRAY['127.0.0.1', '::ffff:127.0.0.1']) a ON CONFLICT (name) DO UPDATE SET count = 60`);
    expect(await signOn()).toBe(`${server.url}${refused('too_many')}`);
  });
});

describe('what comes back', () => {
  const back = async (browser: Browser): Promise<string> =>
    browser.until(`${server.url}/api/auth/oidc/start`, [`${server.url}/api/auth/oidc/callback`]);

  it('with another state, or to another browser, is not looked at', async () => {
    const browser = new Browser();
    const callback = new URL(await back(browser));
    callback.searchParams.set('state', 'x'.repeat(43));
    expect(await come(browser, callback.href)).toBe(refused('untrusted'));
    const other = await back(browser);
    expect(await come(new Browser(), other)).toBe(refused('stale'));
    const thief = new Browser();
    await thief.step(`${server.url}/api/auth/oidc/start`);
    expect(await come(thief, other)).toBe(refused('untrusted'));
  });

  it('counts once, and for a quarter of an hour', async () => {
    const browser = new Browser();
    const callback = await back(browser);
    const visit = browser.cookies(server.url).get('visit') ?? '';
    expect(await come(browser, callback)).toBe('/');
    browser.cookies(server.url).set('visit', visit);
    expect(await come(browser, callback)).toBe(refused('stale'));
    const late = await back(browser);
    await query(`UPDATE provider_visits SET expires_at = now()`);
    expect(await come(browser, late)).toBe(refused('stale'));
  });

  it('by somebody who said no, or whom the provider refused, is told', async () => {
    const browser = new Browser();
    const callback = new URL(await back(browser));
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    callback.searchParams.set('error_description', '<script>alert(1)</script>');
    expect(await come(browser, callback.href)).toBe(refused('cancelled'));
    expect(logged.join('\n')).not.toContain('<script>');
  });

  const part = (jwt: unknown, index: number): string => String(jwt).split('.')[index] ?? '';
  const claimsOf = (jwt: unknown): object => JSON.parse(Buffer.from(part(jwt, 1), 'base64url').toString()) as object;
  const withClaims = (jwt: unknown, claims: object): string =>
    [
      part(jwt, 0),
      Buffer.from(JSON.stringify({ ...claimsOf(jwt), ...claims })).toString('base64url'),
      part(jwt, 2),
    ].join('.');

  it.each<[string, (answer: Record<string, unknown>) => Record<string, unknown>]>([
    ['another nonce', (answer) => ({ ...answer, id_token: withClaims(answer['id_token'], { nonce: 'x' }) })],
    [
      'claims that were not signed',
      (answer) => ({ ...answer, id_token: withClaims(answer['id_token'], { groups: ['bosses'] }) }),
    ],
    ['another audience', (answer) => ({ ...answer, id_token: withClaims(answer['id_token'], { aud: 'x' }) })],
    [
      'another issuer',
      (answer) => ({ ...answer, id_token: withClaims(answer['id_token'], { iss: 'https://evil.example' }) }),
    ],
    [
      'a time that is over',
      (answer) => ({ ...answer, id_token: withClaims(answer['id_token'], { exp: 1_000_000_000 }) }),
    ],
    [
      'no signature',
      (answer) => ({
        ...answer,
        id_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${part(answer['id_token'], 1)}.`,
      }),
    ],
    ['no ID token', ({ id_token: _, ...answer }) => answer],
  ])('with an ID token that has %s is refused', async (_, alter) => {
    provider.alterTokens = alter;
    expect(await signOn()).toBe(refused('untrusted'));
    expect(await query('SELECT * FROM identities')).toEqual([]);
  });
});

describe('a provider that', () => {
  let settings: OidcSettings;
  let lonely: TestApplication;
  let means = '127.0.0.1';
  const lookup: LookupFunction = (_, { all }, callback) => {
    if (all === true) callback(null, [{ address: means, family: 4 }]);
    else callback(null, means, 4);
  };
  beforeAll(async () => {
    if (oidc === null) throw new Error('There are settings of a provider.');
    settings = { ...oidc };
    const environment = { oidc: settings, allowedInside: ['127.0.0.1'] };
    const logger = logTo(logged);
    lonely = await startTestApplication({
      database,
      as: null,
      logger,
      environment,
      outgoing: { timeoutMs: 300, lookup },
    });
    provider.leadBackTo([...callbacks(), `${lonely.url}/api/auth/oidc/callback`]);
  });
  beforeEach(async () => {
    logged.push('--');
    await add('mika@acme.example', 'viewer', passwordHash);
  });
  afterAll(() => lonely.close());

  const told = (): string => logged.slice(logged.lastIndexOf('--')).join('\n');
  const start = async (): Promise<string> => {
    const { next } = await new Browser().step(`${lonely.url}/api/auth/oidc/start`);
    return (next ?? '').replace(lonely.url, '');
  };
  const signInByPassword = async (): Promise<number> => {
    const body = JSON.stringify({ email: 'mika@acme.example', password: PASSWORD });
    const headers = { 'content-type': 'application/json' };
    return (await lonely.fetch('/api/auth/sign-in', { method: 'POST', headers, body })).status;
  };

  it('is down leads back with a reason, and stops nobody who has a password', async () => {
    settings.issuer = 'http://127.0.0.1:9';
    expect(await start()).toBe(refused('unreachable'));
    expect(await signInByPassword()).toBe(200);
    expect(told()).toContain('The provider cannot be reached (ECONNREFUSED).');
  });

  it('hangs does neither', async () => {
    provider.hangs = true;
    settings.issuer = provider.issuer;
    expect(await Promise.all([start(), signInByPassword()])).toEqual([refused('unreachable'), 200]);
    expect(told()).toContain('The provider did not answer in time.');
  });

  it('has a name that means an address of the own network is not asked', async () => {
    settings.issuer = `https://login.example:${new URL(provider.issuer).port}`;
    for (means of ['10.0.0.7', '169.254.169.254', '127.0.0.1']) {
      expect(await start()).toBe(refused('unreachable'));
      expect(told()).toContain(`login.example (${means}) is not called`);
    }
    expect(provider.asked).toEqual([]);
  });

  it('leads elsewhere is not followed', async () => {
    settings.issuer = provider.issuer;
    provider.movedTo = `${provider.issuer}/secret`;
    expect(await start()).toBe(refused('failed'));
    expect(provider.asked).not.toContain('/secret');
  });

  it('names an address of the own network for its tokens is not asked there', async () => {
    settings.issuer = provider.issuer;
    provider.alterDiscovery = (document) => ({ ...document, token_endpoint: 'http://10.0.0.7/token' });
    const browser = new Browser();
    const callback = await browser.until(`${lonely.url}/api/auth/oidc/start`, [`${lonely.url}/api/auth/oidc/callback`]);
    expect(await come(browser, callback)).toBe(refused('unreachable'));
    expect(told()).toContain('10.0.0.7 is not called');
  });
});

describe('somebody who has a password', () => {
  const tie = async (browser: Browser, password: string): Promise<Response> =>
    server.fetch('/api/auth/oidc/tie', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `sid=${browser.cookies(server.url).get('sid')}`,
        origin: server.url,
      },
      body: JSON.stringify({ password }),
    });

  async function signedInByPassword(): Promise<Browser> {
    const browser = new Browser();
    const response = await server.fetch('/api/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@acme.example', password: PASSWORD }),
    });
    browser.take(server.url, response);
    return browser;
  }

  async function tied(browser: Browser): Promise<string> {
    const response = await tie(browser, PASSWORD);
    expect(response.status).toBe(200);
    browser.take(server.url, response);
    const { location } = tieAnswer.parse(await response.json());
    return come(browser, await browser.until(location, [`${server.url}/api/auth/oidc/callback`]));
  }

  it('comes by the provider as well once they have given the password, and visited it in the same browser', async () => {
    await add('ada@acme.example', 'viewer', passwordHash);
    const browser = await signedInByPassword();
    expect((await tie(browser, 'wrong')).status).toBe(400);
    expect(await signOn()).toBe(refused('mail_taken'));
    expect(await tied(browser)).toBe('/account');
    expect((await whoIs(browser)).person).toMatchObject({ has_password: true, has_identity: true, role: 'finance' });
    expect(await signOn()).toBe('/costs');
  });

  it('is not tied to an account that is somebody else’s, or has no role, and stays in', async () => {
    await signOn();
    await query(`UPDATE people SET email = 'first@acme.example' WHERE name = 'Ada'`);
    await add('ada@acme.example', 'viewer', passwordHash);
    const browser = await signedInByPassword();
    expect(await tied(browser)).toBe('/account?refused=identity_taken');
    provider.account = {
      sub: 'stranger',
      idToken: { email: 's@other.example', email_verified: true, name: 'S', groups: [] },
    };
    browser.cookies(provider.issuer).clear();
    expect(await tied(browser)).toBe('/account?refused=no_role');
    expect((await whoIs(browser)).person).toMatchObject({ email: 'ada@acme.example', has_identity: false });
  });
});

describe('what is kept', () => {
  it('holds no code, no token, no secret and no cookie: neither the log, nor the trail, nor the database', async () => {
    const tables: { name: string }[] = await query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t LIMIT 5000`)),
    );
    const kept = [...logged, ...rows.flat().map(({ text }) => text)].join('\n');
    const secrets = [...provider.secrets, ...given, CLIENT.secret];
    expect(secrets.length).toBeGreaterThan(50);
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });
});
