/** What people and programs do, as the trail tells it: through the doors that they use. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activityAnswer,
  activityFacetsAnswer,
  type ActivityItem,
  activityTarget,
  madeApiToken,
  personLink,
  problem,
  recoveryCodes,
  secondFactorSeed,
} from '@bursar/contract';
import type { LoggerService } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { readRecords } from '../testing/read-csv.js';
import { signIn } from '../testing/signed-in.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { ActivityService } from './activity.service.js';
import { BURSAR } from './actor.js';
import { verifyActivity } from './verify-activity.js';

const START = new Date('2026-11-22T09:00:10Z');
const PASSWORD = 'correct horse battery';
const NEXT_PASSWORD = 'staple of batteries';
const STRANGER = 'stranger-who-typed@example.com';
const ENVIRONMENT = { secret: 'a secret of thirty-two characters' };
const KEY_IN_A_REASON = 'sk-admin-C4narY-8f1d0c5b7e2a49d3';

let database: TestDatabase;
let server: TestApplication;
let logged: string[];
let now = START;
/** Everything that opened something on the way. */
const secrets = [PASSWORD, NEXT_PASSWORD, STRANGER, KEY_IN_A_REASON];
let owner = '';
let ada = '';

beforeAll(async () => {
  logged = [];
  const write = (message: unknown) => void logged.push(String(message));
  const logger: LoggerService = { log: write, warn: write, error: write };
  database = await createTestDatabase({ clock: START });
  const openai = { adminKeys: ['sk-admin-demo'], writeKeys: [], baseUrl: 'http://127.0.0.1:9/v1', demo: false };
  server = await startTestApplication({
    database,
    as: null,
    logger,
    environment: ENVIRONMENT,
    openai,
    clock: { now: () => now },
  });
  await liveThroughIt();
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

interface Told {
  status: number;
  body: unknown;
  cookie: string;
}

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const response = await server.fetch(`/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const token = cookie.slice('sid='.length);
  if (token !== '') secrets.push(token);
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : text,
    cookie,
  };
}

const as = (cookie: string): Record<string, string> => ({ cookie, origin: server.url });

async function goOn(seconds: number): Promise<void> {
  now = new Date(now.getTime() + seconds * 1000);
  await database.clock?.set(now);
}

/** Every door once, by those who may and by those who may not. */
async function liveThroughIt(): Promise<void> {
  const code = /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/.exec(logged.join('\n'))?.[0] ?? 'no code';
  secrets.push(code);
  const mika = { email: 'mika@example.com', name: 'Mika', password: PASSWORD };
  await send('POST', 'auth/set-up', { ...mika, code: 'AAAA-BBBB-CCCC' });
  owner = (await send('POST', 'auth/set-up', { ...mika, code })).cookie;
  await signInWrongly();
  ada = await inviteAda();
  await changeAda();
  await useSecondFactor();
  await useTokens();
  await send('POST', 'v1/sync/pause', { feeds: ['costs'], reason: `Budget talks, ${KEY_IN_A_REASON}` }, as(owner));
  await send('POST', 'v1/sync/resume', {}, as(owner));
  await send('POST', 'v1/sync/runs', { feeds: ['costs'] }, as(owner));
  await server.fetch('/api/v1/costs/export?start=2026-10-01&end=2026-11-01', { headers: { cookie: owner } });
  // What came of a file is known once its last byte was taken.
  while ((await list('outcome=unknown')).length > 0);
}

async function signInWrongly(): Promise<void> {
  await send('POST', 'auth/sign-in', { email: STRANGER, password: PASSWORD });
  await send('POST', 'auth/sign-in', { email: 'mika@example.com', password: 'wrong' });
  const left = await send('POST', 'auth/sign-in', { email: 'mika@example.com', password: PASSWORD });
  await send('POST', 'auth/sign-out', {}, as(left.cookie));
}

async function inviteAda(): Promise<string> {
  const invitation = { email: 'ada@example.com', name: 'Ada', role: 'viewer' };
  const invited = personLink.parse((await send('POST', 'v1/people', invitation, as(owner))).body);
  const again = personLink.parse((await send('POST', `v1/people/${invited.person.id}/link`, {}, as(owner))).body);
  secrets.push(invited.link_token, again.link_token);
  await send('POST', 'auth/link', { token: invited.link_token, password: PASSWORD });
  return (await send('POST', 'auth/link', { token: again.link_token, password: PASSWORD })).cookie;
}

async function changeAda(): Promise<void> {
  expect((await send('GET', 'v1/people', undefined, as(ada))).status).toBe(403);
  await send('PATCH', 'v1/people/2', { role: 'engineer', project_ids: ['proj_a'] }, as(owner));
  await send('PATCH', 'v1/people/2', { is_disabled: true }, as(owner));
  await send('PATCH', 'v1/people/2', { is_disabled: false }, as(owner));
  await send('PATCH', 'v1/people/1', { role: 'viewer' }, as(owner));
  ada = (await send('POST', 'auth/sign-in', { email: 'ada@example.com', password: PASSWORD })).cookie;
  const change = { current_password: PASSWORD, new_password: NEXT_PASSWORD };
  await send('POST', 'auth/password', { ...change, current_password: 'wrong' }, as(ada));
  ada = (await send('POST', 'auth/password', change, as(ada))).cookie;
}

async function useSecondFactor(): Promise<void> {
  const seed = secondFactorSeed.parse(
    (await send('POST', 'auth/second-factor', { password: NEXT_PASSWORD }, as(ada))).body,
  );
  const totp = new TOTP({ secret: Secret.fromBase32(seed.secret) });
  const codes = recoveryCodes.parse(
    (await send('POST', 'auth/second-factor/confirm', { code: totp.generate({ timestamp: now.getTime() }) }, as(ada)))
      .body,
  );
  secrets.push(seed.secret, ...codes.recovery_codes);
  await goOn(60);
  const begun = await send('POST', 'auth/sign-in', { email: 'ada@example.com', password: NEXT_PASSWORD });
  await send('POST', 'auth/code', { code: '000000' }, as(begun.cookie));
  const code = totp.generate({ timestamp: now.getTime() });
  const entered = await send('POST', 'auth/code', { code }, as(begun.cookie));
  expect(entered.status).toBe(200);
  await send('POST', 'auth/sessions/end-others', {}, as(entered.cookie));
  await send('DELETE', 'auth/sessions/999', {}, as(entered.cookie));
  await send('DELETE', 'auth/second-factor', { password: NEXT_PASSWORD }, as(entered.cookie));
  await send('DELETE', 'v1/people/2/second-factor', {}, as(owner));
}

async function useTokens(): Promise<void> {
  const body = { name: 'Month end', permissions: ['costs.read', 'activity.read'] };
  const { token, api_token: made } = madeApiToken.parse((await send('POST', 'v1/tokens', body, as(owner))).body);
  secrets.push(token);
  expect((await send('GET', 'v1/people', undefined, { authorization: `Bearer ${token}` })).status).toBe(403);
  await send('GET', 'v1/activity/export', undefined, { authorization: `Bearer ${token}` });
  await send('DELETE', `v1/tokens/${made.id}`, {}, as(owner));
}

const list = async (query = ''): Promise<ActivityItem[]> =>
  activityAnswer.parse((await send('GET', `v1/activity?${query}`, undefined, as(owner))).body).data;

describe('the trail', () => {
  it('tells all that was done, with what came of it', async () => {
    const told = (await list('limit=1000'))
      .toReversed()
      .map(({ person, what, target, outcome }) =>
        [person?.name ?? '–', what, target?.name ?? target?.id ?? '', outcome].join(' '),
      );
    expect(told).toEqual([
      '– organization.configure 1 succeeded',
      '– sign_in.set_up  refused',
      'Mika sign_in.set_up Mika succeeded',
      '– sign_in.password  refused',
      'Mika sign_in.password  refused',
      'Mika sign_in.password  succeeded',
      'Mika sign_out  succeeded',
      'Mika person.invite Ada succeeded',
      'Mika person.link Ada succeeded',
      '– sign_in.link  refused',
      'Ada sign_in.link  succeeded',
      'Ada call.refused people.read refused',
      'Mika person.change Ada succeeded',
      'Mika person.disable Ada succeeded',
      'Mika person.enable Ada succeeded',
      'Mika person.change Mika refused',
      'Ada sign_in.password  succeeded',
      'Ada password.change  refused',
      'Ada password.change  succeeded',
      'Ada second_factor.propose  succeeded',
      'Ada second_factor.confirm  succeeded',
      'Ada sign_in.password  succeeded',
      'Ada sign_in.code  refused',
      'Ada sign_in.code  succeeded',
      'Ada session.end_others  succeeded',
      'Ada session.end 999 refused',
      'Ada second_factor.remove  succeeded',
      'Mika person.remove_second_factor Ada succeeded',
      'Mika token.make Month end succeeded',
      'Mika call.refused people.read refused',
      'Mika export.write activity succeeded',
      'Mika token.end Month end succeeded',
      'Mika sync.pause  succeeded',
      'Mika sync.resume  succeeded',
      'Mika sync.run  succeeded',
      'Mika export.write costs succeeded',
    ]);
    expect((await verifyActivity(database.url)).broken).toBeNull();
  });

  it('holds no password, code, seed, token, session or key, and no mail address of a stranger', async () => {
    expect(secrets.length).toBeGreaterThan(25);
    const rows: { text: string }[] = await database.dataSource.query('SELECT activity::text AS text FROM activity');
    const file = String((await send('GET', 'v1/activity/export', undefined, as(owner))).body);
    for (const text of [
      ...rows.map(({ text }) => text),
      file,
      logged.filter((line) => !line.includes('first owner')).join('\n'),
    ]) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });

  it('tells who, from where, on what, why, before and after', async () => {
    const [change] = await list('what=person.change&outcome=succeeded');
    expect(change).toMatchObject({
      person: { id: '1', name: 'Mika', email: 'mika@example.com' },
      token_id: null,
      address: expect.stringContaining('127.0.0.1'),
      target: { kind: 'person', id: '2', name: 'Ada' },
      before: { name: 'Ada', role: 'viewer', project_ids: null, is_disabled: false },
      after: { name: 'Ada', role: 'engineer', project_ids: ['proj_a'], is_disabled: false },
      request_id: expect.stringMatching(/^req_[0-9a-f]{32}$/),
      at: '2026-11-22T09:00:10Z',
      completed_at: '2026-11-22T09:00:10Z',
      detail: null,
    });
    expect((await list('what=sync.pause'))[0]?.reason).toBe('Budget talks, sk-…');
    const [last] = await list('what=person.change&outcome=refused');
    expect(last?.detail).toBe('Mika is the last owner. Make somebody else an owner first.');
    const [refused] = await list('what=call.refused&q=token');
    expect(activityTarget.parse(refused?.target).id).toBe('GET /api/v1/people');
    expect(refused?.token_id).toBe('1');
  });
});

describe('the list', () => {
  it('is found through by who, what, on what, outcome, time and text', async () => {
    const count = async (query: string): Promise<number> => (await list(`limit=1000&${query}`)).length;
    expect(await count('person=2')).toBe(13);
    expect(await count('person=2&outcome=refused')).toBe(4);
    expect(await count('what=person.disable&what=person.enable')).toBe(2);
    expect(await count('target=2&what=person.link')).toBe(1);
    expect(await count('q=BUDGET')).toBe(1);
    expect(await count('q=100%25')).toBe(0);
    expect(await count('start=2026-11-22T09:01:00Z&end=2026-11-22T09:01:10Z')).toBe(0);
    expect(await count('start=2026-11-22T09:01:10Z&what=sign_in.code')).toBe(2);
  });

  it('comes in pages that neither repeat nor leave out', async () => {
    const all = await list('limit=1000&end=2026-11-23');
    const seen: ActivityItem[] = [];
    for (let cursor = ''; ;) {
      const { body } = await send('GET', `v1/activity?end=2026-11-23&limit=7${cursor}`, undefined, as(owner));
      const page = activityAnswer.parse(body);
      seen.push(...page.data);
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(all);
  });

  it('is counted, by what each facet has where the other filters leave it', async () => {
    const { body } = await send('GET', 'v1/activity/facets?person=2&outcome=refused', undefined, as(owner));
    const { matching, outcomes, what, people } = activityFacetsAnswer.parse(body);
    const refused = await list('limit=1000&person=2&outcome=refused');
    expect(matching.count).toBe(refused.length);
    expect(matching.outcomes).toEqual({ succeeded: 0, refused: refused.length, failed: 0, unknown: 0 });
    expect(matching.first_at).toBe(refused.at(-1)?.at);
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(13);
    expect(what.reduce((sum, { count }) => sum + count, 0)).toBe(refused.length);
    expect(people.map(({ person_id, name }) => [person_id, name])).toContainEqual(['2', 'Ada']);
    const nothing = await send('GET', 'v1/activity/facets?q=nothing-of-that-kind', undefined, as(owner));
    expect(activityFacetsAnswer.parse(nothing.body).matching).toMatchObject({ count: 0, first_at: null });
  });

  it('answers one of its entries, and no other row', async () => {
    const [newest] = await list('limit=1&end=2026-11-23');
    const statusOf = async (id: string): Promise<Told> => send('GET', `v1/activity/${id}`, undefined, as(owner));
    expect((await statusOf(newest?.id ?? '')).body).toEqual(newest);
    const outcomes: { id: string }[] = await database.dataSource.query(
      'SELECT id FROM activity WHERE completes IS NOT NULL LIMIT 1',
    );
    expect((await statusOf(outcomes[0]?.id ?? '')).status).toBe(404);
    expect((await statusOf('last')).status).toBe(404);
  });

  it.each([
    ['cursor=nothing', 'cursor'],
    ['person=mika', 'person'],
    ['what=anything', 'what'],
    ['limit=1001', 'limit'],
    ['start=yesterday', 'start'],
    ['actor=1', 'actor'],
  ])('refuses %s', async (query, parameter) => {
    const told = await send('GET', `v1/activity?${query}`, undefined, as(owner));
    expect([told.status, problem.parse(told.body).errors[0]?.parameter]).toEqual([400, parameter]);
  });

  it('is a file as well, of the same rows', async () => {
    const query = 'person=2&outcome=refused';
    const rows = readRecords(String((await send('GET', `v1/activity/export?${query}`, undefined, as(owner))).body));
    expect(rows.map(({ id }) => id)).toEqual((await list(query)).map(({ id }) => id));
    expect(rows[0]).toMatchObject({ person_email: 'ada@example.com', outcome: 'refused' });
  });

  it('is for owners and admins who see everything', async () => {
    const statusOf = async (role: 'admin' | 'engineer', projectIds: string[] | null): Promise<number> => {
      const cookie = await signIn(server.application.nest, { role, projectIds });
      return (await send('GET', 'v1/activity', undefined, as(cookie))).status;
    };
    const statuses = [await statusOf('admin', null), await statusOf('engineer', null), await statusOf('admin', ['p'])];
    expect(statuses).toEqual([200, 403, 403]);
  });
});

describe('an act', () => {
  const newest = async (): Promise<ActivityItem | undefined> => (await list('limit=1'))[0];

  it('that fails is told as failed, without what went wrong inside', async () => {
    const failing = server.application.nest.get(ActivityService).perform({ what: 'sync.run' }, BURSAR, () => {
      return Promise.reject(new Error('inside'));
    });
    await expect(failing).rejects.toThrow('inside');
    const item = await newest();
    expect(item).toMatchObject({ what: 'sync.run', outcome: 'failed', person: null });
    expect(item?.detail).not.toContain('inside');
  });

  it('whose server ends between is told as unknown, until an outcome says otherwise', async () => {
    const other = await startTestApplication({ database, as: null, environment: ENVIRONMENT });
    const service = other.application.nest.get(ActivityService);
    await service.perform({ what: 'sync.run', reason: 'cut off' }, BURSAR, () =>
      other.application.dataSource.destroy(),
    );
    await other.close();
    expect(await newest()).toMatchObject({
      reason: 'cut off',
      outcome: 'unknown',
      completed_at: null,
      detail: expect.stringContaining('before it could tell'),
    });
    expect(await list('outcome=unknown&q=cut')).toHaveLength(1);
    expect((await verifyActivity(database.url)).broken).toBeNull();
  });

  it('is not tried where it cannot be written down', async () => {
    const other = await startTestApplication({ database, as: null, environment: ENVIRONMENT });
    await other.application.dataSource.destroy();
    let isTried = false;
    const act = other.application.nest.get(ActivityService).perform({ what: 'sync.run' }, BURSAR, () => {
      isTried = true;
      return Promise.resolve();
    });
    await expect(act).rejects.toThrow();
    expect(isTried).toBe(false);
    await other.close();
  });
});

describe('refusals of somebody who asks and asks', () => {
  it('are written sixty times, and the last of them says that more are not', async () => {
    const cookie = await signIn(server.application.nest, { role: 'viewer' });
    const ask = (): Promise<Told> => send('GET', 'v1/people', undefined, as(cookie));
    for (let round = 0; round < 13; round++) await Promise.all([ask(), ask(), ask(), ask(), ask()]);
    const told = (await list('what=call.refused&q=viewer-all&limit=1000')).map(({ detail }) => detail ?? '');
    expect(told).toHaveLength(60);
    expect(told.filter((detail) => detail.includes('not written for 15 minutes'))).toHaveLength(1);
  });
});

describe('the log', () => {
  it('tells at the start where the trail ends', async () => {
    const told: string[] = [];
    const write = (message: unknown) => void told.push(String(message));
    const other = await startTestApplication({
      database,
      as: null,
      environment: ENVIRONMENT,
      logger: { log: write, warn: write, error: write },
    });
    await other.close();
    const { rows, newestHash } = await verifyActivity(database.url);
    expect(told).toContainEqual(expect.stringContaining(`ends with row ${rows}.`));
    expect(told).toContainEqual(expect.stringContaining(`npm run verify-activity -- ${newestHash}`));
  });
});
