import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiTokensAnswer, madeApiToken, type MadeApiToken, problem } from '@bursar/contract';
import { signIn } from '../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

const START = new Date('2026-11-22T09:00:00Z');

let database: TestDatabase;
let server: TestApplication;
let admin: string;
let engineer: string;
/** Limited to two projects. */
let viewer: string;

beforeAll(async () => {
  database = await createTestDatabase({ clock: START });
  server = await startTestApplication({ database, as: null });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});
beforeEach(async () => {
  await database.clock?.set(START);
  await database.dataSource.query('TRUNCATE people CASCADE');
  const { nest } = server.application;
  admin = await signIn(nest, { role: 'admin' });
  engineer = await signIn(nest, { role: 'engineer' });
  viewer = await signIn(nest, { role: 'viewer', projectIds: ['proj_a', 'proj_b'] });
});

function send(method: string, path: string, cookie: string, body?: unknown): Promise<Response> {
  return server.fetch(`/api/v1/tokens${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function make(cookie: string, body: object): Promise<MadeApiToken> {
  const response = await send('POST', '', cookie, { name: 'nightly', ...body });
  expect(response.status).toBe(201);
  return madeApiToken.parse(await response.json());
}

/** As a program does: no cookie, no origin. */
const ask = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}/api/v1/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
  });

describe('a token', () => {
  it('does what it was given and nothing else, writes included, without cookie and origin', async () => {
    const { token } = await make(engineer, { permissions: ['sync.read', 'sync.run'] });
    expect((await ask(token, 'sync')).status).toBe(200);
    // There is no organization to collect.
    expect((await ask(token, 'sync/runs', { method: 'POST' })).status).toBe(409);
    const refused = await ask(token, 'projects');
    expect([refused.status, problem.parse(await refused.json()).detail]).toEqual([
      403,
      expect.stringContaining('(directory.read) is not allowed to this token'),
    ]);
  });

  it('makes no tokens and touches no account', async () => {
    const { token } = await make(admin, { permissions: ['people.read', 'people.write'] });
    expect((await ask(token, 'people')).status).toBe(200);
    expect((await ask(token, 'tokens')).status).toBe(403);
  });

  it('is shown once, kept as a hash, and told of with when it was last used', async () => {
    const { token, api_token: made } = await make(engineer, { permissions: ['sync.read'], expires_in_days: 30 });
    expect(token).toMatch(/^brs_[\w-]{43}$/);
    expect(made).toMatchObject({ expires_at: '2026-12-22T09:00:00Z', last_used_at: null, project_ids: null });
    await ask(token, 'sync');
    const { data } = apiTokensAnswer.parse(await (await send('GET', '', engineer)).json());
    expect(data).toEqual([{ ...made, last_used_at: '2026-11-22T09:00:00Z' }]);
    const [{ kept }]: [{ kept: string }] = await database.dataSource.query(
      `SELECT string_agg(t::text, '') AS kept FROM api_tokens t`,
    );
    expect(kept).not.toContain(token);
  });

  it('ends with its time, with its maker, and when it is ended', async () => {
    const [first, second, third] = [
      await make(engineer, { permissions: ['sync.read'], expires_in_days: 1 }),
      await make(engineer, { permissions: ['sync.read'] }),
      await make(engineer, { permissions: ['sync.read'] }),
    ];
    expect((await send('DELETE', `/${second.api_token.id}`, engineer)).status).toBe(204);
    expect((await ask(second.token, 'sync')).status).toBe(401);
    await database.clock?.set(new Date('2026-11-23T09:00:01Z'));
    expect((await ask(first.token, 'sync')).status).toBe(401);
    expect((await ask(third.token, 'sync')).status).toBe(200);
    await database.dataSource.query(`UPDATE people SET disabled_at = now() WHERE role = 'engineer'`);
    const over = await ask(third.token, 'sync');
    expect([over.status, over.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  it.each([
    [{ permissions: ['sync.run'] }, '/permissions'],
    [{ permissions: ['account.use'] }, '/permissions/0'],
    [{ permissions: [] }, '/permissions'],
    [{ permissions: ['costs.read'], project_ids: ['proj_a', 'proj_c'] }, '/project_ids'],
    [{ permissions: ['costs.read'], expires_in_days: 367 }, '/expires_in_days'],
    [{ permissions: ['costs.read'], name: ' ' }, '/name'],
  ])('is never wider than its maker: %j', async (body, pointer) => {
    const response = await send('POST', '', viewer, { name: 'nightly', ...body });
    expect([response.status, problem.parse(await response.json()).errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it('that is limited to projects has nothing that reaches beyond them, whoever made it', async () => {
    const wide = { name: 'nightly', permissions: ['costs.read', 'activity.read'], project_ids: ['proj_a'] };
    const refused = await send('POST', '', admin, wide);
    expect([refused.status, problem.parse(await refused.json()).errors[0]]).toEqual([
      400,
      { pointer: '/permissions', message: expect.stringContaining('reaches beyond projects: activity.read.') },
    ]);
    const { token } = await make(admin, { permissions: ['directory.read'], project_ids: ['proj_a'] });
    // As one that was made by an earlier version.
    const kept = ['directory.read', 'activity.read', 'people.read', 'organizations.read', 'sync.run'];
    await database.dataSource.query('UPDATE api_tokens SET permissions = $1', [kept]);
    const statuses = ['projects', 'activity', 'people', 'organizations'].map(
      async (path) => (await ask(token, path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 403, 403, 403]);
    expect((await ask(token, 'sync/runs', { method: 'POST' })).status).toBe(403);
  });

  it('loses what its maker loses later', async () => {
    const { token } = await make(engineer, { permissions: ['sync.read', 'audit_events.read'] });
    expect((await ask(token, 'audit-events')).status).toBe(200);
    await database.dataSource.query(`UPDATE people SET role = 'viewer' WHERE role = 'engineer'`);
    expect((await ask(token, 'audit-events')).status).toBe(403);
    expect((await ask(token, 'sync')).status).toBe(200);
  });

  it('sees the projects that both it and its maker may see', async () => {
    const seen = async (token: string): Promise<unknown> => (await ask(token, 'projects')).status;
    const { token } = await make(viewer, { permissions: ['directory.read'], project_ids: ['proj_a'] });
    expect(await seen(token)).toBe(200);
    await database.dataSource.query(`UPDATE people SET project_ids = '{proj_b}' WHERE role = 'viewer'`);
    expect(await (await ask(token, 'projects')).json()).toEqual({ data: [], next_cursor: null });
  });

  it('of another person is seen and ended by who may change people alone', async () => {
    const { api_token: made } = await make(engineer, { permissions: ['sync.read'] });
    expect((await send('DELETE', `/${made.id}`, viewer)).status).toBe(404);
    expect(await (await send('GET', '', viewer)).json()).toEqual({ data: [] });
    expect(apiTokensAnswer.parse(await (await send('GET', '', admin)).json()).data).toHaveLength(1);
    expect((await send('DELETE', `/${made.id}`, admin)).status).toBe(204);
  });
});
