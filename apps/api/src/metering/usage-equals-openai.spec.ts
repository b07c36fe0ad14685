/** Every width, bucket, measure and grouping of every capability, drawn at random, against OpenAI's own answers (cases 60 and 61). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CAPABILITIES,
  type Capability,
  type CapabilityTable,
  MAX_USAGE_DAYS,
  USAGE_BUCKETS,
  type UsageBucket,
  usageAnswer,
  type UsageAnswer,
  usageCapabilities,
  usageOverview,
  WIDTHS,
} from '@bursar/contract';
import { readRecords } from '../testing/read-csv.js';
import { serve, type Served } from '../testing/served.js';
import { SMALL, startStand, type SyncStand } from '../sync/testing/sync-stand.js';
import { bucketsOf } from './buckets.js';
import { widthOf } from './report-shape.js';
import { askOpenai } from './testing/usage-oracle.js';

const DAY_MS = 86_400_000;
const ROUNDS = 60;
/** One of each shape: many dimensions, dimensions of its own, and a level. */
const { completions, images, vector_stores } = CAPABILITIES;
const TABLE: CapabilityTable = { completions, images, vector_stores };

let stand: SyncStand;
let served: Served;
let url: string;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...SMALL, now: new Date('2026-02-03T09:30:00Z'), usageLagMinutes: 0 },
    engine: { backfillMonths: 1, capabilities: TABLE },
  });
  await stand.collect();
  // The first look at the minutes may come before anything says that they are used.
  await stand.makeDue(...Object.keys(TABLE).map((name) => `usage-1m/${name}`));
  await stand.engine.sync.runUntilIdle();
  served = await serve(stand.engine.module);
  ({ url } = served);
});
afterAll(async () => {
  await served.close();
  await stand.close();
});

/** The same numbers for the same seed. */
class Random {
  constructor(private state: number) {}
  below(count: number): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.state / 2_147_483_648) * count);
  }
  of<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}

async function ask(capability: string, query: URLSearchParams): Promise<UsageAnswer> {
  const response = await fetch(`${url}/api/v1/usage/${capability}?${query}`);
  const body: unknown = await response.json();
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return usageAnswer.strict().parse(body);
}

/** With the measure alone, or among all that it can stand beside. */
async function expectSameAsFile(capability: string, query: URLSearchParams, answer: UsageAnswer): Promise<void> {
  const { measure, group_by, buckets } = answer;
  for (const left of [['limit'], ['limit', 'measure']]) {
    const asked = new URLSearchParams([...query].filter(([name]) => !left.includes(name)));
    const response = await fetch(`${url}/api/v1/usage/${capability}/export?${asked}`);
    expect(response.status).toBe(200);
    const rows = readRecords(await response.text());
    if (left.includes('measure') && !(measure in (rows[0] ?? {}))) continue;
    const written = rows.map((row) => [row['period_start'], ...group_by.map((name) => row[name]), row[measure]]);
    const from = new Map(buckets.map((bucket) => [bucket.start, bucket.from]));
    const expected = answer.groups.flatMap(({ key, points }) =>
      points.map(({ start, value }) => [from.get(start), ...group_by.map((name) => key[name] ?? ''), value]),
    );
    const told = (list: readonly (readonly (string | undefined)[])[]): string[] =>
      list
        .filter((row) => !['', '0'].includes(row.at(-1) ?? ''))
        .map((row) => row.join(' '))
        .toSorted();
    expect({ asked: String(asked), rows: told(written) }).toEqual({ asked: String(asked), rows: told(expected) });
    expect(new Set(rows.map((row) => row['state']))).toEqual(new Set(buckets.map(({ state }) => state)));
  }
}

/** What a key of an answer is as the oracle names it. */
const keyOf = (group: UsageAnswer['groups'][number], groupBy: readonly string[]): string =>
  JSON.stringify(groupBy.map((name) => group.key[name] ?? null));

function drawRange(random: Random, bucket: UsageBucket): { start: number; end: number } {
  const lengthMs = WIDTHS[widthOf(bucket)].seconds * 1000;
  const now = stand.simulator.clock.now().getTime();
  const oldest = Math.max(Date.parse('2026-01-01'), now - (MAX_USAGE_DAYS[widthOf(bucket)] - 1) * DAY_MS);
  const first = Math.ceil(oldest / lengthMs);
  const count = Math.ceil(now / lengthMs) - first;
  const start = first + random.below(count);
  const end = Math.min(start + 1 + random.below(Math.min(count, 300)), first + count);
  return { start: start * lengthMs, end: end * lengthMs };
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

describe('usage', () => {
  it('of any capability by any width, measure and grouping is what OpenAI says', async () => {
    const random = new Random(20_260_210);
    let answered = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const [name, capability] = random.of(usageCapabilities(TABLE));
      const bucket = random.of(USAGE_BUCKETS);
      const width = widthOf(bucket);
      const isMinute = width === '1m';
      const dimensions = isMinute
        ? capability.dimensions.filter((one) => ['project_id', 'api_key_id', 'model'].includes(one))
        : capability.dimensions;
      const groupBy = [...new Set(Array.from({ length: random.below(3) }, () => random.of(dimensions)))];
      const measure = random.of(Object.keys(capability.measures));
      const range = drawRange(random, bucket);
      const filters = drawFilter(random, dimensions);
      const query = new URLSearchParams({
        start: iso(range.start),
        end: iso(range.end),
        bucket,
        measure,
        limit: '1000',
      });
      for (const one of groupBy) query.append('group_by', one);
      for (const [one, values] of filters) for (const value of values) query.append(one, value);
      const answer = await ask(name, query);
      const buckets = bucketsOf(range, bucket);
      const expected = await askOpenai(stand.simulator, {
        capability,
        measure,
        width,
        ...range,
        groupBy,
        filters,
        bucketOf: (at) => buckets.findLast(({ from }) => from <= at)?.start ?? range.start,
      });
      const question = `${name}?${query}`;
      expect({ question, total: answer.total, state: answer.completeness.state }).toEqual({
        question,
        total: expected.total,
        state: expect.stringMatching(/^(final|provisional)$|^incomplete$/),
      });
      const groups = answer.groups
        .filter(({ points }) => points.length > 0)
        .map((group) => [
          keyOf(group, groupBy),
          group.points.map(({ start, value }) => [Date.parse(start), BigInt(value)]),
        ]);
      expect({ question, groups: new Map(groups as never) }).toEqual({
        question,
        groups: new Map([...expected.groups].map(([key, points]) => [key, [...points]])),
      });
      if (expected.total !== '0') answered += 1;
      if (round % 4 === 0) await expectSameAsFile(name, query, answer);
    }
    // Most of what is drawn has to say something, or nothing was compared.
    expect(answered).toBeGreaterThan(ROUNDS / 4);
  });

  it('at a glance says the same, with the period before', async () => {
    const response = await fetch(`${url}/api/v1/usage?start=2026-02-01&end=2026-02-04`);
    const overview = usageOverview.strict().parse(await response.json());
    // Each capability for itself: nothing adds the pictures of one to the tokens of another (case 75).
    expect(Object.keys(overview).toSorted()).toEqual(['capabilities', 'previous', 'range', 'synced_at']);
    expect(overview.previous).toEqual({ start: '2026-01-29T00:00:00Z', end: '2026-02-01T00:00:00Z' });
    for (const summary of overview.capabilities) {
      const of = (start: string, end: string, measure: string, more: Record<string, string> = {}) =>
        ask(summary.capability, new URLSearchParams({ start, end, measure, ...more }));
      const now = await of('2026-02-01', '2026-02-04', summary.measure);
      const before = await of('2026-01-29', '2026-02-01', summary.measure);
      expect(summary).toMatchObject({
        total: now.total,
        previous_total: before.total,
        points: now.points,
        state: summary.last_activity === null ? 'no_traffic' : 'collected',
        completeness: { range: now.completeness.state, previous: before.completeness.state },
      });
      const capability: Capability | undefined = TABLE[summary.capability];
      for (const share of summary.shares) {
        const { whole, part } = capability?.shares?.[share.name] ?? { whole: '', part: { measure: '' } };
        expect(share).toMatchObject({
          numerator: (await of('2026-02-01', '2026-02-04', part.measure, part.where)).total,
          denominator: (await of('2026-02-01', '2026-02-04', whole)).total,
        });
      }
    }
    expect(overview.capabilities.flatMap(({ shares }) => shares.map(({ name }) => name))).toContain('batch');
  });
});

function drawFilter(random: Random, dimensions: readonly string[]): Map<string, string[]> {
  if (random.below(3) > 0 || !dimensions.includes('project_id')) return new Map();
  const projects = stand.simulator.organization.projects.map(({ id }) => id);
  return new Map([['project_id', [...new Set([random.of(projects), random.of(projects)])]]]);
}
