import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '@bursar/openai-admin-simulator';
import { storedCosts } from './testing/stored-costs.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

let stand: SyncStand;
let other: Simulator;
beforeEach(async () => {
  stand = await startStand({ simulator: TINY, engine: { backfillMonths: 1 } });
  other = await startSimulator({ ...TINY, seed: 99, organizationId: 'org-another0123456789' });
});
afterEach(async () => {
  await stand.close();
  await other.stop();
});

async function everything(): Promise<unknown> {
  const [objects, coverage] = await Promise.all([
    stand.query('SELECT kind, id, missed_lists, gone_at FROM directory_objects ORDER BY kind, id'),
    stand.query('SELECT feed, coverage FROM feeds ORDER BY feed'),
  ]);
  return { costs: await storedCosts(stand), objects, coverage };
}

describe('a key of another organization than before', () => {
  it('is refused at the first answer: nothing is written, the page says so', async () => {
    await stand.collect();
    const before = await everything();
    await stand.engine.stop();

    const engine = await stand.start({ adminKey: other.adminKey, baseUrl: other.url });
    await stand.collect(engine);
    expect(await everything()).toEqual(before);
    const answer = await engine.status.read({ organizationIds: 'all', projectIds: 'all' });
    expect(answer.organizations).toEqual([
      expect.objectContaining({
        organization_id: stand.simulator.organizationId,
        state: 'stopped',
        error: expect.objectContaining({ code: 'other_organization' }),
      }),
    ]);
    expect(answer.organizations[0]?.error?.message).toContain('org-another0123456789');
    expect(answer.feeds.map(({ feed, state }) => [feed, state])).toEqual(
      answer.feeds.map(({ feed }) => [feed, 'stopped']),
    );
  });

  it('is refused by its projects where the answers do not name the organization', async () => {
    stand.simulator.faults.add({ kind: 'organization-header', organization: null });
    other.faults.add({ kind: 'organization-header', organization: null });
    await stand.collect();
    const before = await everything();
    expect(Object.keys(await storedCosts(stand)).length).toBeGreaterThan(0);
    await stand.engine.stop();

    const engine = await stand.start({ adminKey: other.adminKey, baseUrl: other.url });
    await stand.collect(engine);
    expect(await everything()).toEqual(before);
    expect(await stand.query(`SELECT state, error->>'code' AS code FROM organizations`)).toEqual([
      { state: 'stopped', code: 'other_organization' },
    ]);
  });

  it('does no harm: with the right key again all goes on', async () => {
    await stand.collect();
    await stand.engine.stop();
    const wrong = await stand.start({ adminKey: other.adminKey, baseUrl: other.url });
    await stand.collect(wrong);
    await wrong.stop();
    const right = await stand.start();
    await right.sync.runUntilIdle();
    expect(await stand.query('SELECT state, error FROM organizations')).toEqual([{ state: 'active', error: null }]);
    expect(await stand.query('SELECT DISTINCT state FROM feeds')).toEqual([{ state: 'waiting' }]);
  });
});

describe('an answer of another organization in the middle of a run', () => {
  it('ends it without a write (case 8)', async () => {
    await stand.collect();
    const before = await everything();
    stand.simulator.clock.advance(86_400_000);
    stand.simulator.faults.add({ kind: 'organization-header', organization: 'org-somebody' });
    await stand.collect();
    expect(await everything()).toEqual(before);
    stand.simulator.faults.clear();
    await stand.collect();
    expect(await stand.query('SELECT state FROM organizations')).toEqual([{ state: 'active' }]);
  });
});

describe('the same organization', () => {
  it('is recognised without its name by a project that both know', async () => {
    await stand.collect();
    await stand.engine.stop();
    stand.simulator.faults.add({ kind: 'organization-header', organization: null });
    const engine = await stand.start();
    await stand.collect(engine);
    expect(await stand.query('SELECT state, error FROM organizations')).toEqual([{ state: 'active', error: null }]);
  });
});
