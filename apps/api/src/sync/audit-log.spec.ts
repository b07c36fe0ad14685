import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLogStore } from '../audit-log/audit-log.store.js';
import { ClaimsStore } from './claims.store.js';
import { FenceMovedError } from './fence.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY });
  await stand.engine.sync.runUntilIdle();
});
beforeEach(() => stand.simulator.faults.clear());
afterAll(() => stand.close());

const log = () => stand.simulator.auditLog;
const now = () => stand.simulator.clock.now();
const ago = (ms: number) => new Date(now().getTime() - ms);

/** One turn of both lists of events, and of what is missing of their history. */
async function collect(): Promise<void> {
  await stand.makeDue('audit-log', 'audit-log/tenant');
  await stand.engine.sync.runUntilIdle();
}

/** As if this organization had been connected just now. */
async function forgetAll(): Promise<void> {
  await stand.query('TRUNCATE audit_events');
  await stand.query(
    `UPDATE feeds SET coverage = '{}', state = 'waiting', failures = 0, backfill_failures = 0, backfill_at = NULL,
       last_success_at = NULL, last_error = NULL WHERE feed LIKE 'audit-log%'`,
  );
}

async function storedIds(): Promise<string[]> {
  const rows = await stand.query<{ id: string }>('SELECT id FROM audit_events');
  return rows.map(({ id }) => id).toSorted();
}

const trueIds = (): string[] =>
  log()
    .events.map(({ id }) => id)
    .toSorted();

const feed = async (name = 'audit-log') =>
  (await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' })).feeds.find(
    (one) => one.feed === name,
  );

const requests = () => stand.simulator.requests.entries.filter(({ path }) => path === '/organization/audit_logs');

describe('the audit log', () => {
  it('is kept whole, events of the tenant too, and each event once however often it is read', async () => {
    expect(trueIds().length).toBeGreaterThan(50);
    expect(await storedIds()).toEqual(trueIds());
    await collect();
    await collect();
    expect(await storedIds()).toEqual(trueIds());
    const tenant = await stand.query<{ type: string }>('SELECT DISTINCT type FROM audit_events WHERE is_tenant');
    expect(tenant.length).toBeGreaterThan(0);
    expect(tenant.every(({ type }) => /^(tenant\.|role\.(un)?bound_)/.test(type))).toBe(true);
  });

  it('is asked for from ten minutes before it was last read, once a minute', async () => {
    await collect();
    stand.simulator.requests.clear();
    stand.simulator.clock.advance(MINUTE_MS);
    await collect();
    const starts = requests().map(({ query }) => Number(query['effective_at[gte]']?.[0]) * 1000);
    expect(starts).toEqual([ago(11 * MINUTE_MS).getTime(), ago(11 * MINUTE_MS).getTime()]);
    expect(await feed()).toMatchObject({
      kind: 'audit',
      period_seconds: 60,
      state: 'waiting',
      gaps: [],
      backfill: null,
    });
  });

  it('takes over an event that comes late with an older time (case 89)', async () => {
    await collect();
    const late = log().inject({
      type: 'api_key.deleted',
      effectiveAt: ago(9 * MINUTE_MS),
      payload: { id: 'key_late' },
    });
    stand.simulator.clock.advance(MINUTE_MS / 2);
    await collect();
    expect(await storedIds()).toContain(late.id);
  });

  it('loses and doubles nothing of one second, whichever way its pages go (cases 88 and 90)', async () => {
    for (let count = 0; count < 230; count++) {
      log().inject({ type: 'login.failed', effectiveAt: ago(HOUR_MS), payload: { error_code: 'wrong_password' } });
    }
    await forgetAll();
    await collect();
    expect(await storedIds()).toEqual(trueIds());
    await forgetAll();
    stand.simulator.faults.add({ kind: 'oldest-events-first' });
    await collect();
    expect(await storedIds()).toEqual(trueIds());
  });

  it('keeps what this version does not know (cases 87 and 94)', async () => {
    const long = `audit_log-${'x'.repeat(180)}__20260108`;
    log().inject({ type: 'moon.landed', actor: null, payload: null });
    log().inject({ type: 'api_key.created', actor: { type: 'robot', robot: { id: 'r2' } }, payload: null, id: long });
    log().inject({ type: 'project.updated', payload: { id: 'proj_\0x', changes_requested: { title: 'a\ud800b' } } });
    stand.simulator.clock.advance(MINUTE_MS);
    await collect();
    expect(await storedIds()).toEqual(trueIds());
    const [odd] = await stand.query<Record<string, unknown>>(
      `SELECT type, actor_type, actor_id, project_id FROM audit_events WHERE id = $1`,
      long,
    );
    expect(odd).toEqual({ type: 'api_key.created', actor_type: 'robot', actor_id: null, project_id: null });
  });

  it('has no gap after a server slept for two days', async () => {
    await collect();
    stand.simulator.clock.advance(20 * HOUR_MS);
    log().inject({ type: 'login.succeeded' });
    stand.simulator.clock.advance(28 * HOUR_MS);
    log().inject({ type: 'login.succeeded' });
    await collect();
    expect(await storedIds()).toEqual(trueIds());
    const coverage = await stand.query<{ spans: number }>(
      `SELECT (SELECT count(*)::integer FROM unnest(coverage)) AS spans FROM feeds WHERE feed LIKE 'audit-log%'`,
    );
    expect(coverage).toEqual([{ spans: 1 }, { spans: 1 }]);
  });
});

describe('a history that breaks off', () => {
  it('keeps what it has read and goes on from there', async () => {
    for (let hour = 48; hour < 648; hour++) log().inject({ type: 'login.succeeded', effectiveAt: ago(hour * HOUR_MS) });
    await forgetAll();
    stand.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: { path: '/organization/audit_logs', page: 'later' },
      afterRequests: 3,
      times: 1,
    });
    stand.simulator.requests.clear();
    await collect();
    expect(await feed()).toMatchObject({ state: 'retrying', last_error: { code: 'openai_unavailable' } });
    const before = (await storedIds()).length;
    expect(before).toBeGreaterThanOrEqual(400);
    expect(before).toBeLessThan(trueIds().length);
    await collect();
    expect(await storedIds()).toEqual(trueIds());
    expect(await feed()).toMatchObject({ state: 'waiting', failures: 0, last_error: null });
    const pages = Math.ceil(trueIds().length / 100);
    expect(requests().length).toBeLessThanOrEqual(pages + 10);
  });

  it('makes room between two pages when the newest events are due', async () => {
    await forgetAll();
    const held = stand.simulator.faults.add({
      kind: 'silence',
      match: { path: '/organization/audit_logs', page: 'later' },
      afterRequests: 2,
    });
    const work = collect();
    while (held.hits === 0) await new Promise((resolve) => setImmediate(resolve));
    await stand.query(`UPDATE feeds SET next_run_at = now() WHERE feed = 'audit-log'`);
    held.remove();
    await work;
    const runs = await stand.query<{ purpose: string; state: string }>(
      `SELECT purpose, state FROM runs WHERE feed = 'audit-log' ORDER BY id DESC LIMIT 4`,
    );
    expect(runs.toReversed().map(({ purpose }) => purpose)).toEqual(['live', 'backfill', 'live', 'backfill']);
    expect(runs.every(({ state }) => state === 'succeeded')).toBe(true);
    expect(await storedIds()).toEqual(trueIds());
  });

  it('is not written by whoever has lost the feed', async () => {
    const claims = stand.engine.module.get(ClaimsStore);
    const organizationId = (await stand.engine.sync.organizationIds())[0] ?? 0;
    const claim = async () => {
      await stand.query(`UPDATE feeds SET lease_until = NULL, next_run_at = now() + interval '1 hour'`);
      await stand.makeDue('audit-log');
      const stopping = new AbortController().signal;
      const { feeds } = stand.engine.sync;
      const taken = await claims.claim({ organizationId, feeds, owner: 'a', allowBackfill: false, stopping });
      if (taken === null) throw new Error('Nothing was due.');
      return taken;
    };
    const lost = await claim();
    await claim();
    const event = { id: 'audit_log-too-late', type: 'login.succeeded', effective_at: 1_790_000_000 };
    await expect(
      stand.engine.module
        .get(AuditLogStore)
        .add({ ...lost, isTenant: false, events: [event], at: now(), covered: null }),
    ).rejects.toThrow(FenceMovedError);
    expect(await storedIds()).not.toContain(event.id);
    await stand.query(`UPDATE feeds SET lease_until = NULL`);
  });
});

describe('a log that is switched off (case 86)', () => {
  it('that OpenAI refuses waits for an hour, is told of once, and stops nothing else', async () => {
    await forgetAll();
    log().logging = 'refused';
    stand.engine.log.length = 0;
    await stand.makeDue();
    await stand.engine.sync.runUntilIdle();
    await stand.engine.sync.runUntilIdle();
    for (const name of ['audit-log', 'audit-log/tenant']) {
      expect(await feed(name)).toMatchObject({
        state: 'disabled',
        last_error: { code: 'not_found', status: 403, message: expect.stringContaining('not enabled') },
      });
    }
    expect(stand.engine.log.filter((line) => line.includes('audit'))).toHaveLength(2);
    expect(await feed('costs')).toMatchObject({ state: 'waiting', last_error: null });
  });

  it('begins where it stands when it is switched on', async () => {
    log().logging = 'on';
    log().inject({ type: 'login.succeeded' });
    await collect();
    expect(await feed()).toMatchObject({ state: 'waiting', last_error: null });
    expect(await storedIds()).toEqual(trueIds());
  });

  it('that is only empty is read like any other', async () => {
    await forgetAll();
    log().logging = 'empty';
    await collect();
    expect(await storedIds()).toEqual([]);
    expect(await feed()).toMatchObject({ state: 'waiting', last_error: null });
    log().logging = 'on';
  });
});
