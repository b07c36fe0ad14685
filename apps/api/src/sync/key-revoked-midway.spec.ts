import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { billedCosts, driftOf, historyOf, storedCosts } from './testing/stored-costs.js';
import { startStand, type SyncStand } from './testing/sync-stand.js';

const NEW_KEY = 'sk-admin-the-new-one-0123456789abcdefghij';
const OLD_KEY = 'sk-admin-the-old-one-0123456789abcdefghij';

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ simulator: { adminKeys: [{ value: OLD_KEY }, { value: NEW_KEY }] } });
});
afterAll(() => stand.close());

const message = `Incorrect API key provided: ${OLD_KEY}. You can find your API key in your settings.`;

it('stops everything, says so once and keeps what was stored (cases 1, 8 and 16)', async () => {
  stand.simulator.faults.add({ kind: 'status', status: 401, code: 'invalid_api_key', message, afterRequests: 8 });
  await stand.collect();

  const stored = await storedCosts(stand);
  expect(Object.keys(stored).length).toBeGreaterThan(0);
  expect(billedCosts(stand.simulator, ...historyOf(stand.simulator))).toMatchObject(stored);

  const [organization] = await stand.query<{ state: string; error: { code: string; message: string } }>(
    'SELECT state, error FROM organizations',
  );
  expect(organization).toMatchObject({ state: 'stopped', error: { code: 'credential_refused', status: 401 } });
  expect(organization?.error.message).toMatch(
    /^OpenAI refused the admin key \(401, req_\w+\)\. .*Nothing stored is lost\.$/,
  );
  const feeds = await stand.query<{ state: string }>('SELECT DISTINCT state FROM feeds');
  expect(feeds).toEqual([{ state: 'stopped' }]);
  // Whose request is the first to be refused is chance: numbers and lists are read at the same time.
  const broken = await stand.query(`SELECT DISTINCT error ->> 'code' AS code FROM runs WHERE state = 'failed'`);
  expect(broken).toContainEqual({ code: 'credential_refused' });
  expect(stand.engine.log.filter((line) => line.includes('refused the admin key'))).toHaveLength(1);
});

it('tries again cautiously, one request for each feed at most', async () => {
  stand.simulator.requests.clear();
  await stand.engine.sync.runUntilIdle();
  expect(stand.simulator.requests.count()).toBe(0);
  const waits = await stand.query<{ minutes: number }>(
    'SELECT round(extract(epoch FROM next_run_at - now()) / 60)::integer AS minutes FROM feeds',
  );
  expect(waits.every(({ minutes }) => minutes === 15)).toBe(true);

  await stand.collect();
  expect(stand.simulator.requests.count()).toBeLessThanOrEqual(waits.length);
  expect(stand.engine.log.filter((line) => line.includes('refused the admin key'))).toHaveLength(1);
});

it('shows the key nowhere: neither in the log nor in the database nor in the answer', async () => {
  const tables = await stand.query<{ text: string }>(
    `SELECT concat((SELECT json_agg(o) FROM organizations o), (SELECT json_agg(f) FROM feeds f), (SELECT json_agg(r) FROM runs r)) AS text`,
  );
  const answer = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  const everything = [tables[0]?.text, JSON.stringify(answer), ...stand.engine.log].join('\n');
  expect(everything).toContain('credential_refused');
  expect(everything).not.toMatch(/sk-admin|the-old-one|0123456789abcdef/);
});

it('goes on at once when the server is started with another key, and ends complete', async () => {
  stand.simulator.faults.clear();
  await stand.engine.stop();
  const engine = await stand.start({ adminKey: NEW_KEY });
  await engine.sync.runUntilIdle();
  expect(await driftOf(stand)).toEqual([]);
  expect(await stand.query('SELECT state, error FROM organizations')).toEqual([{ state: 'active', error: null }]);
  expect(await stand.query('SELECT DISTINCT state, last_error FROM feeds')).toEqual([
    { state: 'waiting', last_error: null },
  ]);
});
