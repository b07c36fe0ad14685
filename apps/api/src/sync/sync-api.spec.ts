import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Problem, type SyncAnswer, syncAnswer, syncRunsAnswer } from '@bursar/contract';
import { serve, type Served } from '../testing/served.js';
import { COSTS_ONLY, startStand, type SyncStand } from './testing/sync-stand.js';

let stand: SyncStand;
let served: Served;
let url: string;
beforeAll(async () => {
  const { embeddings } = CAPABILITIES;
  stand = await startStand({
    engine: { capabilities: { embeddings: { ...embeddings, collected: ['1d'] }, ...COSTS_ONLY } },
  });
  served = await serve(stand.engine.module);
  ({ url } = served);
});
afterAll(async () => {
  await served.close();
  await stand.close();
});

async function read(): Promise<SyncAnswer> {
  const response = await fetch(`${url}/api/v1/sync`);
  expect(response.status).toBe(200);
  return syncAnswer.strict().parse(await response.json());
}

async function ask(body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/v1/sync/runs`, {
    method: 'POST',
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, body: await response.json() };
}

describe('before the first sync', () => {
  it('says that the organization is being connected and that nothing is covered', async () => {
    const answer = await read();
    expect(answer.organizations).toEqual([{ organization_id: null, name: null, state: 'connecting', error: null }]);
    expect(answer.feeds.map(({ feed }) => feed)).toEqual([
      'projects',
      'api-keys',
      'audit-log',
      'audit-log/tenant',
      'costs',
      'usage-1d/embeddings',
    ]);
    const costs = answer.feeds.at(-1);
    expect(costs).toMatchObject({
      state: 'waiting',
      lag_seconds: null,
      coverage: [],
      history_start: '2025-12-01T00:00:00Z',
      gaps: [{ start: '2025-12-01T00:00:00Z', end: '2026-02-10T00:00:00Z', reason: 'not_collected_yet' }],
      backfill: { share: 0, days_done: 0, days_total: 69, calls_done: 0, calls_estimated: 4, seconds_left: null },
    });
    expect(answer.runs).toEqual([]);
  });
});

describe('asking for runs', () => {
  afterEach(async () => {
    stand.simulator.faults.clear();
    await stand.engine.sync.runUntilIdle();
  });

  it('without a body means every feed, and ends with everything read', async () => {
    const { status, body } = await ask();
    expect(status).toBe(202);
    const { runs } = syncRunsAnswer.parse(body);
    expect(runs.map(({ feed }) => feed)).toEqual([
      'projects',
      'api-keys',
      'audit-log',
      'audit-log/tenant',
      'costs',
      'usage-1d/embeddings',
    ]);
    await stand.engine.sync.runUntilIdle();
    const answer = await read();
    const states = new Map(answer.runs.map(({ id, state }) => [id, state]));
    expect(new Set(runs.map(({ id }) => states.get(id)))).toEqual(new Set(['succeeded']));
    // What was estimated before the first call.
    const [took] = await stand.query<{ calls: number }>(
      `SELECT memory #> '{backfill,calls}' AS calls FROM feeds WHERE feed = 'usage-1d/embeddings'`,
    );
    expect(took).toEqual({ calls: 4 });
  });

  it('by a kind means all of that kind', async () => {
    const { body } = await ask({ feeds: ['usage-1d', 'projects'] });
    expect(syncRunsAnswer.parse(body).runs.map(({ feed }) => feed)).toEqual(['usage-1d/embeddings', 'projects']);
  });

  it('that wait or work already answers those, and starts nothing twice', async () => {
    const silence = stand.simulator.faults.add({ kind: 'silence', match: { path: '/organization/costs' } });
    const first = syncRunsAnswer.parse((await ask({ feeds: ['costs'] })).body).runs;
    while (silence.hits === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = syncRunsAnswer.parse((await ask({ feeds: ['costs'] })).body).runs;
    expect(second).toEqual([{ ...first[0], state: 'running' }]);
    const range = { feeds: ['costs'], start: '2025-12-10', end: '2025-12-12' };
    const [waiting] = syncRunsAnswer.parse((await ask(range)).body).runs;
    expect(waiting).toMatchObject({ feed: 'costs', state: 'queued' });
    expect(syncRunsAnswer.parse((await ask(range)).body).runs).toEqual([waiting]);
    silence.remove();
    await stand.engine.sync.runUntilIdle();
    expect((await read()).runs.find(({ id }) => id === waiting?.id)?.state).toBe('succeeded');
  });

  it('of a range reads it from numbers only', async () => {
    stand.simulator.requests.clear();
    const { body } = await ask({ start: '2025-12-20', end: '2025-12-22' });
    expect(syncRunsAnswer.parse(body).runs.map(({ feed }) => feed)).toEqual(['costs', 'usage-1d/embeddings']);
    await stand.engine.sync.runUntilIdle();
    const spans = stand.simulator.requests.entries.map(({ query }) => [
      query['start_time']?.[0],
      query['end_time']?.[0],
    ]);
    const asked = [Date.parse('2025-12-20') / 1000, Date.parse('2025-12-22') / 1000].map(String);
    expect(spans).toEqual([asked, asked]);
  });

  it.each([
    [
      'an unknown feed',
      { feeds: ['costs', 'usage-1h'] },
      '/feeds/1',
      ['projects', 'api-keys', 'audit-log', 'audit-log/tenant', 'costs', 'usage-1d', 'usage-1d/embeddings'],
    ],
    ['a start without an end', { start: '2026-01-01' }, '/end', undefined],
    ['an end without a start', { end: '2026-01-01' }, '/start', undefined],
    ['a reversed range', { start: '2026-01-02', end: '2026-01-01' }, '/end', undefined],
    ['an empty range', { start: '2026-01-02', end: '2026-01-02' }, '/end', undefined],
    ['the future', { start: '2026-02-11', end: '2026-02-12' }, '/start', undefined],
    ['an end in the future', { start: '2026-02-01', end: '2026-02-12' }, '/end', undefined],
    ['a century', { start: '1926-01-01', end: '2026-01-01' }, '/start', undefined],
    ['half a day', { start: '2026-01-01T12:00:00Z', end: '2026-01-02' }, '/start', undefined],
    ['a day that is none', { start: '2026-02-30', end: '2026-03-02' }, '/start', undefined],
    ['a range of a list', { feeds: ['projects'], start: '2026-01-01', end: '2026-01-02' }, '/feeds/0', undefined],
    ['a field that there is not', { feed: 'costs' }, '/feed', ['organization', 'feeds', 'start', 'end']],
  ])('refuses %s', async (_, body, pointer, allowed) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    // The contract's shape, of which the specs of the HTTP layer hold every field.
    const { errors } = answer.body as Problem;
    expect(errors[0]).toMatchObject({ pointer, ...(allowed && { allowed }) });
    expect(await stand.query(`SELECT 1 FROM runs WHERE state = 'queued'`)).toEqual([]);
  });
});

describe('the answer of a synced organization', () => {
  it('says how far each feed is, what it took and when it goes on', async () => {
    const { feeds, organizations, runs, demo, now } = await read();
    expect([now, demo]).toEqual(['2026-02-10T09:30:00Z', false]);
    expect(organizations).toEqual([
      { organization_id: stand.simulator.organizationId, name: null, state: 'active', error: null },
    ]);
    const costs = feeds.find(({ feed }) => feed === 'costs');
    expect(costs).toMatchObject({
      organization_id: stand.simulator.organizationId,
      kind: 'facts',
      state: 'waiting',
      period_seconds: 3600,
      coverage: [{ start: '2025-12-01T00:00:00Z', end: '2026-02-10T09:30:00Z' }],
      provisional_from: '2026-02-07T00:00:00Z',
      gaps: [],
      backfill: null,
      pace_per_minute: null,
      failures: 0,
      last_error: null,
    });
    expect(costs?.rows_stored).toBeGreaterThan(300);
    expect(costs?.calls_24h).toBeGreaterThan(5);
    expect(costs?.lag_seconds).toBeLessThan(600);
    expect(feeds.find(({ feed }) => feed === 'projects')).toMatchObject({
      kind: 'directory',
      period_seconds: 900,
      history_start: null,
      coverage: [],
      gaps: [],
      rows_stored: null,
    });
    expect(runs.length).toBeLessThanOrEqual(20);
    expect(runs.every(({ requests, started_at }) => requests > 0 && started_at !== null)).toBe(true);
  });

  it('names the rate that all servers on this database have learnt', async () => {
    await stand.query(
      `INSERT INTO paces (organization_id, family, per_minute, since, next_at)
       SELECT id, 'GET /organization/costs', 7, now(), now() FROM organizations`,
    );
    const paces = (await read()).feeds.map(({ feed, pace_per_minute }) => [feed, pace_per_minute]);
    expect(paces.filter(([, pace]) => pace !== null)).toEqual([['costs', 7]]);
  });

  it('shows a gap, its reason and what is left to do while history is missing', async () => {
    await stand.query(
      `UPDATE feeds SET coverage = coverage - tstzmultirange(tstzrange('2025-12-03Z', '2025-12-13Z')) WHERE feed = 'costs'`,
    );
    const costs = (await read()).feeds.find(({ feed }) => feed === 'costs');
    expect(costs?.gaps).toEqual([
      { start: '2025-12-03T00:00:00Z', end: '2025-12-13T00:00:00Z', reason: 'not_collected_yet' },
    ]);
    expect(costs?.backfill).toMatchObject({ days_total: 69, days_done: 59, share: 59 / 69 });
    expect(costs?.backfill?.seconds_left).toBeGreaterThanOrEqual(0);
    expect(costs?.backfill?.calls_estimated).toBeGreaterThan(costs?.backfill?.calls_done ?? Infinity);
  });
});
