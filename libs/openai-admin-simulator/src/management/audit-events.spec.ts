import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NOW, startAsked, type Asked, type Query } from '../testing/ask.js';

const LOGS = '/organization/audit_logs';
const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked();
});
afterEach(() => {
  openai.faults.clear();
  openai.auditLog.logging = 'on';
});
afterAll(() => openai.stop());

const events = (query: Query = {}) => openai.all(LOGS, { limit: 100, ...query });
const ids = async (query: Query = {}) => (await events(query)).map(({ id }) => id);
const numberOf = (event: Record<string, unknown>) => Number(event['effective_at']);

describe('the history', () => {
  it('comes newest first and tells of the tenant only when asked for it alone', async () => {
    const times = (await events()).map(numberOf);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const types = (await events()).map(({ type }) => String(type));
    expect(types).toEqual(
      expect.arrayContaining(['login.succeeded', 'login.failed', 'api_key.created', 'user.deleted']),
    );
    expect(types.some((type) => type.startsWith('tenant.') || type === 'role.bound_to_resource')).toBe(false);
    const tenant = (await events({ tenant_only: 'true' })).map(({ type }) => type);
    expect(tenant).toEqual(expect.arrayContaining(['tenant.admin_api_key.created', 'role.bound_to_resource']));
    expect(tenant).not.toContain('login.succeeded');
  });

  it('agrees with the directory', async () => {
    const since = NOW_SECONDS - 90 * 86_400;
    const made = (await events({ 'event_types[]': 'api_key.created', 'effective_at[gte]': since })).map(
      (event) => (event['api_key.created'] as { id: string }).id,
    );
    const keys = openai.organization.keys.filter(({ createdAt }) => createdAt >= since).map(({ id }) => id);
    expect(keys.length).toBeGreaterThan(0);
    expect(made.sort()).toEqual(keys.sort());
  });

  it('names a person, an address and a place, and at times nobody', async () => {
    const [login] = await events({ 'event_types[]': 'login.succeeded' });
    expect(login).toMatchObject({
      object: 'organization.audit_log',
      actor: {
        type: 'session',
        session: {
          user: { email: expect.any(String) },
          ip_address_details: { country: 'DE', latitude: expect.any(String) },
        },
      },
      'login.succeeded': {},
    });
    expect((await events({ 'event_types[]': 'resource.deleted' }))[0]).toMatchObject({ actor: null });
  });
});

describe('time that passes', () => {
  it('brings sign-ins to an organization whose clock is real, and nothing to a spec', async () => {
    const live = await startAsked({ keys: 5, now: undefined, anchor: new Date() });
    const { events: before } = live.auditLog;
    const known = before.map(({ id }) => id);
    live.clock.advance(3 * 86_400_000);
    const after = live.auditLog.events.map(({ id }) => id);
    expect(after.slice(0, known.length)).toEqual(known);
    expect(after.length).toBeGreaterThan(known.length);
    await live.stop();
    const count = openai.auditLog.events.length;
    openai.clock.advance(3 * 86_400_000);
    expect(openai.auditLog.events).toHaveLength(count);
    openai.clock.set(NOW);
  });
});

describe('filters', () => {
  it('are borders of time, open and closed', async () => {
    const [first] = await events({ 'event_types[]': 'rate_limit.updated' });
    const at = numberOf(first!);
    const only = { 'event_types[]': 'rate_limit.updated' };
    expect(await ids({ ...only, 'effective_at[gte]': at, 'effective_at[lte]': at })).toHaveLength(5);
    expect(await ids({ ...only, 'effective_at[gt]': at })).toHaveLength(0);
    expect(await ids({ ...only, 'effective_at[lt]': at + 1, 'effective_at[gt]': at - 1 })).toHaveLength(5);
    expect((await openai.get(LOGS, { 'effective_at[gte]': 'yesterday' })).status).toBe(400);
  });

  it('are projects, actors, mails and resources, each any of several, all together', async () => {
    const event = (await events()).find(({ type, project }) => type === 'api_key.created' && project)!;
    const project = (event['project'] as { id: string }).id;
    const { user } = (event['actor'] as { session: { user: { id: string; email: string } } }).session;
    const resource = (event['api_key.created'] as { id: string }).id;
    const queries: Query[] = [
      { 'project_ids[]': [project, 'proj_x'] },
      { 'actor_ids[]': user.id },
      { 'actor_emails[]': user.email },
      { 'resource_ids[]': resource },
    ];
    for (const query of queries) {
      const found = await ids(query);
      expect(found).toContain(event.id);
      expect(found.length).toBeLessThan((await ids()).length);
    }
    const all = { 'project_ids[]': project, 'actor_ids[]': user.id, 'resource_ids[]': resource };
    expect(await ids(all)).toEqual([event.id]);
    expect(await ids({ ...all, 'actor_emails[]': 'nobody@nowhere.example' })).toEqual([]);
  });

  it('of types have to be the tenant’s where the tenant is asked for (case 91)', async () => {
    const reply = await openai.get(LOGS, {
      tenant_only: 'true',
      'event_types[]': ['tenant.sso_connection.updated', 'login.failed'],
    });
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining('login.failed')]);
  });
});

describe('pages', () => {
  it('lose nothing of a second in which much happened, and turn back (cases 88 and 90)', async () => {
    const at = new Date('2026-11-21T13:00:00Z');
    const made = Array.from({ length: 30 }, () => openai.auditLog.inject({ type: 'login.failed', effectiveAt: at }).id);
    const seconds = at.getTime() / 1000;
    const paged = await ids({ 'effective_at[gte]': seconds, 'effective_at[lte]': seconds, limit: 7 });
    expect([...paged].sort()).toEqual([...made].sort());
    const whole = await ids();
    const place = 10;
    const before = await openai.list(LOGS, { before: whole[place]!, limit: 4 });
    expect(before.data.map(({ id }) => id)).toEqual(whole.slice(place - 4, place));
  });

  it('may come oldest first (case 90)', async () => {
    const newestFirst = await ids();
    openai.faults.add({ kind: 'oldest-events-first' });
    expect(await ids()).toEqual(newestFirst.toReversed());
  });
});

describe('events that are entered by hand', () => {
  it('may be late, unknown, of nobody and without payload (cases 87, 89 and 94)', async () => {
    const late = openai.auditLog.inject({ type: 'user.added', effectiveAt: new Date('2026-11-01T00:00:00Z') });
    const place = (await ids()).indexOf(late.id);
    expect(place).toBeGreaterThan(0);
    const strange = openai.auditLog.inject({ type: 'robot.rebelled', actor: null, payload: null });
    const [wire] = await events({ 'effective_at[gte]': NOW_SECONDS });
    expect(wire).toEqual({
      object: 'organization.audit_log',
      id: strange.id,
      type: 'robot.rebelled',
      effective_at: NOW_SECONDS,
      actor: null,
    });
    const raw = openai.auditLog.inject({ type: 'scim.enabled', actor: { type: 'ghost' }, id: 'a__b'.repeat(50) });
    expect(raw).toMatchObject({ actor: { type: 'ghost' }, id: 'a__b'.repeat(50) });
    expect(() => openai.auditLog.inject({ type: 'scim.enabled', id: raw.id })).toThrow('already');
  });
});

describe('what is done through the API', () => {
  it('is done by the admin key, in the name of its owner, and booked on the default project (case 93)', async () => {
    const { id } = openai.organization.projects[3]!;
    const { json } = await openai.send('POST', `/organization/projects/${id}/service_accounts`, { name: 'seen' });
    const [key, account] = await events({ 'effective_at[gte]': NOW_SECONDS, limit: 2 });
    const [own] = await openai.all('/organization/admin_api_keys');
    expect(account).toMatchObject({
      type: 'service_account.created',
      project: { name: 'Default project' },
      actor: { type: 'api_key', api_key: { id: own!.id, type: 'user', user: { email: expect.any(String) } } },
      'service_account.created': { id: json['id'], data: { role: 'member' } },
    });
    expect(key).toMatchObject({ type: 'api_key.created', 'api_key.created': { data: { scopes: [] } } });
    expect(await ids({ 'actor_ids[]': String(own!.id) })).toContain(account!.id);
  });

  it('by others is theirs, or leaves no trace', () => {
    const count = openai.auditLog.events.length;
    const project = openai.organization.addProject('Elsewhere');
    expect(openai.auditLog.events.at(-1)).toMatchObject({
      type: 'project.created',
      project: { id: project.id },
      actor: { type: 'session' },
    });
    openai.organization.archiveProject(project.id, { by: null });
    expect(openai.auditLog.events).toHaveLength(count + 1);
  });
});

describe('logging that is off', () => {
  it('is an empty list or a refusal, and keeps nothing (case 86)', async () => {
    const count = openai.auditLog.events.length;
    openai.auditLog.logging = 'empty';
    openai.organization.addProject('Unseen');
    expect(await openai.list(LOGS)).toMatchObject({ data: [], has_more: false });
    openai.auditLog.logging = 'refused';
    const reply = await openai.get(LOGS);
    expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('not enabled')]);
    openai.auditLog.logging = 'on';
    expect(openai.auditLog.events).toHaveLength(count);
  });

  it('is not a missing scope', async () => {
    const limited = await startAsked({ adminKeys: [{ value: 'sk-admin-no-audit', scopes: ['api.management.read'] }] });
    const reply = await limited.get(LOGS);
    expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('Missing scopes: api.audit_logs.read')]);
    await limited.stop();
  });
});
