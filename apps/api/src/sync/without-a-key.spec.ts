import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Engine, SyncStand } from './testing/sync-stand.js';
import { startStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
let keyless: Engine;
beforeAll(async () => {
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
  await stand.collect();
  await stand.engine.stop();
  keyless = await stand.start({ adminKey: null });
});
afterAll(() => stand.close());

it('what was collected before is still told, and nothing is asked of OpenAI', async () => {
  stand.simulator.requests.clear();
  await stand.collect(keyless);
  expect(stand.simulator.requests.count()).toBe(0);
  const { organizations, feeds } = await keyless.status.read({ organizationIds: 'all', projectIds: 'all' });
  expect(organizations).toHaveLength(1);
  expect(feeds.map(({ feed }) => feed)).toEqual(['projects', 'api-keys', 'audit-log', 'audit-log/tenant', 'costs']);
});

it('a caller sees the organizations of his scope only', async () => {
  const { organizations, feeds, runs } = await keyless.status.read({ organizationIds: [], projectIds: 'all' });
  expect({ organizations, feeds, runs }).toEqual({ organizations: [], feeds: [], runs: [] });
});

it('a key that cannot be one is told like a refused key', async () => {
  const malformed = await stand.start({ adminKey: 'sk-admin with a blank' });
  await stand.collect(malformed);
  expect(await stand.query(`SELECT state, error->>'code' AS code FROM organizations`)).toEqual([
    { state: 'stopped', code: 'credential_refused' },
  ]);
  expect(stand.simulator.requests.count()).toBe(0);
});
