import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { driftOf } from './testing/stored-costs.js';
import { startStand, type SyncStand } from './testing/sync-stand.js';

const USAGE_ONLY = 'sk-admin-usage-only-0123456789abcdef';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({
    simulator: {
      adminKeys: [{ value: USAGE_ONLY, scopes: ['api.usage.read'] }, { value: 'sk-admin-everything-0123456789abcdef' }],
    },
  });
  await stand.collect();
});
afterAll(() => stand.close());

it('disables the feeds that need it, names it, and lets the others go on (case 4)', async () => {
  const { feeds, organizations } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  const states = Object.fromEntries(
    feeds.map(({ feed, state, last_error }) => [feed, [state, last_error?.missing_scope]]),
  );
  expect(states).toEqual({
    projects: ['disabled', 'api.management.read'],
    'api-keys': ['disabled', 'api.management.read'],
    'audit-log': ['disabled', 'api.audit_logs.read'],
    'audit-log/tenant': ['disabled', 'api.audit_logs.read'],
    costs: ['waiting', undefined],
  });
  expect(organizations).toEqual([
    expect.objectContaining({ state: 'active', organization_id: stand.simulator.organizationId }),
  ]);
  expect(feeds[0]?.last_error?.message).toContain('it lacks api.management.read');
  expect(await driftOf(stand)).toEqual([]);
});

it('is tested again every hour', async () => {
  const waits = await stand.query<{ minutes: number }>(
    `SELECT DISTINCT round(extract(epoch FROM next_run_at - now()) / 60)::integer AS minutes FROM feeds WHERE state = 'disabled'`,
  );
  expect(waits).toEqual([{ minutes: 60 }]);
});

it('comes back with a key that has it', async () => {
  await stand.engine.stop();
  const engine = await stand.start({ adminKey: 'sk-admin-everything-0123456789abcdef' });
  await engine.sync.runUntilIdle();
  expect(await stand.query('SELECT DISTINCT state FROM feeds')).toEqual([{ state: 'waiting' }]);
  const [keys] = await stand.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM directory_objects WHERE kind = 'api_key'`,
  );
  expect(keys?.count).toBeGreaterThan(0);
});

it('the key of a project opens nothing, which each feed says with the scope that it needs (case 2)', async () => {
  await stand.engine.stop();
  const engine = await stand.start({ adminKey: 'sk-proj-0123456789abcdef' });
  await stand.collect(engine);
  const { feeds, organizations } = await engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  expect(organizations).toMatchObject([{ state: 'active' }]);
  expect(new Set(feeds.map(({ state }) => state))).toEqual(new Set(['disabled']));
  expect(feeds.at(-1)?.last_error).toMatchObject({
    code: 'missing_scope',
    status: 403,
    missing_scope: 'api.usage.read',
  });
});
