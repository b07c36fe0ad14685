import { CAPABILITIES, type Capability } from '@bursar/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exact, midnight, NOW, startAsked, sumOf, type Asked, type ResultRow } from './testing/ask.js';

const COSTS: Capability = CAPABILITIES.costs;
const DAY = { start_time: midnight('2026-11-17'), end_time: midnight('2026-11-18'), limit: 1 };
const usage: [string, Capability][] = Object.entries(CAPABILITIES).filter(([, { path }]) => path !== COSTS.path);
/** Dimensions that OpenAI groups by but has no filter for. */
const UNFILTERED = ['service_tier', 'api_source'];

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 16 });
});
afterAll(() => openai.stop());

const rowsOf = async ({ path }: Capability, query: Record<string, string | readonly string[]>) =>
  (await openai.page(path, { ...DAY, ...query })).data[0]!.results;

function totals({ measures }: Capability, rows: readonly ResultRow[]): number[] {
  return Object.keys(measures).map((measure) => rows.reduce((sum, row) => sum + Number(row[measure]), 0));
}

const filterOf = (dimension: string) => (dimension === 'batch' ? 'batch' : `${dimension}s`);

describe.each(usage)('usage of %s', (_name, capability) => {
  it('by any two dimensions adds up to each of them', async () => {
    const { dimensions } = capability;
    for (const [place, first] of dimensions.entries()) {
      const single = await rowsOf(capability, { group_by: first });
      for (const second of dimensions.slice(place + 1)) {
        const pairs = await rowsOf(capability, { group_by: [first, second] });
        for (const row of single) {
          const parts = pairs.filter((pair) => pair[first] === row[first]);
          expect([first, second, totals(capability, parts)]).toEqual([first, second, totals(capability, [row])]);
        }
      }
    }
  });

  it('filtered by any value is the group of that value', async () => {
    for (const dimension of capability.dimensions.filter((name) => !UNFILTERED.includes(name))) {
      const groups = (await rowsOf(capability, { group_by: dimension })).filter((row) => row[dimension] !== null);
      for (const row of groups.slice(0, 3)) {
        const filtered = await rowsOf(capability, { [filterOf(dimension)]: String(row[dimension]) });
        expect([dimension, totals(capability, filtered)]).toEqual([dimension, totals(capability, [row])]);
      }
      const both = groups.slice(0, 2).map((row) => String(row[dimension]));
      if (dimension === 'batch' || both.length < 2) continue;
      const either = await rowsOf(capability, { [filterOf(dimension)]: both });
      expect(totals(capability, either)).toEqual(totals(capability, groups.slice(0, 2)));
    }
  });
});

describe('costs', () => {
  it('filtered by project, key or line item are the group of that value', async () => {
    for (const dimension of ['project_id', 'api_key_id', 'line_item']) {
      const groups = (await rowsOf(COSTS, { group_by: dimension })).filter((row) => row[dimension] !== null);
      for (const row of groups.slice(0, 4)) {
        const filtered = await rowsOf(COSTS, { [filterOf(dimension)]: String(row[dimension]) });
        expect([dimension, sumOf(filtered)]).toEqual([dimension, exact(row.amount.value)]);
      }
    }
  });

  it('name as the user whoever owns the key, a member or a service account', async () => {
    const owners = new Map<unknown, string>(
      openai.organization.keys.map(({ id, owner }) => [id, owner.type === 'user' ? owner.member.id : owner.account.id]),
    );
    const rows = await rowsOf(COSTS, { group_by: ['api_key_id', 'user_id'] });
    const named = rows.filter((row) => row['api_key_id'] !== null);
    expect(named.length).toBeGreaterThan(5);
    for (const row of named) expect(row['user_id']).toBe(owners.get(row['api_key_id']));
    const accounts = new Set<unknown>(openai.organization.serviceAccounts.map(({ id }) => id));
    expect(named.some((row) => accounts.has(row['user_id']))).toBe(true);
    expect(named.some((row) => !accounts.has(row['user_id']))).toBe(true);
  });

  it('may leave service accounts without a name', async () => {
    const unnamed = await startAsked({ keys: 16, accountsUnnamed: true });
    const [day] = (await unnamed.page(COSTS.path, { ...DAY, group_by: ['api_key_id', 'user_id'] })).data;
    const accounts = new Set<unknown>(
      unnamed.organization.keys.filter(({ owner }) => owner.type === 'service_account').map(({ id }) => id),
    );
    const theirs = day!.results.filter((row) => accounts.has(row['api_key_id']));
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.every((row) => row['user_id'] === null)).toBe(true);
    expect(sumOf(day!.results)).toBe(sumOf(await rowsOf(COSTS, {})));
    await unnamed.stop();
  });

  it('by member may be refused together with projects, before a day only', async () => {
    const startBefore = midnight('2026-11-17') + 1;
    const dimensions = ['user_id', 'project_id'];
    const fault = openai.faults.add({ kind: 'refuse-dimensions', dimensions, startBefore });
    const status = async (query: Record<string, string | string[]>, start = DAY.start_time) =>
      (await openai.get(COSTS.path, { start_time: start, limit: 1, ...query })).status;
    expect(await status({ group_by: dimensions })).toBe(400);
    expect(await status({ group_by: 'user_id', project_ids: 'proj_x' })).toBe(400);
    expect(await status({ group_by: 'user_id' })).toBe(200);
    expect(await status({ group_by: 'project_id' })).toBe(200);
    expect(await status({ group_by: dimensions }, midnight('2026-11-18'))).toBe(200);
    fault.remove();
  });
});

it('traffic that begins and ends within a day agrees at every width, with costs and with the minute of its end', async () => {
  const late = await startAsked({ keys: 6, costLagHours: 0 });
  const key = late.organization.addKey(late.organization.projects[1]!.id, 'late');
  late.clock.set(new Date('2026-11-21T03:17:42Z'));
  late.addTraffic({ keyId: key.id, usdPerDay: 900 });
  late.clock.set(new Date('2026-11-21T09:44:10Z'));
  late.organization.deleteKey(key.id);
  late.clock.set(NOW);
  const { path } = CAPABILITIES.completions;
  const range = { start_time: midnight('2026-11-21'), api_key_ids: key.id };
  const rows = async (width: string, limit: number) =>
    (await late.buckets(path, { ...range, bucket_width: width, limit })).flatMap(({ results }) => results);
  const [day, hours, minutes] = [await rows('1d', 1), await rows('1h', 24), await rows('1m', 1440)];
  expect(totals(CAPABILITIES.completions, hours)).toEqual(totals(CAPABILITIES.completions, day));
  expect(totals(CAPABILITIES.completions, minutes)).toEqual(totals(CAPABILITIES.completions, day));
  const active = (await late.buckets(path, { ...range, bucket_width: '1m', limit: 1440 })).filter(
    ({ results }) => results.length > 0,
  );
  expect(active[0]!.start_time).toBeGreaterThanOrEqual(Date.parse('2026-11-21T03:17:00Z') / 1000);
  expect(active.at(-1)!.end_time).toBeLessThanOrEqual(Date.parse('2026-11-21T09:44:00Z') / 1000);
  const [costs] = await late.buckets(COSTS.path, { ...range, limit: 1, group_by: 'line_item' });
  const quantity = (suffix: string) =>
    costs!.results.find((row) => String(row['line_item']).endsWith(suffix))?.quantity ?? 0;
  expect(quantity(', output')).toBe(Number(day[0]!['output_tokens']));
  const billed = late.billed({
    start: new Date('2026-11-21'),
    end: new Date('2026-11-22'),
    apiKeyIds: [key.id],
  });
  expect(exact(billed[0]!.amount)).toBe(sumOf(costs!.results));
  await late.stop();
});
