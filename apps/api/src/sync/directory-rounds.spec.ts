/** An organization of 500 projects, 5,000 keys and 1,000 members: what a round asks of OpenAI, and what it leaves alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RereadsStore } from '../directory/rereads.store.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const MINUTE_MS = 60_000;
const LISTS = ['projects', 'members', 'api-keys', 'changed-objects'];

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, projects: 500, keys: 5000, members: 1000 },
    engine: { backfillMonths: 1, capabilities: {}, directory: LISTS },
  });
  await stand.engine.sync.organizationIds();
}, 120_000);
afterAll(() => stand.close());

/** One minute of the schedule: what is due by its own time is collected. */
async function minute(): Promise<void> {
  await stand.engine.sync.runUntilIdle();
  stand.simulator.clock.advance(MINUTE_MS);
  // The database's clock goes on as OpenAI's does.
  await stand.query(`UPDATE feeds SET next_run_at = next_run_at - interval '1 minute'`);
}

const templates = () => {
  const counts = new Map<string, number>();
  for (const { path } of stand.simulator.requests.entries) {
    const template = path.replace(/proj_\w+/, '{}');
    counts.set(template, (counts.get(template) ?? 0) + 1);
  }
  return counts;
};

describe('a round', () => {
  it('reads an organization’s lists page by page, and one page of keys of each project, a few each minute', async () => {
    const perMinute: number[] = [];
    for (let minutes = 0; minutes < 26; minutes += 1) {
      const before = stand.simulator.requests.count(({ path }) => path.endsWith('/api_keys'));
      await minute();
      perMinute.push(stand.simulator.requests.count(({ path }) => path.endsWith('/api_keys')) - before);
    }
    const active = stand.simulator.organization.projects.length;
    const archived = stand.simulator.organization.projects.filter(({ archivedAt }) => archivedAt !== null).length;
    const counts = templates();
    const calls = counts.get('/organization/projects/{}/api_keys') ?? 0;
    expect(calls).toBeGreaterThanOrEqual(active - archived);
    expect(calls).toBeLessThanOrEqual(active);
    // Two rounds in 26 minutes: 5 or 6 pages of 100 projects, 10 or 11 of 100 members.
    expect(counts.get('/organization/projects')).toBeLessThanOrEqual(2 * Math.ceil(active / 100) + 1);
    expect(counts.get('/organization/users')).toBeLessThanOrEqual(
      2 * Math.ceil(stand.simulator.organization.members.length / 100),
    );
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(20);
  });

  it('asks for a change that the audit log tells before the round comes to it', async () => {
    const organizationId = (await stand.engine.sync.organizationIds())[0] ?? 0;
    const [key] = stand.simulator.organization.keys.filter(({ deleted }) => !deleted);
    stand.simulator.organization.deleteKey(key?.id ?? '');
    await stand.engine.module
      .get(RereadsStore)
      .request(organizationId, [{ kind: 'api_key', parentId: null, id: key?.id ?? '' }], 'audit_event');
    await minute();
    expect(await stand.query('SELECT gone_reason FROM directory_objects WHERE id = $1', key?.id)).toEqual([
      { gone_reason: 'not_found' },
    ]);
  });
});

describe('lists that OpenAI keeps waiting', () => {
  it('keep neither numbers nor changed objects waiting', async () => {
    const slow = await startStand({ simulator: TINY, engine: { backfillMonths: 1, directory: 'whole' } });
    try {
      await slow.collect();
      slow.simulator.clock.advance(25 * 60 * MINUTE_MS);
      const silences = slow.simulator.organization.projects.map(({ id }) =>
        slow.simulator.faults.add({ kind: 'silence', match: { path: new RegExp(`/projects/${id}/`) } }),
      );
      await slow.makeDue();
      const work = slow.engine.sync.runUntilIdle();
      const behind = async (feed: string): Promise<boolean> => {
        const [row] = await slow.query<{ behind: boolean }>(
          `SELECT next_run_at <= now() OR lease_until IS NOT NULL AS behind FROM feeds WHERE feed = $1`,
          feed,
        );
        return row?.behind === true;
      };
      while ((await behind('costs')) || (await behind('changed-objects')))
        await new Promise((resolve) => setImmediate(resolve));
      expect(await behind('rate-limits')).toBe(true);
      for (const silence of silences) silence.remove();
      await work;
      expect(await behind('rate-limits')).toBe(false);
    } finally {
      await slow.close();
    }
  });
});
