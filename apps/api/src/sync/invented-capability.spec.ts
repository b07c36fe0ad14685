import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CAPABILITIES, type CapabilityTable } from '@bursar/contract';
import { COSTS_ONLY, startStand, type SyncStand } from './testing/sync-stand.js';

/** One entry, over measures that exist: all that somebody writes who wants something new to be collected. */
const TABLE: CapabilityTable = {
  ...COSTS_ONLY,
  tea_leaf_readings: {
    label: 'Tea leaf readings',
    path: '/organization/usage/tea_leaf_readings',
    sdkMethod: 'teaLeafReadings',
    result: 'organization.usage.tea_leaf_readings.result',
    dimensions: ['project_id', 'user_id', 'api_key_id', 'model'],
    measures: CAPABILITIES.embeddings.measures,
    headline: 'num_model_requests',
    widths: ['1d'],
    collected: ['1d'],
  },
};

let stand: SyncStand;
beforeAll(async () => {
  stand = await startStand({ engine: { capabilities: TABLE } });
  await stand.collect();
});
afterAll(() => stand.close());

it('is collected by a feed of its own, with its whole history', async () => {
  const { feeds } = await stand.engine.status.read({ organizationIds: 'all', projectIds: 'all' });
  expect(feeds.map(({ feed }) => feed)).toEqual([
    'projects',
    'api-keys',
    'audit-log',
    'audit-log/tenant',
    'costs',
    'usage-1d/tea_leaf_readings',
  ]);
  expect(feeds.at(-1)).toMatchObject({
    state: 'waiting',
    gaps: [],
    backfill: null,
    history_start: '2025-12-01T00:00:00Z',
  });
});

it('is stored with every dimension, as OpenAI says it', async () => {
  const rows = await stand.query<{ dimensions: number; requests: string; tokens: string }>(
    `SELECT count(DISTINCT (s.project_id, s.user_id, s.api_key_id, s.model))::integer AS dimensions,
            sum(p.num_model_requests) AS requests, sum(p.input_tokens) AS tokens
       FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
      WHERE s.capability = 'tea_leaf_readings' AND s.kind = 'base'`,
  );
  const asked = await totals();
  expect(rows[0]?.dimensions).toBeGreaterThan(1);
  expect({ requests: rows[0]?.requests, tokens: rows[0]?.tokens }).toEqual(asked);
});

/** The ungrouped totals, by a way that shares nothing with the engine. */
async function totals(): Promise<{ requests: string; tokens: string }> {
  let [requests, tokens] = [0n, 0n];
  for (const start of ['2025-12-01', '2026-01-01', '2026-02-01']) {
    const from = Date.parse(start) / 1000;
    const to = Math.min(Date.UTC(2026, new Date(start).getUTCMonth() + 1, 1), Date.parse('2026-02-11')) / 1000;
    const end = start.startsWith('2025') ? Date.parse('2026-01-01') / 1000 : to;
    const response = await fetch(
      `${stand.simulator.url}/organization/usage/tea_leaf_readings?start_time=${from}&end_time=${end}&bucket_width=1d&limit=31`,
      { headers: { authorization: `Bearer ${stand.simulator.adminKey}` } },
    );
    // The simulator's own answer, of which the specs of the simulator hold the shape.
    const page = (await response.json()) as {
      data: { results: { num_model_requests: number; input_tokens: number }[] }[];
    };
    for (const result of page.data.flatMap(({ results }) => results)) {
      requests += BigInt(result.num_model_requests);
      tokens += BigInt(result.input_tokens);
    }
  }
  return { requests: String(requests), tokens: String(tokens) };
}

it('is a name that a person may ask for, alone or with all of its kind', async () => {
  const { feedsNamed } = await import('./feeds.js');
  const names = (name: string) => feedsNamed(stand.engine.sync.feeds, name).map((feed) => feed.name);
  expect(names('usage-1d')).toEqual(['usage-1d/tea_leaf_readings']);
  expect(names('usage-1d/tea_leaf_readings')).toEqual(['usage-1d/tea_leaf_readings']);
});
