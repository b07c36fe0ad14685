import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, WIDTHS, type Capability } from '@bursar/contract';
import { parseDecimal, plainDecimal } from './decimal.js';
import { LINEAGES, type Model } from './prices.js';
import { exact, midnight, startAsked, sumOf, type Asked, type ResultRow } from './testing/ask.js';

const COSTS = CAPABILITIES.costs.path;
const DAY = midnight('2026-11-17');
const RANGE = { start_time: midnight('2026-11-01'), end_time: midnight('2026-11-21'), limit: 31 };
const usage = Object.entries(CAPABILITIES).filter(([, capability]) => capability.path !== COSTS);

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 24 });
});
afterAll(() => openai.stop());

const numberOf = (row: ResultRow, measure: string) => Number(row[measure]);

/** Sums of every measure over rows. */
function totals(capability: Capability, rows: readonly ResultRow[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(capability.measures).map((measure) => [
      measure,
      rows.reduce((sum, row) => sum + numberOf(row, measure), 0),
    ]),
  );
}

describe('usage', () => {
  it.each(usage)('%s has traffic, and minutes add up to hours and hours to the day', async (_name, capability) => {
    const group = { group_by: capability.dimensions };
    const day = { start_time: DAY, end_time: DAY + 86_400, ...group };
    const byDay = await openai.buckets(capability.path, { ...day, bucket_width: '1d' });
    const byHour = await openai.buckets(capability.path, { ...day, bucket_width: '1h', limit: 7 });
    const byMinute = await openai.buckets(capability.path, { ...day, bucket_width: '1m', limit: 1440 });
    expect([byDay.length, byHour.length, byMinute.length]).toEqual([1, 24, 1440]);
    const whole = totals(capability, byDay[0]!.results);
    expect(whole[capability.headline]).toBeGreaterThan(0);
    const isLevel = Object.values(capability.measures).some((measure) => measure.combine === 'level');
    for (const finer of [byHour, byMinute]) {
      const rows = isLevel ? finer.at(-1)!.results : finer.flatMap(({ results }) => results);
      expect(totals(capability, rows)).toEqual(whole);
    }
    expect(byDay[0]!.results.every(({ object }) => object === capability.result)).toBe(true);
  });

  it.each(usage)(
    '%s sums to the same total by every dimension, and a filter gives its group (case 60)',
    async (_name, capability) => {
      const day = { start_time: DAY, end_time: DAY + 86_400, limit: 1 };
      const [plain] = await openai.buckets(capability.path, day);
      expect(plain!.results).toHaveLength(1);
      for (const dimension of capability.dimensions) expect(plain!.results[0]![dimension]).toBeNull();
      const whole = totals(capability, plain!.results);
      for (const dimension of capability.dimensions) {
        const [grouped] = await openai.buckets(capability.path, { ...day, group_by: dimension });
        expect(totals(capability, grouped!.results)).toEqual(whole);
      }
      const [byProject] = await openai.buckets(capability.path, { ...day, group_by: 'project_id' });
      const first = byProject!.results[0]!;
      const [filtered] = await openai.buckets(capability.path, { ...day, project_ids: String(first['project_id']) });
      expect(totals(capability, filtered!.results)).toEqual(totals(capability, [first]));
    },
  );

  it('reports input as the sum of cached, cache write and uncached input (case 65)', async () => {
    const { path } = CAPABILITIES.completions;
    const [bucket] = await openai.buckets(path, {
      start_time: DAY,
      limit: 1,
      end_time: DAY + 86_400,
      group_by: ['model', 'batch'],
    });
    for (const row of bucket!.results) {
      const parts = ['input_cached_tokens', 'input_cache_write_tokens', 'input_uncached_tokens'];
      expect(row['input_tokens']).toBe(parts.reduce((sum, part) => sum + numberOf(row, part), 0));
      expect([true, false]).toContain(row['batch']);
    }
  });

  it('tells models that speak and draw where they speak, and those that only draw among images, never in both (case 75)', async () => {
    const modelsOf = async ({ path }: Capability) => {
      const buckets = await openai.buckets(path, { ...RANGE, group_by: 'model' });
      return new Set(buckets.flatMap(({ results }) => results.map(({ model }) => model)));
    };
    const [speaking, drawing] = [await modelsOf(CAPABILITIES.completions), await modelsOf(CAPABILITIES.images)];
    expect(speaking).toContain(LINEAGES.picture.at(-1)!.name);
    expect([...drawing]).toEqual([LINEAGES.draw[0].name]);
    expect([...drawing].filter((model) => speaking.has(model))).toEqual([]);
  });

  it('gives the running bucket its nominal end and no traffic of the future', async () => {
    const { path } = CAPABILITIES.completions;
    const query = { start_time: midnight('2026-11-21'), bucket_width: '1h', limit: 24 };
    const buckets = await openai.buckets(path, { ...query, end_time: midnight('2026-11-22') });
    expect(buckets).toHaveLength(15);
    expect(buckets.at(-1)!.end_time).toBe(Date.parse('2026-11-21T15:00:00Z') / 1000);
    expect(buckets.at(-1)!.results).toEqual([]);
    expect(buckets.at(-2)!.results).toHaveLength(1);
  });
});

describe('costs', () => {
  const groupings = [
    [],
    ['project_id'],
    ['line_item'],
    ['api_key_id'],
    ['user_id'],
    ['project_id', 'line_item'],
    ['project_id', 'line_item', 'api_key_id'],
  ] as const;

  it.each(groupings.map((grouping) => [grouping.join(' + ') || 'nothing', grouping] as const))(
    'grouped by %s are what the model says was billed, day by day',
    async (_name, grouping) => {
      const buckets = await openai.buckets(COSTS, { ...RANGE, limit: 6, group_by: grouping });
      const overHttp = buckets.flatMap(({ start_time: start, results }) =>
        results.map((row) => {
          const values = grouping.map((name) => row[name]);
          const day = new Date(start * 1000).toISOString().slice(0, 10);
          return JSON.stringify([day, values, plainDecimal(exact(row.amount.value))]);
        }),
      );
      const [start, end] = [new Date('2026-11-01'), new Date('2026-11-21')];
      const truth = openai
        .billed({ start, end, groupBy: grouping, bucket: 'day' })
        .map(({ start: day, key, amount }) => JSON.stringify([day, grouping.map((name) => key[name]), amount]));
      expect(overHttp.sort()).toEqual(truth.sort());
    },
  );

  it('are the tokens of usage times the price of the day, for each model', async () => {
    const day = { start_time: DAY, end_time: DAY + 86_400, limit: 1 };
    const used = ['completions', 'decisions'] as const;
    const rows: ResultRow[] = [];
    for (const name of used) {
      const group = { group_by: ['model', 'batch', 'service_tier'] };
      rows.push(...(await openai.buckets(CAPABILITIES[name].path, { ...day, ...group }))[0]!.results);
    }
    const [costs] = await openai.buckets(COSTS, { ...day, group_by: 'line_item' });
    const models: readonly Model[] = [...LINEAGES.chat, ...LINEAGES.small, ...LINEAGES.picture, ...LINEAGES.voice];
    const seen = models.filter(({ name }) => rows.some((row) => row['model'] === name));
    expect(seen.length).toBeGreaterThan(3);
    for (const model of seen) {
      for (const item of model.items) {
        const price = item.prices.filter(({ from }) => from <= '2026-11-17').at(-1)!.usdPerMillion;
        const counted = rows.filter((row) => row['model'] === model.name);
        const tokens = (row: ResultRow) => item.measures.reduce((sum, measure) => sum + numberOf(row, measure), 0);
        const half = (row: ResultRow) => row['batch'] === true || row['service_tier'] === 'flex';
        const doubled = counted.reduce((sum, row) => sum + BigInt(tokens(row) * (half(row) ? 1 : 2)), 0n);
        const line = costs!.results.find((row) => row['line_item'] === `${model.name}${item.suffix}`)!;
        expect(line.quantity).toBe(counted.reduce((sum, row) => sum + tokens(row), 0));
        expect(exact(line.amount.value) * 2_000_000n).toBe(doubled * parseDecimal(price));
      }
    }
  });

  it('hold credits: negative, without project and key', async () => {
    const [first] = await openai.buckets(COSTS, {
      ...RANGE,
      limit: 1,
      group_by: ['line_item', 'project_id', 'api_key_id'],
    });
    const credit = first!.results.find((row) => row['line_item'] === 'Credit grant')!;
    expect(credit).toMatchObject({ project_id: null, api_key_id: null, quantity: null, quantity_unit: null });
    expect(credit.amount.value).toMatch(/^-\d+\.\d{32,}$/);
  });

  it('come as decimals of 34 digits, zero at times as 0E-6176 (case 68)', async () => {
    const buckets = await openai.buckets(COSTS, { ...RANGE, group_by: ['line_item', 'api_key_id'] });
    const texts = buckets.flatMap(({ results }) => results.map(({ amount }) => amount.value));
    const digits = texts.filter((text) => exact(text) !== 0n).map((text) => text.replace(/^[-0.]+|\./g, '').length);
    expect(Math.min(...digits)).toBe(34);
    expect(texts).toContain('0E-6176');
  });

  it('filter exactly, also by line items with commas (case 74)', async () => {
    const lineItem = 'gpt-6-astra-2026-08-01, cached input';
    const [all] = await openai.buckets(COSTS, { ...RANGE, limit: 1, group_by: 'line_item' });
    const [one] = await openai.buckets(COSTS, { ...RANGE, limit: 1, 'line_items[]': lineItem });
    expect(sumOf(one!.results)).toBe(sumOf(all!.results.filter((row) => row['line_item'] === lineItem)));
    const [none] = await openai.buckets(COSTS, { ...RANGE, limit: 1, project_ids: 'proj_unknown' });
    expect(none!.results).toEqual([]);
  });
});

it('every width of the table is served', () => {
  for (const [, capability] of usage) expect([...capability.widths].sort()).toEqual(Object.keys(WIDTHS).sort());
});
