import { CAPABILITIES } from '@bursar/contract';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { midnight, startAsked, sumOf, type Asked } from './testing/ask.js';

const COSTS = '/organization/costs';
const DAY = { start_time: midnight('2026-11-10'), end_time: midnight('2026-11-11'), group_by: 'line_item' };

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 15 });
});
afterAll(() => openai.stop());

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(openai.controlUrl + path, { method, ...sent });
  return { status: reply.status, json: await reply.json() };
}

it('sets, lists and removes faults', async () => {
  const made = await control('POST', '/faults', {
    kind: 'status',
    status: 429,
    retryAfter: '5',
    match: { path: COSTS },
  });
  expect(made).toEqual({ status: 200, json: { id: expect.stringMatching(/^fault_/) } });
  expect((await openai.get(COSTS, DAY)).headers.get('retry-after')).toBe('5');
  expect((await control('GET', '/faults')).json).toMatchObject({ faults: [{ hits: 1, fault: { kind: 'status' } }] });
  await control('DELETE', `/faults/${openai.faults.list()[0]!.id}`);
  expect((await openai.get(COSTS, DAY)).status).toBe(200);
  await control('POST', '/faults', { kind: 'html-200' });
  await control('DELETE', '/faults');
  expect(openai.faults.list()).toEqual([]);
});

it('moves the clock', async () => {
  await control('POST', '/clock', { now: '2026-11-22T00:00:00Z' });
  expect((await control('POST', '/clock', { advance_ms: 60_000 })).json).toEqual({ now: '2026-11-22T00:01:00.000Z' });
  expect((await control('GET', '')).json).toMatchObject({ now: '2026-11-22T00:01:00.000Z', url: openai.url });
  expect((await control('POST', '/clock', {})).status).toBe(400);
});

it('restates, adds rows and says what is billed', async () => {
  const change = { kind: 'add', amount: '1000000', line_item: 'Correction' };
  const before = (await openai.page(COSTS, DAY)).data[0]!.results;
  await control('POST', '/restate', { day: '2026-11-10', changes: [change] });
  await control('POST', '/rows', { day: '2026-11-10', rows: 40 });
  const after = (await openai.page(COSTS, DAY)).data[0]!.results;
  expect(after.length).toBeGreaterThan(before.length);
  expect(sumOf(after)).toBeGreaterThan(sumOf(before) + 10n ** 40n - 1n);
  const { json } = await control('GET', '/billed?start=2026-11-10&end=2026-11-11&group_by=line_item');
  expect(json).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ amount: '1000000' })]) });
});

it('shows and forgets requests', async () => {
  await control('DELETE', '/requests');
  await openai.get(COSTS, DAY);
  expect((await control('GET', '/requests')).json).toMatchObject({ requests: [{ path: COSTS, status: 200 }] });
});

it('enters uses, at a minute of any day', async () => {
  const measures = { input_text_tokens: 1000, num_model_requests: 1 };
  const [capability] = Object.entries(CAPABILITIES).find(([, { headline }]) => headline === 'input_tokens') ?? [];
  const use = { capability, at: '2026-11-10T08:00:00Z', dimensions: { project_id: 'proj_entered' }, measures };
  expect((await control('POST', '/events', use)).json).toEqual({});
  expect((await control('POST', '/events', { capability })).status).toBe(400);
  expect((await control('POST', '/events', { ...use, capability: 'dreams' })).status).toBe(400);
});

it('refuses what it does not understand, naming it', async () => {
  expect((await control('POST', '/faults', { kind: 'nonsense' })).json).toEqual({
    error: expect.stringContaining('There is no fault "nonsense"'),
  });
  expect((await control('POST', '/restate', { day: 'today', changes: [] })).json).toEqual({
    error: '"today" is no day; write 2026-10-01.',
  });
  expect((await control('POST', '/restate', { day: '2026-11-10', changes: [{ kind: 'burn' }] })).json).toEqual({
    error: 'There is no change "burn"; there are add, amount, vanish.',
  });
  expect((await control('PUT', '/weather')).status).toBe(404);
  const broken = await fetch(`${openai.controlUrl}/faults`, { method: 'POST', body: '{' });
  expect(broken.status).toBe(400);
});

it('is not reachable below /v1, and its requests are in no log', async () => {
  openai.requests.clear();
  await control('GET', '');
  expect(openai.requests.count()).toBe(0);
  expect((await openai.get('/__sim/faults')).status).toBe(404);
});

it('enters events in the audit log, and switches it off', async () => {
  const late = {
    type: 'login.failed',
    effective_at: '2026-11-02T00:00:00Z',
    actor: null,
    payload: { error_code: 'x' },
  };
  expect((await control('POST', '/audit-log', late)).json).toMatchObject({
    actor: null,
    'login.failed': { error_code: 'x' },
  });
  expect(openai.auditLog.events.some(({ effective_at: at }) => at === midnight('2026-11-02'))).toBe(true);
  await control('POST', '/audit-logging', { logging: 'refused' });
  expect((await openai.get('/organization/audit_logs')).status).toBe(403);
  await control('POST', '/audit-logging', { logging: 'on' });
  expect((await control('GET', '/audit-log')).json).toMatchObject({ logging: 'on', events: expect.any(Array) });
  expect((await control('POST', '/audit-logging', { logging: 'loud' })).status).toBe(400);
});

it('changes the organization as others do, with a trace or without', async () => {
  const count = openai.auditLog.events.length;
  const { json } = await control('POST', '/changes', { change: 'add-project', name: 'Elsewhere' });
  const { id } = (json as { made: { id: string } }).made;
  const key = await control('POST', '/changes', { change: 'add-key', project_id: id, name: 'quiet', silent: true });
  expect(openai.auditLog.events).toHaveLength(count + 1);
  const keyId = (key.json as { made: { id: string } }).made.id;
  expect((await control('POST', '/traffic', { api_key_id: keyId, usd_per_day: 50 })).status).toBe(200);
  expect(openai.organization.keys.at(-1)).toMatchObject({ id: keyId, projectId: id });
  const limits = { max_requests_per_1_minute: 7 };
  const limited = { change: 'set-rate-limit', project_id: id, model: 'gpt-6-astra-2026-08-01', limits };
  expect((await control('POST', '/changes', limited)).status).toBe(200);
  expect(
    (await openai.all(`/organization/projects/${id}/rate_limits`)).some((limit) => {
      return limit['max_requests_per_1_minute'] === 7;
    }),
  ).toBe(true);
  expect((await control('POST', '/changes', { change: 'explode' })).json).toEqual({
    error: expect.stringContaining('There is no change "explode"; there are add-project'),
  });
  expect((await control('POST', '/changes', { change: 'remove-member', user_id: 'user-x' })).status).toBe(400);
});
