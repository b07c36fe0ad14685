import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryStore } from '../directory/directory.store.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

let stand: SyncStand;
beforeEach(async () => {
  stand = await startStand({ simulator: { ...TINY, projects: 6, keys: 12 }, engine: { backfillMonths: 1 } });
  await stand.engine.sync.organizationIds();
  await stand.query(`UPDATE feeds SET next_run_at = now() + interval '1 hour' WHERE feed = 'costs'`);
  await stand.engine.sync.runUntilIdle();
  stand.simulator.requests.clear();
});
afterEach(() => stand.close());

const keysOf = (projectId: string): string => `/organization/projects/${projectId}/api_keys`;
const activeProjects = (): string[] =>
  stand.simulator.organization.projects.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id);
const isKeys = ({ path }: { path: string }): boolean => path.endsWith('/api_keys');

/** What the schedule does later. */
async function collect(laterMs: number, ...feeds: string[]): Promise<void> {
  stand.simulator.clock.advance(laterMs);
  await stand.makeDue(...feeds);
  await stand.engine.sync.runUntilIdle();
}

describe('the keys', () => {
  it('of a new project are read as soon as it is seen', async () => {
    const project = stand.simulator.organization.addProject('New');
    const key = stand.simulator.organization.addKey(project.id, 'first');
    await collect(MINUTE_MS, 'projects');
    expect(await stand.query('SELECT 1 FROM directory_objects WHERE id = $1', key.id)).toHaveLength(1);
  });

  it('of a project that was archived a moment ago end with it', async () => {
    const [projectId = ''] = activeProjects();
    stand.simulator.organization.archiveProject(projectId);
    await collect(HOUR_MS, 'api-keys');
    const left = await stand.query(
      `SELECT 1 FROM directory_objects WHERE kind = 'api_key' AND project_id = $1 AND gone_at IS NULL`,
      projectId,
    );
    expect(left).toEqual([]);
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'api-keys'`)).toEqual([{ state: 'waiting' }]);
  });

  it('of a project that is no more end with it, and no other run fails for it', async () => {
    const [projectId = ''] = activeProjects();
    stand.simulator.organization.removeProject(projectId);
    await collect(HOUR_MS, 'api-keys');
    const gone = await stand.query('SELECT gone_reason FROM directory_objects WHERE id = $1', projectId);
    expect(gone).toEqual([{ gone_reason: 'not_found' }]);
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'api-keys'`)).toEqual([{ state: 'waiting' }]);
  });
});

describe('lists that were read', () => {
  it('are stored although OpenAI refuses the key before the round is through', async () => {
    const [organizationId = 0] = await stand.engine.sync.organizationIds();
    const store = stand.engine.module.get(DirectoryStore);
    const lists = await store.listsToRead(organizationId, { kind: 'api_key', of: 'project' });
    // Four are read at once: before the last of them is asked for, all but three others were read.
    const last = lists.at(-1)?.parentId ?? '';
    stand.simulator.faults.add({ kind: 'status', status: 401, match: { path: keysOf(last) } });
    await collect(HOUR_MS, 'api-keys');
    const stored = await stand.query<{ parent_id: string }>(
      `SELECT parent_id FROM directory_lists WHERE kind = 'api_key' AND read_at > $1`,
      new Date(stand.simulator.clock.now().getTime() - MINUTE_MS),
    );
    expect(lists.length).toBeGreaterThanOrEqual(5);
    expect(stored.length).toBeGreaterThanOrEqual(lists.length - 4);
    expect(stored.map(({ parent_id }) => parent_id)).not.toContain(last);
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'api-keys'`)).toEqual([{ state: 'stopped' }]);
  });
});

describe('a list that cannot be read', () => {
  it('keeps no other from being read, is tried again at each turn and told until it is read', async () => {
    const projects = activeProjects();
    const [broken = ''] = projects;
    const fault = stand.simulator.faults.add({ kind: 'status', status: 500, match: { path: keysOf(broken) } });
    await collect(HOUR_MS, 'api-keys');
    expect(new Set(stand.simulator.requests.entries.filter(isKeys).map(({ path }) => path)).size).toBe(projects.length);
    expect(await stand.query(`SELECT state, failures FROM feeds WHERE feed = 'api-keys'`)).toEqual([
      { state: 'retrying', failures: 1 },
    ]);

    stand.simulator.requests.clear();
    await collect(MINUTE_MS, 'api-keys');
    expect(stand.simulator.requests.entries.filter(isKeys).map(({ path }) => path)).toEqual([keysOf(broken)]);

    stand.simulator.requests.clear();
    await collect(HOUR_MS, 'api-keys');
    expect(stand.simulator.requests.count(isKeys)).toBe(projects.length);

    fault.remove();
    await collect(MINUTE_MS, 'api-keys');
    expect(await stand.query(`SELECT state, failures, last_error FROM feeds WHERE feed = 'api-keys'`)).toEqual([
      { state: 'waiting', failures: 0, last_error: null },
    ]);
  });
});
