import { auditEvent, auditEventsAnswer, auditFacetsAnswer } from '@bursar/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn } from '../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { AuditEventsStore } from './audit-events.store.js';
import { AuditLogStore } from './audit-log.store.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const at = (text: string): number => Date.parse(`2026-11-${text}Z`) / 1000;

const ADA = {
  type: 'session',
  session: { user: { id: 'user-ada', email: 'Ada@Example.com' }, ip_address: '203.0.113.7' },
};
const KEY = {
  type: 'api_key',
  api_key: { id: 'key_admin', type: 'service_account', service_account: { id: 'svc_1' } },
};

const EVENTS = [
  {
    id: 'audit_log-1',
    type: 'login.failed',
    effective_at: at('01T10:00:00'),
    actor: ADA,
    'login.failed': { error_code: 'bad_password' },
  },
  {
    id: 'audit_log-2',
    type: 'api_key.updated',
    effective_at: at('02T10:00:00'),
    project: { id: 'proj_1', name: 'Search' },
    actor: ADA,
    'api_key.updated': { id: 'key_1', data: { scopes: ['api.model.read'] } },
  },
  { id: 'audit_log-3a', type: 'login.failed', effective_at: at('03T10:00:00'), actor: ADA },
  { id: 'audit_log-3b', type: 'login.failed', effective_at: at('03T10:00:00'), actor: ADA },
  {
    id: 'audit_log-4/with?odd#signs',
    type: 'project.archived',
    effective_at: at('04T10:00:00'),
    project: { id: 'proj_2', name: '50% <Off>' },
    actor: KEY,
    'project.archived': { id: 'proj_9' },
  },
  { id: 'audit_log-5', type: 'moon.landed', effective_at: at('05T10:00:00'), actor: null },
];
const TENANT = [{ id: 'audit_log-6', type: 'tenant.sso.migrated', effective_at: at('19T10:00:00') }];

let server: TestApplication;
let organizationId: number;
beforeAll(async () => {
  server = await startTestApplication({ clock: { now: () => NOW } });
  const { dataSource } = server.database;
  const [row]: { id: number }[] = await dataSource.query(
    `INSERT INTO organizations (openai_id) VALUES ('org-1') RETURNING id`,
  );
  organizationId = row?.id ?? 0;
  await dataSource.query(
    `INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, 'audit-log', 1), ($1, 'audit-log/tenant', 1)`,
    [organizationId],
  );
  await dataSource.query(
    `UPDATE feeds SET last_success_at = '2026-11-20T11:59:00Z', coverage = '{[2020-01-01Z, 2026-11-20T11:49:00Z)}'`,
  );
  const store = new AuditLogStore(dataSource, { secret: null });
  const read = { organizationId, fence: 1n, at: NOW, covered: null };
  await store.add({ ...read, feed: 'audit-log', isTenant: false, events: EVENTS });
  await store.add({ ...read, feed: 'audit-log/tenant', isTenant: true, events: TENANT });
});
afterAll(() => server.close());

const list = async (query = '') => auditEventsAnswer.parse(await server.get(`/api/v1/audit-events${query}`));
const ids = async (query: string) => (await list(query)).data.map(({ id }) => id.replace('audit_log-', ''));

describe('audit events', () => {
  it('come newest first, those of one second too, and in pages without a hole', async () => {
    const all = ['6', '5', '4/with?odd#signs', '3b', '3a', '2', '1'];
    expect(await ids('')).toEqual(all);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.data.map(({ id }) => id.replace('audit_log-', '')));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(all);
  });

  it.each([
    ['?event_type=login.failed', ['3b', '3a', '1']],
    ['?event_type=moon.landed&event_type=api_key.updated', ['5', '2']],
    ['?actor=user-ada', ['3b', '3a', '2', '1']],
    ['?actor=ADA@example.COM', ['3b', '3a', '2', '1']],
    ['?actor=key_admin', ['4/with?odd#signs']],
    ['?actor=svc_1', ['4/with?odd#signs']],
    ['?ip=203.0.113.7&event_type=api_key.updated', ['2']],
    ['?project_id=proj_1', ['2']],
    ['?resource_id=proj_9', ['4/with?odd#signs']],
    ['?resource_id=key_1&resource_id=proj_9', ['4/with?odd#signs', '2']],
    ['?start=2026-11-03&end=2026-11-05', ['4/with?odd#signs', '3b', '3a']],
    ['?start=2026-11-03T10:00:00Z&end=2026-11-03T10:00:00Z', []],
    ['?tenant=true', ['6']],
    ['?tenant=false&limit=1', ['5']],
    ['?organization=org-2', []],
    ['?organization=org-1&limit=1', ['6']],
    ['?q=BAD_pass', ['1']],
    ['?q=50%25%20%3Coff', ['4/with?odd#signs']],
    ['?q=50_', []],
    ['?q=', ['6', '5', '4/with?odd#signs', '3b', '3a', '2', '1']],
  ])('are those that %s asks for', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('say who, where, on what, and what changed', async () => {
    const { data } = await list('?id=audit_log-2');
    expect(data).toEqual([
      {
        id: 'audit_log-2',
        organization_id: 'org-1',
        type: 'api_key.updated',
        effective_at: '2026-11-02T10:00:00Z',
        tenant: false,
        project: { id: 'proj_1', name: 'Search' },
        actor: {
          type: 'session',
          id: 'user-ada',
          email: 'Ada@Example.com',
          api_key_id: null,
          is_service_account: false,
          ip_address: '203.0.113.7',
          user_agent: null,
          country: null,
          city: null,
        },
        resources: [{ kind: 'api_key', id: 'key_1' }],
        changes: [{ field: 'scopes', before: null, after: ['api.model.read'] }],
        first_seen_at: '2026-11-20T12:00:00Z',
        event: EVENTS[1],
      },
    ]);
    expect((await list('?event_type=moon.landed')).data[0]).toMatchObject({
      actor: null,
      project: null,
      resources: [],
    });
  });

  it('are linked to one by one', async () => {
    const one = auditEvent.parse(
      await server.get(`/api/v1/audit-events/${encodeURIComponent('audit_log-4/with?odd#signs')}`),
    );
    expect(one).toMatchObject({
      type: 'project.archived',
      actor: { api_key_id: 'key_admin', id: 'svc_1', is_service_account: true },
    });
    const response = await server.fetch(`/api/v1/audit-events/audit_log-0`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: '/problems/not-found' });
  });

  it.each(['?event_typ=x', '?limit=0', '?limit=1001', '?start=yesterday', '?cursor=x', '?tenant=maybe'])(
    'refuse %s',
    async (query) => {
      const response = await server.fetch(`/api/v1/audit-events${query}`);
      expect(response.status).toBe(400);
    },
  );

  it('of projects that a caller may not see stay hidden, and those without a project with them', async () => {
    const store = new AuditEventsStore(server.database.dataSource);
    const scope = { organizationIds: [organizationId], projectIds: ['proj_1'] };
    expect((await store.page({ limit: 10 }, scope)).data.map(({ id }) => id)).toEqual(['audit_log-2']);
    expect(await store.facets({}, scope)).toMatchObject({ event_types: [{ event_type: 'api_key.updated', count: 1 }] });
    const elsewhere = { organizationIds: [organizationId + 1], projectIds: 'all' as const };
    expect((await store.page({ limit: 10 }, elsewhere)).data).toEqual([]);
  });
});

describe('somebody who is limited to a project', () => {
  it('is told that the log cannot be read, and not what OpenAI said', async () => {
    const set = (sql: string) => server.database.dataSource.query(`UPDATE feeds SET ${sql} WHERE feed = 'audit-log'`);
    await set(`last_error = '{"code": "refused", "message": "no proj_9 (req_1)", "missing_scope": null}'`);
    const cookie = await signIn(server.application.nest, { role: 'engineer', projectIds: ['proj_1'] });
    const response = await server.fetch('/api/v1/audit-events/facets', { headers: { cookie } });
    const { logs, event_types: types } = auditFacetsAnswer.parse(await response.json());
    expect([logs[0]?.state, types]).toEqual(['failing', [{ event_type: 'api_key.updated', count: 1 }]]);
    expect(JSON.stringify(logs)).not.toMatch(/proj_9|req_1/);
    await set('last_error = NULL');
  });
});

describe('facets', () => {
  const facets = async (query = '') => auditFacetsAnswer.parse(await server.get(`/api/v1/audit-events/facets${query}`));

  it('count types and actors, each by what the other filters leave', async () => {
    const all = await facets();
    expect(all.event_types[0]).toEqual({ event_type: 'login.failed', count: 3 });
    expect(all.event_types.map(({ count }) => count)).toEqual([3, 1, 1, 1, 1]);
    expect(all.actors).toEqual([
      { actor: 'user-ada', email: 'Ada@Example.com', count: 4 },
      { actor: 'svc_1', email: null, count: 1 },
    ]);
    const some = await facets('?event_type=project.archived&actor=svc_1');
    expect(some.event_types).toEqual([{ event_type: 'project.archived', count: 1 }]);
    expect(some.actors.map(({ actor }) => actor)).toEqual(['svc_1']);
  });

  it('tell a log that is switched off, a missing scope and silence apart', async () => {
    const states = async () => (await facets()).logs.map(({ state, tenant }) => (tenant ? `tenant ${state}` : state));
    const set = (sql: string) => server.database.dataSource.query(`UPDATE feeds SET ${sql} WHERE feed = 'audit-log'`);
    const error = (code: string) => `last_error = '{"code": "${code}", "message": "x", "missing_scope": null}'`;
    expect((await facets()).logs[0]).toEqual({
      organization_id: 'org-1',
      tenant: false,
      state: 'quiet',
      message: null,
      missing_scope: null,
      newest_at: '2026-11-05T10:00:00Z',
      complete_since: '2020-01-01T00:00:00Z',
      kept_since: null,
      synced_at: '2026-11-20T11:59:00Z',
    });
    expect(await states()).toEqual(['quiet', 'tenant quiet']);
    await set(error('missing_scope'));
    expect(await states()).toEqual(['missing_scope', 'tenant quiet']);
    await set(error('not_found'));
    expect(await states()).toEqual(['not_enabled', 'tenant quiet']);
    await set(error('timeout'));
    expect(await states()).toEqual(['failing', 'tenant quiet']);
    await set('last_error = NULL');
    await server.database.dataSource.query(
      `UPDATE audit_events SET effective_at = '2026-11-20T09:00:00Z' WHERE id = 'audit_log-5'`,
    );
    expect(await states()).toEqual(['active', 'tenant quiet']);
    await server.database.dataSource.query('TRUNCATE audit_events');
    expect(await states()).toEqual(['not_enabled', 'tenant quiet']);
    expect((await facets()).logs[0]?.message).toContain('Data controls');
    await set(`coverage = '{[2026-01-01Z, 2026-11-20Z)}'`);
    expect(await states()).toEqual(['connecting', 'tenant quiet']);
  });
});
