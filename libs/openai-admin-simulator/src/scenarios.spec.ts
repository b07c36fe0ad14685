import { CAPABILITIES } from '@bursar/contract';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SCENARIO_NAMES } from './scenarios.js';
import { NOW, startAsked, type Asked } from './testing/ask.js';

const HOUR_MS = 3_600_000;
const { path: METERING } = CAPABILITIES.completions;
const COSTS = CAPABILITIES.costs.path;

let openai: Asked;
beforeEach(async () => {
  openai = await startAsked();
});
afterEach(() => openai.stop());

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
const plus = (ms: number) => new Date(NOW.getTime() + ms);

/** What a key is billed on the day of the story. */
function billedToday(apiKeyId: string): number {
  const range = { start: new Date('2026-11-21'), end: new Date('2026-11-22'), settled: true };
  return Number(openai.billed({ ...range, apiKeyIds: [apiKeyId] })[0]?.amount ?? 0);
}

async function requestsBetween(apiKeyId: string, from: Date, until: Date): Promise<number> {
  const range = { start_time: seconds(from), end_time: seconds(until), bucket_width: '1m', limit: 1440 };
  const buckets = await openai.buckets(METERING, { ...range, api_key_ids: apiKeyId });
  return buckets.flatMap(({ results }) => results).reduce((sum, row) => sum + Number(row['num_model_requests']), 0);
}

describe.each(['leaked-key', 'runaway-job'] as const)('%s', (name) => {
  it('shows in usage by the minute, in costs, by member and in the directory', async () => {
    const { api_key_id: key = '', project_id: project = '', user_id: user = '' } = openai.play(name);
    const ordinary = await requestsBetween(key, plus(-HOUR_MS), NOW);
    openai.clock.set(plus(HOUR_MS + 180_000));
    const burning = await requestsBetween(key, NOW, plus(HOUR_MS));
    expect(burning).toBeGreaterThan(5 * ordinary + 100);
    const wire = await openai.list(`/organization/projects/${project}/api_keys/${key}`);
    expect(Number(wire['last_used_at' as never])).toBeGreaterThan(seconds(plus(HOUR_MS)));
    openai.clock.set(new Date('2026-11-23T00:00:00Z'));
    const query = { start_time: Date.parse('2026-11-21') / 1000, limit: 1, api_key_ids: key };
    for (const dimension of ['project_id', 'user_id']) {
      const [day] = await openai.buckets(COSTS, { ...query, group_by: dimension });
      expect(day!.results).toMatchObject([{ [dimension]: dimension === 'user_id' ? user : project }]);
      expect(Number(day!.results[0]!.amount.value)).toBeCloseTo(billedToday(key), 6);
    }
    expect(billedToday(key)).toBeGreaterThan(500);
  });

  it('ends when the key is deleted', async () => {
    const { api_key_id: key = '', project_id: project = '' } = openai.play(name);
    openai.clock.set(plus(HOUR_MS));
    expect((await openai.send('DELETE', `/organization/projects/${project}/api_keys/${key}`)).status).toBe(200);
    openai.clock.set(plus(3 * HOUR_MS));
    expect(await requestsBetween(key, plus(HOUR_MS), plus(3 * HOUR_MS))).toBe(0);
    expect(await requestsBetween(key, NOW, plus(HOUR_MS))).toBeGreaterThan(100);
  });

  it('may have begun before', async () => {
    const since = plus(-5 * HOUR_MS);
    const { api_key_id: key = '' } = openai.play(name, since);
    const before = await requestsBetween(key, plus(-8 * HOUR_MS), since);
    expect(await requestsBetween(key, plus(-3 * HOUR_MS), NOW)).toBeGreaterThan(3 * before + 100);
  });
});

it('a leaked key leaves tracks of somebody far away', () => {
  const { api_key_id: key, user_id: user } = openai.play('leaked-key');
  const tracks = openai.auditLog.events.filter(({ actor }) => JSON.stringify(actor).includes('192.0.2.201'));
  expect(tracks.map(({ type }) => type)).toEqual([
    ...Array.from({ length: 4 }, () => 'login.failed'),
    'login.succeeded',
    'api_key.updated',
  ]);
  expect(tracks.at(-1)).toMatchObject({
    actor: { session: { user: { id: user } } },
    'api_key.updated': { id: key, changes_requested: { scopes: [] } },
  });
});

it('a runaway job leaves none: nobody did anything', () => {
  const count = openai.auditLog.events.length;
  openai.play('runaway-job');
  expect(openai.auditLog.events).toHaveLength(count);
});

it('a restated month costs less, and was used as much as before', async () => {
  const month = { start: new Date('2026-10-01'), end: new Date('2026-11-01') };
  const costs = () => Number(openai.billed(month)[0]!.amount);
  const usage = () =>
    openai.get(METERING, { start_time: seconds(month.start), end_time: seconds(month.end), limit: 31 });
  const [before, used] = [costs(), (await usage()).text];
  openai.play('restated-month');
  expect(costs()).toBeLessThan(before * 0.999);
  expect(costs()).toBeGreaterThan(before * 0.95);
  expect((await usage()).text).toBe(used);
  const buckets = await openai.buckets(COSTS, { start_time: seconds(month.start), end_time: seconds(month.end) });
  const sum = buckets.flatMap(({ results }) => results).reduce((total, { amount }) => total + Number(amount.value), 0);
  expect(sum).toBeCloseTo(costs(), 4);
});

it('a limit jump shows in the limits and in the audit log', async () => {
  const { project_id: project, model } = openai.play('limit-jump');
  const limits = await openai.all(`/organization/projects/${project}/rate_limits`);
  const limit = limits.find((each) => each['model'] === model)!;
  expect(limit).toMatchObject({ max_requests_per_1_minute: 200_000 });
  expect(openai.auditLog.events.at(-1)).toMatchObject({
    type: 'rate_limit.updated',
    project: { id: project },
    'rate_limit.updated': { id: limit.id, changes_requested: { max_requests_per_1_minute: 200_000 } },
  });
});

it('a vanished member is gone, and the keys work on', async () => {
  const { user_id: user, api_key_id: key = '', project_id: project } = openai.play('vanished-member');
  expect((await openai.get(`/organization/users/${user}`)).status).toBe(404);
  const wire = await openai.list(`/organization/projects/${project}/api_keys/${key}`);
  expect(wire).toMatchObject({ owner_project_access: 'inactive', owner: { user: { id: user } } });
  expect(openai.auditLog.events.at(-1)).toMatchObject({ type: 'user.deleted', 'user.deleted': { id: user } });
  openai.clock.set(plus(48 * HOUR_MS));
  expect(await requestsBetween(key, plus(HOUR_MS), plus(24 * HOUR_MS))).toBeGreaterThan(0);
});

it('are played by name, and told apart from what there is not', async () => {
  const reply = await fetch(`${openai.controlUrl}/play`, { method: 'POST', body: '{"scenario":"limit-jump"}' });
  expect(await reply.json()).toMatchObject({ scenario: 'limit-jump', story: expect.any(String) });
  const wrong = await fetch(`${openai.controlUrl}/play`, { method: 'POST', body: '{"scenario":"flood"}' });
  const words = `There is no scenario "flood"; there are ${SCENARIO_NAMES.join(', ')}.`;
  expect([wrong.status, await wrong.json()]).toEqual([400, { error: words }]);
});
