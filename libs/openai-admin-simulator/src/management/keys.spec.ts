import { CAPABILITIES } from '@bursar/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAsked, type Asked } from '../testing/ask.js';

let openai: Asked;
let project: string;
beforeAll(async () => {
  openai = await startAsked();
  project = `/organization/projects/${openai.organization.projects[1]!.id}`;
});
afterEach(() => openai.faults.clear());
afterAll(() => openai.stop());

const text = (value: unknown) => String(value);

describe('service accounts', () => {
  it('come with a key whose secret is told once (case 32)', async () => {
    const { json } = await openai.send('POST', `${project}/service_accounts`, { name: 'ci', expires_in_seconds: 3600 });
    expect(json).toMatchObject({ object: 'organization.project.service_account', name: 'ci', role: 'member' });
    const key = json['api_key'] as Record<string, unknown>;
    const secret = text(key['value']);
    expect(key['expires_at']).toBe(openai.clock.now().getTime() / 1000 + 3600);
    const lists = ['/service_accounts', '/api_keys'];
    const answers = await Promise.all(
      [...lists, `/service_accounts/${text(json['id'])}`, `/api_keys/${text(key['id'])}`].map((path) =>
        openai.get(project + path),
      ),
    );
    for (const { status, text: answer } of answers) {
      expect(status).toBe(200);
      expect(answer).not.toContain(secret);
    }
    expect(answers[3]!.text).toContain(`****${secret.slice(-4)}`);
    expect(JSON.stringify(openai.auditLog.events)).not.toContain(secret);
  });

  it('may come without a key and without a role (case 33)', async () => {
    const only = { name: 'bare', create_service_account_only: true };
    const { json } = await openai.send('POST', `${project}/service_accounts`, only);
    expect(json).toMatchObject({ api_key: null, role: 'none' });
    const both = await openai.send('POST', `${project}/service_accounts`, { ...only, expires_in_seconds: 60 });
    expect(both.status).toBe(400);
    const id = text(json['id']);
    const made = await openai.send('POST', `${project}/service_accounts/${id}/api_keys`);
    expect(made.json).toMatchObject({ value: expect.any(String), name: 'Secret Key', expires_at: null });
    const read = () => openai.list(`${project}/api_keys/${text(made.json['id'])}`);
    // Without a role the key opens nothing; with one it does.
    expect(await read()).toMatchObject({ owner_project_access: 'inactive' });
    await openai.send('POST', `${project}/service_accounts/${id}`, { role: 'owner' });
    expect(await read()).toMatchObject({ owner_project_access: 'active' });
  });

  it('take their keys and the traffic of their keys with them', async () => {
    const key = openai.organization.keys.find(({ owner, deleted, silentSince }) => {
      return owner.type === 'service_account' && !deleted && silentSince === null;
    })!;
    const account = key.owner.type === 'service_account' ? key.owner.account : null;
    const path = `/organization/projects/${key.projectId}`;
    expect((await openai.send('DELETE', `${path}/service_accounts/${account!.id}`)).status).toBe(200);
    expect((await openai.get(`${path}/api_keys/${key.id}`)).status).toBe(404);
    expect((await openai.get(`${path}/service_accounts/${account!.id}`)).status).toBe(404);
    const before = openai.billed({ start: new Date('2026-11-01'), end: new Date('2026-11-20'), apiKeyIds: [key.id] });
    expect(Number(before[0]!.amount)).toBeGreaterThan(0);
    const later = { start: new Date('2026-11-22'), end: new Date('2026-12-01'), settled: true };
    expect(openai.billed({ ...later, apiKeyIds: [key.id] })).toEqual([]);
  });
});

describe('keys of projects', () => {
  it('are of every kind: expired, never used, of owners without access', async () => {
    const keys = openai.organization.keys.filter(({ deleted }) => !deleted);
    const now = openai.clock.now().getTime() / 1000;
    expect(keys.some(({ expiresAt }) => expiresAt !== null && expiresAt < now)).toBe(true);
    expect(keys.some(({ neverUsed }) => neverUsed)).toBe(true);
    expect(keys.some(({ ownerAccess }) => ownerAccess === 'inactive')).toBe(true);
    expect(keys.some(({ owner }) => owner.type === 'user' && owner.member.removed)).toBe(true);
  });

  it('change scopes and expiry; what makes no sense is refused (case 36)', async () => {
    const { json } = await openai.send('POST', `${project}/service_accounts`, { name: 'scoped' });
    const path = `${project}/api_keys/${text((json['api_key'] as { id: string }).id)}`;
    const change = (body: unknown) => openai.send('POST', path, body);
    expect((await change({ scopes: ['api.all.read'], expires_in_seconds: 60 })).status).toBe(200);
    expect(openai.auditLog.events.at(-1)).toMatchObject({
      'api_key.updated': { changes_requested: { scopes: ['api.all.read'], expires_in_seconds: 60 } },
    });
    expect((await change({ scopes: [] })).status).toBe(200);
    for (const body of [{}, { scopes: null }, { expires_in_seconds: null }, { expires_in_seconds: 0 }, { name: 'x' }]) {
      expect([body, (await change(body)).status]).toEqual([body, 400]);
    }
    openai.clock.advance(61_000);
    expect((await change({ scopes: [] })).message).toBe('Expired API keys cannot be updated.');
  });

  it('of service accounts can be deleted, or could not in older days (case 35)', async () => {
    const { json } = await openai.send('POST', `${project}/service_accounts`, { name: 'deletable' });
    const path = `${project}/api_keys/${text((json['api_key'] as { id: string }).id)}`;
    openai.faults.add({ kind: 'undeletable-account-keys' });
    const words = 'API keys cannot be deleted for service accounts, please delete the service account';
    expect(await openai.send('DELETE', path)).toMatchObject({ status: 400, message: words });
    openai.faults.clear();
    expect((await openai.send('DELETE', path)).json).toMatchObject({ deleted: true });
    expect((await openai.get(`${project}/service_accounts/${text(json['id'])}`)).status).toBe(200);
  });

  it('end their traffic at the minute of their deletion, to the token', async () => {
    const key = openai.organization.keys.find(({ deleted, silentSince, owner }) => {
      return owner.type === 'user' && !deleted && silentSince === null;
    })!;
    const metered = { api_key_ids: key.id, start_time: Date.parse('2026-11-21') / 1000, limit: 1440 };
    const { path: metering } = CAPABILITIES.completions;
    const minutes = () => openai.buckets(metering, { ...metered, bucket_width: '1m' });
    const before = await minutes();
    const path = `/organization/projects/${key.projectId}/api_keys/${key.id}`;
    expect((await openai.send('DELETE', path)).status).toBe(200);
    const stopped = openai.clock.now();
    openai.clock.advance(3 * 3_600_000);
    const after = await minutes();
    // The last two minutes were not told yet.
    const told = before.slice(0, -3);
    expect(after.slice(0, told.length)).toEqual(told);
    const late = after.filter(({ start_time: start }) => start * 1000 >= stopped.getTime());
    expect(late.flatMap(({ results }) => results)).toEqual([]);
    const whole = await openai.buckets(metering, { ...metered, limit: 1, bucket_width: '1d' });
    const sum = (buckets: typeof after) =>
      buckets.flatMap(({ results }) => results).reduce((total, row) => total + Number(row['input_tokens']), 0);
    expect(sum(whole)).toBe(sum(after));
  });

  it('end their traffic when they expire, and go on if that is put off', async () => {
    const { id, projectId } = openai.organization.addKey(openai.organization.projects[1]!.id, 'expiring');
    openai.addTraffic({ keyId: id, usdPerDay: 5000 });
    const expiry = (seconds: number) =>
      openai.send('POST', `/organization/projects/${projectId}/api_keys/${id}`, { expires_in_seconds: seconds });
    await expiry(86_400);
    const day = openai.clock.now().getTime() / 86_400_000;
    const range = {
      start: new Date((Math.floor(day) + 2) * 86_400_000),
      end: new Date((Math.floor(day) + 3) * 86_400_000),
    };
    const later = () => openai.billed({ ...range, apiKeyIds: [id], settled: true });
    expect(later()).toEqual([]);
    await expiry(10 * 86_400);
    expect(Number(later()[0]!.amount)).toBeGreaterThan(1000);
  });

  it('were last used when their traffic last was', async () => {
    const key = openai.organization.addKey(openai.organization.projects[1]!.id, 'watched');
    const lastUse = async () => (await openai.list(`${project}/api_keys/${key.id}`))['last_used_at' as never];
    expect(await lastUse()).toBeNull();
    openai.addTraffic({ keyId: key.id, usdPerDay: 5000 });
    const began = openai.clock.now().getTime() / 1000;
    openai.clock.advance(600_000);
    const first = Number(await lastUse());
    expect(first).toBeGreaterThanOrEqual(Math.floor(began / 60) * 60);
    expect(first).toBeLessThanOrEqual(openai.clock.now().getTime() / 1000);
    openai.clock.advance(600_000);
    expect(Number(await lastUse())).toBeGreaterThan(first);
  });
});

describe('admin keys', () => {
  it('open the API until they expire or are deleted', async () => {
    const body = { name: 'short', expires_in_seconds: 60 };
    const { json } = await openai.send('POST', '/organization/admin_api_keys', body);
    const path = `/organization/admin_api_keys/${text(json['id'])}`;
    const as = { authorization: `Bearer ${text(json['value'])}` };
    expect((await openai.get(path, {}, as)).status).toBe(200);
    expect((await openai.get(path)).text).not.toContain(text(json['value']));
    openai.clock.advance(61_000);
    expect((await openai.get(path, {}, as)).status).toBe(401);
    expect((await openai.send('DELETE', path)).json).toMatchObject({ deleted: true });
    expect((await openai.get(path)).status).toBe(404);
    expect(openai.auditLog.events.slice(-2).map(({ type }) => type)).toEqual([
      'tenant.admin_api_key.created',
      'tenant.admin_api_key.deleted',
    ]);
  });

  it('are listed together with keys of projects, where OpenAI mislabels those (case 39)', async () => {
    const plain = await openai.all('/organization/admin_api_keys');
    openai.faults.add({ kind: 'project-keys-among-admin-keys', keys: 5 });
    const mixed = await openai.all('/organization/admin_api_keys', { limit: 3 });
    expect(mixed).toHaveLength(plain.length + 5);
    const projectKeys = new Set(openai.organization.keys.map(({ id }) => id));
    expect(mixed.filter(({ id }) => projectKeys.has(id))).toHaveLength(5);
    expect(new Set(mixed.map(({ object }) => object))).toEqual(new Set(['organization.admin_api_key']));
  });
});

describe('a change whose answer is lost', () => {
  it('has been made all the same (case 34)', async () => {
    openai.faults.add({ kind: 'lost-answer', ms: 0, match: { method: 'POST' }, times: 1 });
    await expect(openai.send('POST', `${project}/service_accounts`, { name: 'lost' })).rejects.toThrow();
    const names = (await openai.all(`${project}/service_accounts`)).map(({ name }) => name);
    expect(names.filter((name) => name === 'lost')).toHaveLength(1);
  });

  it('is held back until whoever asked has given up', async () => {
    const fault = openai.faults.add({ kind: 'lost-answer', match: { method: 'POST' } });
    const path = `${openai.url}${project}/service_accounts`;
    const gaveUp = new AbortController();
    const headers = { authorization: `Bearer ${openai.adminKey}` };
    const asked = fetch(path, { method: 'POST', headers, body: '{"name":"held"}', signal: gaveUp.signal });
    const outcome = expect(asked).rejects.toThrow('abort');
    while (fault.hits === 0) await new Promise((resolve) => setImmediate(resolve));
    gaveUp.abort();
    await outcome;
    expect((await openai.all(`${project}/service_accounts`)).some(({ name }) => name === 'held')).toBe(true);
  });
});
