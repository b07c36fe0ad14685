/** Whoever is erased is found nowhere in the database, also after OpenAI told of them again; figures stay. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activityAnswer,
  CAPABILITIES,
  costsAnswer,
  keyInventoryAnswer,
  memberErasure,
  person,
  personLink,
  problem,
  usageAnswer,
} from '@bursar/contract';
import { verifyActivity } from '../activity/verify-activity.js';
import { IdentitiesStore } from '../identity/oidc/identities.store.js';
import { startStand, type SyncStand, TINY } from '../sync/testing/sync-stand.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { signIn } from '../testing/signed-in.js';

const SECRET = 'a secret of thirty-two characters';
const AT_PROVIDER = { issuer: 'https://login.example', subject: 'dora-7f3a91' };
const PASSWORD = 'correct horse battery';
const REASON = 'they asked for it by letter of 3 January';
const HOUR_MS = 3_600_000;
const RANGE = 'start=2025-12-01&end=2026-01-09';

const NAME = 'Zelda "Z" Quux';
const MAIL = 'Zelda.Quux@left.example';
const FORMER_MAIL = 'zq@before.example';

let stand: SyncStand;
let server: TestApplication;
let owner: string;
let admin: string;
let zelda: string;

beforeAll(async () => {
  const { costs, completions } = CAPABILITIES;
  stand = await startStand({
    simulator: TINY,
    engine: {
      directory: 'whole',
      capabilities: { costs, completions: { ...completions, collected: ['1d'] } },
      secret: SECRET,
    },
  });
  server = await startTestApplication({
    database: stand.database,
    clock: stand.simulator.clock,
    as: null,
    environment: { secret: SECRET },
  });
  owner = await signIn(server.application.nest, { role: 'owner' });
  admin = await signIn(server.application.nest, { role: 'admin' });
  zelda = await letWork();
}, 180_000);
afterAll(async () => {
  await server.close();
  await stand.close();
});

/** Somebody comes, makes a key, uses it, changes the mail address, and leaves. */
async function letWork(): Promise<string> {
  const { organization, auditLog, clock } = stand.simulator;
  const member = organization.addMember({ name: NAME, email: FORMER_MAIL });
  const [project] = organization.projects.filter(({ archivedAt }) => archivedAt === null);
  if (project === undefined) throw new Error('There is no project.');
  const by = { actor: { type: 'session' as const, memberId: member.id } };
  auditLog.inject({
    type: 'invite.sent',
    payload: { id: 'invite-1', data: { email: MAIL.toUpperCase(), role: 'reader' } },
  });
  auditLog.inject({ type: 'user.added', payload: { id: member.id, data: { role: 'reader', name: NAME } } });
  auditLog.inject({ type: 'login.succeeded', ...by, payload: {} });
  stand.simulator.addEvent({
    at: new Date(clock.now().getTime() - 26 * HOUR_MS),
    capability: 'completions',
    dimensions: { project_id: project.id, user_id: member.id, model: 'model-a' },
    measures: { num_model_requests: 5 },
  });
  await stand.collect();
  member.email = MAIL;
  auditLog.inject({ type: 'project.created', ...by, payload: { id: 'proj_x', data: { title: `Sandbox of ${NAME}` } } });
  await later();
  await noteOnKey({ label: `Laptop of ${NAME}`, snooze: `asked ${MAIL.toLowerCase()}` });
  organization.removeMember(member.id);
  await later();
  return member.id;
}

/** What people write about a key may name anybody. */
async function noteOnKey({ label, snooze }: { label: string; snooze: string }): Promise<void> {
  const [key] = keyInventoryAnswer.parse((await send('GET', 'v1/key-inventory?limit=1')).body).data;
  const path = `v1/api-keys/${key?.id}`;
  expect((await send('PUT', `${path}/label`, { body: { label, reason: REASON } })).status).toBe(200);
  const until = { until: '2026-03-01', reason: snooze };
  expect((await send('POST', `${path}/snooze`, { body: until })).status).toBe(200);
}

async function later(): Promise<void> {
  stand.simulator.clock.advance(HOUR_MS);
  await stand.collect();
}

async function send(method: string, path: string, { body, cookie = owner }: { body?: unknown; cookie?: string } = {}) {
  const response = await server.fetch(`/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const cookies = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const told: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, body: told, cookie: cookies };
}

/** Every column of every table that holds one of the words, whatever its type. */
async function columnsWith(...words: string[]): Promise<string[]> {
  const columns = await stand.query<{ table: string; column: string }>(
    `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const patterns = words.flatMap((word) => [
    `%${word}%`,
    `%${JSON.stringify(word).slice(1, -1).replaceAll('\\', '\\\\')}%`,
  ]);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await stand.query(`SELECT 1 FROM "${table}" WHERE "${column}"::text ILIKE ANY ($1) LIMIT 1`, patterns);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

const totals = async (): Promise<unknown[]> => [
  costsAnswer.parse((await send('GET', `v1/costs?${RANGE}`)).body).total,
  usageAnswer.parse((await send('GET', `v1/usage/completions?${RANGE}`)).body).total,
];

describe('a member who left', () => {
  it('is refused while they are still there, and by who may not erase', async () => {
    const erase = (id: string, cookie = owner) =>
      send('POST', `v1/members/${id}/erase`, { body: { reason: REASON }, cookie });
    const [present] = stand.simulator.organization.members.filter(({ removed }) => !removed);
    const refused = await erase(present?.id ?? '');
    expect([refused.status, problem.parse(refused.body).detail]).toEqual([
      409,
      expect.stringContaining('still a member'),
    ]);
    expect((await erase('user-of-nowhere')).status).toBe(404);
    const viewer = await signIn(server.application.nest, { role: 'viewer' });
    expect((await erase(zelda, viewer)).status).toBe(403);
  });

  it('is not erased for a reason that names them, or for none', async () => {
    for (const reason of [`${NAME} asked for it`, `asked by ${MAIL.toLowerCase()}`, 'short']) {
      const { status, body } = await send('POST', `v1/members/${zelda}/erase`, { body: { reason } });
      expect([status, problem.parse(body).errors[0]?.pointer]).toEqual([400, '/reason']);
    }
  });

  it('is found nowhere afterwards, and every figure stays', async () => {
    expect(await columnsWith(NAME, MAIL, FORMER_MAIL)).toEqual(
      expect.arrayContaining([
        ...['directory_objects.object', 'directory_history.old_value', 'audit_events.event'],
        ...['key_labels.label', 'key_snoozes.reason'],
      ]),
    );
    const before = await totals();
    const { status, body } = await send('POST', `v1/members/${zelda}/erase`, { body: { reason: REASON } });
    expect(status).toBe(200);
    const { name, changed } = memberErasure.parse(body);
    expect(name).toBe(`erased member (${zelda})`);
    expect(Math.min(changed.directory_objects, changed.directory_history, changed.audit_events)).toBeGreaterThan(0);
    expect(await columnsWith(NAME, MAIL, FORMER_MAIL)).toEqual([]);
    expect(await totals()).toEqual(before);
  });

  it('does not come back when OpenAI tells of them again', async () => {
    await stand.query('TRUNCATE audit_events');
    await stand.query(`UPDATE feeds SET coverage = '{}', backfill_at = now() WHERE feed LIKE 'audit-log%'`);
    stand.simulator.auditLog.inject({
      type: 'invite.sent',
      payload: { id: 'invite-2', data: { email: MAIL, role: 'reader' } },
    });
    await later();
    const events = await stand.query<{ email: string }>(
      'SELECT DISTINCT actor_email AS email FROM audit_events WHERE actor_id = $1',
      zelda,
    );
    expect(events).toEqual([{ email: `erased member (${zelda})` }]);
    expect(await columnsWith(NAME, MAIL, FORMER_MAIL)).toEqual([]);
    const again = await send('POST', `v1/members/${zelda}/erase`, { body: { reason: REASON } });
    expect(again.status).toBe(409);
  });

  it('is called the same in lists, labels, searches and files', async () => {
    const called = `erased member (${zelda})`;
    const list = await send('GET', `v1/members?include_gone=true&q=${encodeURIComponent('erased member')}`);
    expect(list.body).toMatchObject({ data: [{ id: zelda, name: called }] });
    const costs = usageAnswer.parse((await send('GET', `v1/usage/completions?${RANGE}&group_by=user_id`)).body);
    expect(costs.groups.map(({ label }) => label)).toContain(called);
    const file = await send('GET', `v1/usage/completions/export?${RANGE}&group_by=user_id`);
    expect(String(file.body)).toContain(called);
  });

  it('is in the trail by id alone, and the trail holds', async () => {
    const { body } = await send('GET', `v1/activity?what=member.erase&outcome=succeeded`);
    expect(activityAnswer.parse(body).data).toMatchObject([
      {
        target: { kind: 'member', id: zelda, name: null },
        reason: REASON,
        after: { audit_events: expect.any(Number) },
      },
    ]);
    expect((await verifyActivity(stand.database.url)).broken).toBeNull();
  });
});

describe('a person of Bursar who is disabled', () => {
  const DORA = { email: 'dora.thorn@people.example', name: 'Dora Thorn', role: 'engineer', project_ids: null };
  let id: string;

  beforeAll(async () => {
    const { person: invited, link_token: token } = personLink.parse(
      (await send('POST', 'v1/people', { body: DORA })).body,
    );
    id = invited.id;
    const { cookie } = await send('POST', 'auth/link', { body: { token, password: PASSWORD }, cookie: '' });
    await send('POST', 'auth/sign-in', { body: { email: DORA.email, password: 'not the password' }, cookie: '' });
    await send('POST', 'v1/tokens', { body: { name: 'Dora Thorn month end', permissions: ['costs.read'] }, cookie });
    await send('PATCH', `v1/people/${id}`, { body: { name: 'Dora Thorn-Vega', is_disabled: false } });
    await server.application.nest.get(IdentitiesStore).tieProven(Number(id), AT_PROVIDER);
    await noteOnKey({ label: 'Laptop of Dora Thorn', snooze: `asked ${DORA.email}` });
  });

  const erase = (who: string, cookie = owner) =>
    send('POST', `v1/people/${who}/erase`, { body: { reason: REASON }, cookie });

  it('is refused while they may still sign in, to admins for owners, and for oneself', async () => {
    expect((await erase(id)).status).toBe(409);
    const self = await stand.query<{ id: number; role: string }>('SELECT id, role FROM people');
    const idOf = (role: string): string => String(self.find((each) => each.role === role)?.id);
    expect((await erase(idOf('owner'), admin)).status).toBe(403);
    expect((await erase(idOf('owner'))).status).toBe(409);
    expect((await erase('999999')).status).toBe(404);
  });

  it('is found nowhere afterwards; the trail holds and names what was erased', async () => {
    await send('PATCH', `v1/people/${id}`, { body: { is_disabled: true } });
    expect((await columnsWith(DORA.name, DORA.email)).length).toBeGreaterThan(5);
    const { status, body } = await erase(id, admin);
    expect(status).toBe(200);
    expect(person.parse(body)).toMatchObject({ id, state: 'erased', has_password: false });
    expect(await columnsWith(DORA.name, DORA.email)).toEqual([]);
    const verdict = await verifyActivity(stand.database.url);
    expect(verdict.broken).toBeNull();
    expect([verdict.erased.who, verdict.erased.text, verdict.unproven].map((ranges) => ranges !== '')).toEqual([
      true,
      true,
      false,
    ]);
    const { data } = activityAnswer.parse((await send('GET', `v1/activity?person=${id}`)).body);
    expect(data.length).toBeGreaterThan(2);
    expect(data.every(({ erased }) => erased.includes('who'))).toBe(true);
    for (const { person: who, address } of data)
      expect([who, address]).toEqual([{ id, name: null, email: null }, null]);
  });

  it('stays erased', async () => {
    for (const [method, path, asked] of [
      ['POST', `v1/people/${id}/erase`, { reason: REASON }],
      ['PATCH', `v1/people/${id}`, { is_disabled: false }],
      ['POST', `v1/people/${id}/link`, {}],
    ] as const) {
      expect([path, (await send(method, path, { body: asked })).status]).toEqual([path, 409]);
    }
    expect((await send('POST', 'v1/people', { body: DORA })).status).toBe(201);
  });

  it('is recognised when the identity provider sends them, and by nothing that it calls them', async () => {
    expect(await columnsWith(AT_PROVIDER.subject)).toEqual([]);
    const found = await server.application.nest.get(IdentitiesStore).find(AT_PROVIDER);
    expect([String(found?.id), found?.disabledAt]).toEqual([id, expect.any(Date)]);
    expect(await server.application.nest.get(IdentitiesStore).find({ ...AT_PROVIDER, subject: 'another' })).toBeNull();
  });
});
