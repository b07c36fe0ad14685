import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Capability } from '@bursar/contract';
import { midnight, startAsked } from './testing/ask.js';

const QUERY = {
  start_time: midnight('2026-10-10'),
  end_time: midnight('2026-10-13'),
  group_by: ['project_id', 'line_item', 'api_key_id'],
};
const COSTS = CAPABILITIES.costs.path;

async function firstPage(options: Parameters<typeof startAsked>[0]): Promise<string> {
  const openai = await startAsked(options);
  try {
    return (await openai.get(COSTS, QUERY)).text;
  } finally {
    await openai.stop();
  }
}

describe('an organization', () => {
  it('is the same to the last digit for the same seed, and another for another', async () => {
    const once = await firstPage({ seed: 5 });
    expect(await firstPage({ seed: 5 })).toBe(once);
    expect(await firstPage({ seed: 6 })).not.toBe(once);
  });

  it('has the same people, groups, limits and past for the same seed', async () => {
    const paths = ['users', 'groups', 'invites', 'roles', 'audit_logs', 'spend_alerts', 'projects'];
    const directory = async (seed: number) => {
      const openai = await startAsked({ seed, keys: 20 });
      const answers = await Promise.all(paths.map((path) => openai.get(`/organization/${path}`)));
      await openai.stop();
      return answers.map(({ text }) => text);
    };
    const once = await directory(5);
    expect(await directory(5)).toEqual(once);
    expect(await directory(6)).not.toEqual(once);
  });

  it('has more usage rows, and no more cost rows, where keys call models in several ways', async () => {
    const usage = { ...QUERY, group_by: ['project_id', 'api_key_id', 'model', 'service_tier', 'api_source'] };
    const rowsOf = async (waysPerModel: number) => {
      const openai = await startAsked({ keys: 20, modelsPerKey: 1, waysPerModel });
      const answers = [await openai.get(CAPABILITIES.completions.path, usage), await openai.get(COSTS, QUERY)];
      await openai.stop();
      return answers.map(({ text }) => text.split('"results"')[1]!.split('"object"').length);
    };
    const [one = [], four = []] = [await rowsOf(1), await rowsOf(4)];
    expect(four[0]! / one[0]!).toBeGreaterThan(2.5);
    expect(four[1]! / one[1]!).toBeLessThan(1.2);
  });

  it('may be as large as one that is hard to watch', async () => {
    const openai = await startAsked({ projects: 500, keys: 5000, members: 1000, months: 1 });
    const members = await openai.all('/organization/users', { limit: 100 });
    // Three of the present ones are of an unusual kind and come on top.
    expect(members).toHaveLength(1003);
    expect(await openai.all('/organization/projects', { limit: 100, include_archived: 'true' })).toHaveLength(500);
    expect(openai.requests.count()).toBe(11 + 5);
    expect(openai.organization.keys).toHaveLength(5000);
    await openai.stop();
  });

  it('keeps its history when it is started later with the same anchor', async () => {
    const once = await firstPage({});
    const anchor = new Date('2026-11-21');
    expect(await firstPage({ anchor, now: new Date('2026-12-24T00:00:00Z') })).toBe(once);
  });

  it('has the stories of the demo: a burning, a new and a vanished project', async () => {
    const openai = await startAsked();
    const of = (name: string, from: string, to: string) => {
      const id = openai.organization.projects.find((project) => project.name === name)!.id;
      const rows = openai.billed({ start: new Date(from), end: new Date(to), projectIds: [id] });
      return Number(rows[0]?.amount ?? 0);
    };
    expect(of('Sim Generator', '2026-11-18', '2026-11-21')).toBeGreaterThan(
      5 * of('Sim Generator', '2026-11-11', '2026-11-14'),
    );
    expect(of('Dock Scheduler', '2026-10-01', '2026-11-01')).toBe(0);
    expect(of('Dock Scheduler', '2026-11-01', '2026-11-21')).toBeGreaterThan(0);
    expect(of('Legacy Importer', '2026-10-01', '2026-11-01')).toBeGreaterThan(0);
    expect(of('Legacy Importer', '2026-11-01', '2026-11-21')).toBe(0);
    await openai.stop();
  });

  it('spends between 300 and 2,000 dollars on every day of the last month', async () => {
    const openai = await startAsked();
    const days = openai.billed({ start: new Date('2026-10-21'), end: new Date('2026-11-21'), bucket: 'day' });
    expect(days).toHaveLength(31);
    for (const { amount } of days) {
      expect(Number(amount)).toBeGreaterThan(300);
      expect(Number(amount)).toBeLessThan(2000);
    }
    await openai.stop();
  });
});

it('an invented capability is served from its entry in the table alone', async () => {
  const invented: Capability = {
    label: 'Inventions',
    path: '/organization/usage/inventions',
    sdkMethod: 'inventions',
    result: 'organization.usage.inventions.result',
    dimensions: ['project_id', 'api_key_id', 'mood'],
    measures: { num_requests: { unit: 'requests', combine: 'sum' } },
    headline: 'num_requests',
    widths: ['1d'],
  };
  const openai = await startAsked({ capabilities: { ...CAPABILITIES, inventions: invented } });
  const query = {
    start_time: midnight('2026-11-16'),
    end_time: midnight('2026-11-21'),
    group_by: ['mood', 'api_key_id'],
  };
  const buckets = await openai.buckets(invented.path, query);
  const rows = buckets.flatMap(({ results }) => results);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows[0]).toEqual({
    object: invented.result,
    num_requests: expect.any(Number),
    project_id: null,
    api_key_id: expect.stringMatching(/^key_/),
    mood: expect.stringMatching(/^mood-/),
  });
  expect((await openai.get(invented.path, { ...query, bucket_width: '1h' })).status).toBe(400);
  await openai.stop();
});
