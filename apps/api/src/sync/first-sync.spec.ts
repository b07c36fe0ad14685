import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { driftOf, historyOf, storedCosts } from './testing/stored-costs.js';
import { startStand, type SyncStand } from './testing/sync-stand.js';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand();
  await stand.collect();
});
afterAll(() => stand.close());

const COSTS = '/organization/costs';

function archivedProjects(): string[] {
  const now = stand.simulator.clock.now().getTime() / 1000;
  return stand.simulator.organization.projects
    .filter(({ archivedAt }) => archivedAt !== null && archivedAt <= now)
    .map(({ id }) => id);
}

describe('a first sync', () => {
  it('stores exactly what was billed, days before the keys included', async () => {
    expect(Object.keys(await storedCosts(stand)).length).toBeGreaterThan(300);
    expect(await driftOf(stand)).toEqual([]);
  });

  it('learns which organization it is, and the name of no one', async () => {
    expect(await stand.query('SELECT openai_id, name, state, error FROM organizations')).toEqual([
      { openai_id: stand.simulator.organizationId, name: null, state: 'active', error: null },
    ]);
  });

  it('covers the history without a gap up to now', async () => {
    const [start] = historyOf(stand.simulator);
    const [row] = await stand.query<{ coverage: string }>(
      `SELECT coverage = tstzmultirange(tstzrange($1, $2)) AS coverage FROM feeds WHERE feed = 'costs'`,
      start,
      stand.simulator.clock.now(),
    );
    expect(row?.coverage).toBe(true);
  });

  it('leaves no table of numbers of which Postgres knows nothing', async () => {
    const filled = await stand.query<{ relname: string; isKnown: boolean }>(
      `SELECT relname, relname IN (SELECT tablename FROM pg_stats) AS "isKnown" FROM pg_class
        WHERE (relname IN ('series', 'readings', 'rollups_1d', 'rollups_1mo') OR relname LIKE 'points\\_1d\\_%')
          AND relkind = 'r' AND pg_relation_size(oid) > 0`,
    );
    expect(filled.length).toBe(4 + 3);
    expect(filled.filter(({ isKnown }) => !isKnown)).toEqual([]);
  });

  it('reads the newest days first', () => {
    const starts = stand.simulator.requests.entries
      .filter(({ path, status }) => path === COSTS && status === 200)
      .map(({ query }) => Number(query['start_time']?.[0]));
    expect(new Date((starts[0] ?? 0) * 1000).toISOString()).toBe('2026-02-08T00:00:00.000Z');
    expect(Math.min(...starts) * 1000).toBe(historyOf(stand.simulator)[0].getTime());
  });

  it('asks for keys from 6 December 2025 on and is content without them before (case 72)', async () => {
    const readings = await stand.query<{ day: string; reading: string }>(
      `SELECT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, reading FROM readings WHERE is_base ORDER BY day`,
    );
    const withKeys = readings.filter(({ reading }) => reading.includes('api_key_id')).map(({ day }) => day);
    expect(withKeys[0]).toBe('2025-12-06');
    expect(readings.length).toBe(31 + 31 + 10);
    const refused = stand.simulator.requests.entries.filter(({ path, status }) => path === COSTS && status === 400);
    expect(refused).toHaveLength(1);
  });

  it('holds every project, archived ones too, and every key (case 27)', async () => {
    const stored = await stand.query<{ kind: string; count: number }>(
      'SELECT kind, count(*)::integer AS count FROM directory_objects GROUP BY kind ORDER BY kind',
    );
    const { projects, keys } = stand.simulator.organization;
    const archived = new Set(archivedProjects());
    expect(stored).toContainEqual({ kind: 'project', count: projects.length });
    expect(stored.find(({ kind }) => kind === 'api_key')?.count).toBe(
      keys.filter((key) => !archived.has(key.projectId) && !key.deleted).length,
    );
  });

  it('leaves runs that say what they took', async () => {
    const runs = await stand.query<{ feed: string; purpose: string; state: string; requests: number; rows: string }>(
      'SELECT feed, purpose, state, requests, rows FROM runs ORDER BY id',
    );
    expect(runs.every(({ state }) => state === 'succeeded')).toBe(true);
    expect(new Set(runs.map(({ feed, purpose }) => `${feed} ${purpose}`))).toEqual(
      new Set([
        ...['projects live', 'costs live', 'api-keys live', 'costs backfill'],
        ...['audit-log', 'audit-log/tenant'].flatMap((feed) => [`${feed} live`, `${feed} backfill`]),
      ]),
    );
    expect(runs.reduce((sum, { requests }) => sum + requests, 0)).toBe(stand.simulator.requests.count());
  });
});

describe('the syncs after it', () => {
  it('change nothing where nothing changed, and read only the newest days', async () => {
    const before = await storedCosts(stand);
    stand.simulator.requests.clear();
    await stand.collect();
    expect(await storedCosts(stand)).toEqual(before);
    expect(stand.simulator.requests.count(({ path }) => path === COSTS)).toBe(1);
    expect(await stand.query('SELECT 1 FROM restatements')).toEqual([]);
  });

  it('do nothing at all until they are due', async () => {
    stand.simulator.requests.clear();
    await stand.engine.sync.runUntilIdle();
    expect(stand.simulator.requests.count()).toBe(0);
  });

  it('read archived projects never again', async () => {
    const archived = archivedProjects();
    expect(archived.length).toBeGreaterThan(0);
    stand.simulator.requests.clear();
    await stand.collect();
    const asked = stand.simulator.requests.entries.map(({ path }) => path);
    expect(archived.filter((id) => asked.includes(`/organization/projects/${id}/api_keys`))).toEqual([]);
  });
});
