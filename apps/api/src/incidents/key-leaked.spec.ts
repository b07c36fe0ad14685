/** A key leaks: what it did, an incident by a person and by GitHub, and evidence that adds up. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CAPABILITIES,
  evidencePack,
  type HookAnswer,
  incident as incidentSchema,
  type Incident,
  leakImpact,
  type LeakImpact,
} from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { ReportStore } from '../metering/report.store.js';
import { forgetPauses } from '../personal-data/member-erasures.store.js';
import { COSTS_ONLY, startStand, type SyncStand, TINY } from '../sync/testing/sync-stand.js';
import { ELSEWHERE, OWNER, type Served, serve } from '../testing/served.js';
import { decimalOf, sumOf, unitsOf } from './decimals.js';
import { IncidentsModule } from './incidents.module.js';

const DAY_MS = 86_400_000;
const WEBHOOK_SECRET = 'a secret that GitHub signs with';
const { completions } = CAPABILITIES;

const permissions = OWNER.permissions.filter((permission) => permission !== 'audit_events.read');
/** Who asks, by a header. */
const CALLERS: Readonly<Record<string, typeof OWNER>> = { elsewhere: ELSEWHERE, blind: { ...OWNER, permissions } };

let stand: SyncStand;
let served: Served;
let keyId: string;
let projectId: string;
let redacted: string;
let since: string;

beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, now: new Date('2026-02-20T09:30:00Z'), months: 2 },
    engine: {
      capabilities: { ...COSTS_ONLY, completions },
      backfillMonths: 2,
      directory: ['projects', 'api-keys', 'service-accounts', 'changed-objects'],
      modules: [IncidentsModule],
      githubWebhookSecret: WEBHOOK_SECRET,
    },
  });
  const now = stand.simulator.clock.now();
  const leaked = new Date(now.getTime() - 2 * DAY_MS);
  leaked.setUTCMinutes(0, 0, 0);
  since = leaked.toISOString().replace('.000Z', 'Z');
  const played = stand.simulator.play('leaked-key', leaked);
  keyId = played.api_key_id ?? '';
  projectId = played.project_id ?? '';
  redacted = stand.simulator.organization.keys.find(({ id }) => id === keyId)?.redactedValue ?? '';
  await stand.collect();
  served = await serve(stand.engine.module, ({ headers }) => CALLERS[String(headers['x-who'])] ?? OWNER);
});
afterAll(async () => {
  await served.close();
  await stand.close();
});

async function send<T>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string; body: T }> {
  const response = await fetch(`${served.url}/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', connection: 'close' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // What the routes answer is read by the contract's schemas below.
  return { status: response.status, text, body: JSON.parse(text) as T };
}

const impact = async (): Promise<LeakImpact> => {
  const question = new URLSearchParams({ project_id: projectId, api_key_id: keyId, since });
  const { status, body } = await send('GET', `/v1/leak-impact?${question.toString()}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return leakImpact.parse(body);
};

const added = (amounts: readonly (string | null)[]): string =>
  decimalOf(sumOf(amounts.map((amount) => unitsOf(amount ?? '0'))));

describe('what a leaked key did', () => {
  it('is told by day exactly as it was billed, and by hour as an estimate that adds up to the day', async () => {
    const told = await impact();
    const start = Date.parse(`${since.slice(0, 10)}T00:00:00Z`);
    const billed = await stand.engine.module.get(ReportStore).report(
      {
        capability: 'costs',
        range: { start, end: Math.floor(stand.simulator.clock.now().getTime() / DAY_MS) * DAY_MS + DAY_MS },
        bucket: 'day',
        groupBy: [],
        filters: new Map([['api_key_id', [keyId]]]),
        without: [],
        limit: 1,
      },
      FULL_SCOPE,
    );
    expect(billed.total).not.toBe('0');
    expect(told.total.amount).toBe(billed.total);
    expect(added(told.days.map(({ amount }) => amount))).toBe(billed.total);
    for (const { day, amount } of told.days.filter(({ state }) => state !== 'missing')) {
      const own = told.hours.filter((hour) => hour.start.slice(0, 10) === day.slice(0, 10));
      expect(added(own.map((hour) => hour.amount_estimate))).toBe(amount);
    }
  });

  it('is above what was usual from the hour of the leak on', async () => {
    const { total, first_hour_above: first, hours, baseline_from: from, baseline_to: to } = await impact();
    expect(first).toBe(since);
    expect(unitsOf(total.above ?? '0')).toBeGreaterThan(unitsOf(total.baseline ?? '0'));
    expect(Date.parse(to) - Date.parse(from)).toBe(28 * DAY_MS);
    expect(hours[0]?.start).toBe(to);
    const leaking = hours.find(({ start }) => start === since);
    expect(Number(leaking?.requests)).toBeGreaterThan(Number(leaking?.baseline_requests));
  });

  it('names models with how they were used before, and how each figure was worked out', async () => {
    const { models, methods, created, key } = await impact();
    expect(models.map(({ before }) => before)).toContain('never');
    expect(methods['amount_estimate']).toContain('An estimate');
    expect(key).toMatchObject({ api_key_id: keyId, redacted_value: redacted });
    expect(created === null || created.audit_event_id !== '').toBe(true);
  });

  it('is told of no time that has not come, or is longer ago than hours tell', async () => {
    const ask = (at: string) => send('GET', `/v1/leak-impact?project_id=${projectId}&api_key_id=${keyId}&since=${at}`);
    expect((await ask('2026-03-01')).status).toBe(400);
    expect((await ask('2026-01-01')).status).toBe(400);
    expect((await send('GET', `/v1/leak-impact?project_id=other&api_key_id=${keyId}&since=2026-02-19`)).status).toBe(
      404,
    );
  });
});

describe('an incident', () => {
  let id = '';

  it('is opened by a person and keeps notes, actions and figures', async () => {
    const opened = await send<Incident>('POST', '/v1/incidents', {
      ...{ api_key_id: keyId, project_id: projectId, leaked_since: since, reason: 'seen in a build log' },
      title: 'The key of Zelda Quux',
    });
    expect(opened.status).toBe(201);
    ({ id } = incidentSchema.parse(opened.body));
    await send('POST', `/v1/incidents/${id}/notes`, { text: 'the log is gone' });
    const { body } = await send<Incident>('GET', `/v1/incidents/${id}`);
    expect(body).toMatchObject({ state: 'open', reason: 'seen in a build log', source: 'person' });
    expect(body.timeline.map(({ event }) => event)).toEqual(expect.arrayContaining(['leaked', 'first_hour_above']));
    expect(body.impact?.total.amount).toBe((await impact()).total.amount);
    await forgetPauses(stand.engine.dataSource.manager, ['zelda quux']);
    expect((await send<Incident>('GET', `/v1/incidents/${id}`)).body.title).toBe('erased');
  });

  it('has evidence with the hashes of the trail, and says when the key ended', async () => {
    stand.simulator.organization.deleteKey(keyId);
    await stand.collect();
    await stand.collect();
    const { status, body } = await send('GET', `/v1/incidents/${id}/evidence`);
    expect(status).toBe(200);
    const pack = evidencePack.parse(body);
    expect(pack.incident.revoked_at).not.toBeNull();
    expect(pack.audit_events.map(({ type }) => type)).toContain('api_key.deleted');
    expect(pack.trail_end?.hash).toMatch(/^[0-9a-f]{64}$/);
    const written = await stand.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM activity WHERE what LIKE 'incident.%' AND completes IS NULL ORDER BY id`,
    );
    expect(written.map(({ hash }) => hash)).toHaveLength(2);
  });

  it('is nothing to who is limited to other projects, and tells no audit events to who may not see them', async () => {
    const ask = (path: string, who: string) =>
      fetch(`${served.url}/api/v1/${path}`, { headers: { 'x-who': who, connection: 'close' } });
    expect((await ask(`incidents/${id}`, 'elsewhere')).status).toBe(404);
    expect((await ask(`incidents/${id}/evidence`, 'elsewhere')).status).toBe(404);
    expect(await (await ask('incidents', 'elsewhere')).json()).toEqual({ data: [], next_cursor: null });
    const pack = evidencePack.parse(await (await ask(`incidents/${id}/evidence`, 'blind')).json());
    expect([pack.are_audit_events_shown, pack.audit_events, pack.incident.impact?.created]).toEqual([false, [], null]);
  });

  it('is closed once', async () => {
    const closed = await send<Incident>('POST', `/v1/incidents/${id}/close`, { reason: 'the key is gone' });
    expect(closed.body).toMatchObject({ state: 'closed', close_reason: 'the key is gone' });
    expect((await send('POST', `/v1/incidents/${id}/close`, { reason: 'again' })).status).toBe(409);
    const { body } = await send<{ data: Incident[] }>('GET', '/v1/incidents?state=closed');
    expect(body.data).toEqual([expect.objectContaining({ id, close_reason: 'the key is gone' })]);
  });
});

describe('an alert of GitHub', () => {
  const SECRET_TAIL = 'x7Qa';
  const delivery = (more: object = {}, action = 'created') => ({
    action,
    alert: {
      number: 7,
      created_at: '2026-02-19T10:00:00Z',
      html_url: 'https://github.com/acme/robots/security/secret-scanning/7',
      secret_type: 'openai_api_key',
      ...more,
    },
    repository: { full_name: 'acme/robots' },
  });
  const deliver = async (body: unknown, { event = 'secret_scanning_alert', secret = WEBHOOK_SECRET } = {}) => {
    const text = JSON.stringify(body);
    const response = await fetch(`${served.url}/api/hooks/github-secret-scanning`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        'x-github-event': event,
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
      },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as HookAnswer };
  };

  it('opens nothing without its signature', async () => {
    expect((await deliver(delivery(), { secret: 'another secret of somebody' })).status).toBe(401);
    expect((await send('POST', '/hooks/github-secret-scanning', delivery())).status).toBe(401);
    expect((await deliver({ zen: 'x' }, { event: 'ping' })).body.state).toBe('pong');
    expect((await deliver(delivery({ secret_type: 'aws_access_key' }))).body.state).toBe('ignored');
    expect((await deliver({ action: 'created', alert: {}, repository: {} })).status).toBe(400);
  });

  it('opens one incident however often it is delivered, whose key a person chooses', async () => {
    const [one, other] = await Promise.all([deliver(delivery()), deliver(delivery())]);
    expect([one.body.state, other.body.state].toSorted()).toEqual(['known', 'opened']);
    expect(one.body.incident_id).toBe(other.body.incident_id);
    const id = one.body.incident_id ?? '';
    expect((await send<Incident>('GET', `/v1/incidents/${id}`)).body).toMatchObject({ api_key_id: null, impact: null });
    const chosen = await send<Incident>('POST', `/v1/incidents/${id}/key`, {
      ...{ api_key_id: keyId, project_id: projectId, reason: 'the build uses it' },
    });
    expect(chosen.body).toMatchObject({ api_key_id: keyId, impact: { key: { api_key_id: keyId } } });
    expect((await deliver(delivery({}, 'resolved'))).body.state).toBe('noted');
    const { body } = await send<Incident>('GET', `/v1/incidents/${id}`);
    expect(body.timeline.map(({ event }) => event)).toContain('resolved_at_github');
  });

  it('is told which key it is by the secret, which is kept nowhere', async () => {
    const secret = `sk-proj-leaked0123456789leaked0123456789${redacted.slice(-4) || SECRET_TAIL}`;
    const { body } = await deliver(delivery({ number: 8, secret }));
    expect(body.state).toBe('opened');
    const { body: opened } = await send<Incident>('GET', `/v1/incidents/${body.incident_id}`);
    expect(opened.api_key_id).toBe(keyId);
    const tables = await stand.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
    );
    for (const { name } of tables) {
      const rows = await stand.query(`SELECT 1 FROM "${name}" t WHERE t::text LIKE $1`, `%${secret}%`);
      expect([name, rows]).toEqual([name, []]);
    }
    expect(stand.engine.log.join()).not.toContain(secret);
  });
});
