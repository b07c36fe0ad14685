import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { linkAnswer, peopleAnswer, person, personLink, problem } from '@bursar/contract';
import { signIn } from '../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

const START = new Date('2026-11-22T09:00:00Z');
const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let server: TestApplication;
let owner: string;
let admin: string;

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
  await database.dataSource.query('TRUNCATE people, attempts CASCADE');
  owner = await signIn(server.application.nest, { role: 'owner' });
  admin = await signIn(server.application.nest, { role: 'admin' });
});

interface Told {
  status: number;
  body: unknown;
  cookie: string;
}

async function send(method: string, path: string, body: unknown, cookie = ''): Promise<Told> {
  const headers = { 'content-type': 'application/json', cookie };
  const response = await server.fetch(`/api/${path}`, {
    method,
    headers,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: await response.json(),
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}

/** Until a statement waits for the lock that another holds. */
async function whenSomebodyWaits(): Promise<void> {
  for (;;) {
    const waiting: unknown[] = await database.dataSource.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

const ADA = { email: 'Ada@Example.com', name: 'Ada', role: 'engineer', project_ids: ['proj_a', 'proj_b'] };
const invite = (body: object = {}, cookie = owner): Promise<Told> =>
  send('POST', 'v1/people', { ...ADA, ...body }, cookie);
const idOf = async (role: string): Promise<string> => {
  const { data } = peopleAnswer.parse((await send('GET', 'v1/people', null, owner)).body);
  return data.find((one) => one.role === role)?.id ?? 'nobody';
};

describe('an invitation', () => {
  it('is a link that lets its person choose a password, once', async () => {
    const invited = personLink.parse((await invite()).body);
    expect(invited).toMatchObject({
      person: { email: 'ada@example.com', role: 'engineer', project_ids: ['proj_a', 'proj_b'], state: 'invited' },
      expires_at: '2026-11-29T09:00:00Z',
    });
    const { link_token: token } = invited;
    const seen = await send('POST', 'auth/link/look', { token });
    expect(linkAnswer.parse(seen.body)).toEqual({ purpose: 'invitation', email: 'ada@example.com', name: 'Ada' });
    const short = await send('POST', 'auth/link', { token, password: 'short' });
    expect([short.status, problem.parse(short.body).errors[0]?.pointer]).toEqual([400, '/password']);
    const used = await Promise.all([1, 2, 3].map(() => send('POST', 'auth/link', { token, password: PASSWORD })));
    expect(used.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const cookie = used.find(({ status }) => status === 200)?.cookie ?? '';
    expect((await server.fetch('/api/v1/projects', { headers: { cookie } })).status).toBe(200);
    expect((await send('POST', 'auth/sign-in', { email: 'ada@example.com', password: PASSWORD })).status).toBe(200);
  });

  it('opens nothing when it is too old, replaced, made up, or its person was disabled', async () => {
    const first = personLink.parse((await invite()).body);
    const second = personLink.parse((await send('POST', `v1/people/${first.person.id}/link`, {}, owner)).body);
    const look = async (token: string): Promise<number> => (await send('POST', 'auth/link/look', { token })).status;
    expect([await look(first.link_token), await look(second.link_token), await look('made-up')]).toEqual([
      404, 200, 404,
    ]);
    await send('PATCH', `v1/people/${first.person.id}`, { is_disabled: true }, owner);
    expect(await look(second.link_token)).toBe(404);
    await send('PATCH', `v1/people/${first.person.id}`, { is_disabled: false }, owner);
    await database.clock?.set(new Date('2026-11-29T09:00:01Z'));
    expect(await look(second.link_token)).toBe(404);
  });

  it.each([
    [{ email: 'ada' }, 400, '/email'],
    [{ email: 'ada<eve@evil.example' }, 400, '/email'],
    [{ email: 'eve,ada@example.com' }, 400, '/email'],
    [{ name: '' }, 400, '/name'],
    [{ role: 'king' }, 400, '/role'],
    [{ project_ids: [] }, 400, '/project_ids'],
    [{ role: 'owner' }, 400, '/project_ids'],
    [{ surname: 'L' }, 400, '/surname'],
  ])('is refused with %j, by field, and stores nobody', async (wrong, status, pointer) => {
    const told = await invite(wrong);
    expect([told.status, problem.parse(told.body).errors[0]?.pointer]).toEqual([status, pointer]);
    expect(peopleAnswer.parse((await send('GET', 'v1/people', null, owner)).body).data).toHaveLength(2);
  });

  it('of a mail address that somebody has is refused, in whatever case', async () => {
    await invite();
    const again = await invite({ email: 'ADA@example.COM' });
    expect([again.status, problem.parse(again.body).errors[0]?.pointer]).toEqual([409, '/email']);
  });
});

describe('a link for a forgotten password', () => {
  it('leaves the password until it is used, and then ends every session', async () => {
    const { link_token: token, person: ada } = personLink.parse((await invite()).body);
    const { cookie } = await send('POST', 'auth/link', { token, password: PASSWORD });
    const reset = personLink.parse((await send('POST', `v1/people/${ada.id}/link`, {}, admin)).body);
    expect(reset.expires_at).toBe('2026-11-22T13:00:00Z');
    expect((await send('POST', 'auth/sign-in', { email: ada.email, password: PASSWORD })).status).toBe(200);
    expect((await send('POST', 'auth/link', { token: reset.link_token, password: 'another long enough' })).status).toBe(
      200,
    );
    expect((await send('POST', 'auth/sign-in', { email: ada.email, password: PASSWORD })).status).toBe(401);
    expect((await server.fetch('/api/v1/projects', { headers: { cookie } })).status).toBe(401);
  });
});

describe('a change', () => {
  it('of the projects holds from the next request on', async () => {
    const cookie = await signIn(server.application.nest, { role: 'viewer' });
    const viewer = await idOf('viewer');
    const changed = await send('PATCH', `v1/people/${viewer}`, { project_ids: ['proj_a'] }, admin);
    expect(person.parse(changed.body).project_ids).toEqual(['proj_a']);
    const state = await (await server.fetch('/api/auth/state', { headers: { cookie } })).json();
    expect(state).toMatchObject({ person: { project_ids: ['proj_a'] } });
  });

  it('that disables somebody ends their sessions at once', async () => {
    const cookie = await signIn(server.application.nest, { role: 'viewer' });
    await send('PATCH', `v1/people/${await idOf('viewer')}`, { is_disabled: true }, admin);
    expect((await server.fetch('/api/v1/projects', { headers: { cookie } })).status).toBe(401);
  });

  it('of an owner, and making one, is for owners alone', async () => {
    const id = await idOf('owner');
    for (const told of [
      await send('PATCH', `v1/people/${id}`, { role: 'viewer' }, admin),
      await send('PATCH', `v1/people/${id}`, { name: 'Nobody' }, admin),
      await send('PATCH', `v1/people/${await idOf('admin')}`, { role: 'owner' }, admin),
      await send('POST', `v1/people/${id}/link`, {}, admin),
      await send('DELETE', `v1/people/${id}/second-factor`, {}, admin),
      await invite({ role: 'owner', project_ids: null }, admin),
    ]) {
      expect([told.status, problem.parse(told.body).type]).toEqual([403, '/problems/not-allowed']);
    }
    expect((await send('PATCH', `v1/people/${await idOf('admin')}`, { role: 'owner' }, owner)).status).toBe(200);
  });

  it('never leaves Bursar without an owner, of two who step down at once as well', async () => {
    const id = await idOf('owner');
    const last = await send('PATCH', `v1/people/${id}`, { role: 'viewer' }, owner);
    expect([last.status, problem.parse(last.body).detail]).toEqual([409, expect.stringContaining('last owner')]);
    const other = await idOf('admin');
    await send('PATCH', `v1/people/${other}`, { role: 'owner' }, owner);
    const both = await Promise.all([
      send('PATCH', `v1/people/${id}`, { role: 'viewer' }, owner),
      send('PATCH', `v1/people/${other}`, { role: 'viewer' }, admin),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const owners = await database.dataSource.query(`SELECT count(*)::integer AS n FROM people WHERE role = 'owner'`);
    expect(owners).toEqual([{ n: 1 }]);
  });

  it('of who is disabled at the same moment leaves them disabled', async () => {
    await signIn(server.application.nest, { role: 'viewer' });
    const viewer = await idOf('viewer');
    const disabling = database.dataSource.createQueryRunner();
    await disabling.startTransaction();
    await disabling.query('UPDATE people SET disabled_at = now() WHERE id = $1', [viewer]);
    const changing = send('PATCH', `v1/people/${viewer}`, { name: 'Vera' }, admin);
    await whenSomebodyWaits();
    await disabling.commitTransaction();
    await disabling.release();
    expect(person.parse((await changing).body)).toMatchObject({ name: 'Vera', state: 'disabled' });
  });

  it('of who is made an owner at the same moment is for owners alone', async () => {
    await signIn(server.application.nest, { role: 'viewer' });
    const viewer = await idOf('viewer');
    const making = database.dataSource.createQueryRunner();
    await making.startTransaction();
    await making.query(`UPDATE people SET role = 'owner' WHERE id = $1`, [viewer]);
    const changing = send('PATCH', `v1/people/${viewer}`, { is_disabled: true }, admin);
    await whenSomebodyWaits();
    await making.commitTransaction();
    await making.release();
    expect((await changing).status).toBe(403);
  });

  it('of nobody is not found, and of oneself into nothing is refused', async () => {
    expect((await send('PATCH', 'v1/people/99', { name: 'X' }, owner)).status).toBe(404);
    expect((await send('PATCH', 'v1/people/x', { name: 'X' }, owner)).status).toBe(404);
    expect((await send('PATCH', `v1/people/${await idOf('admin')}`, { is_disabled: true }, admin)).status).toBe(409);
  });
});
