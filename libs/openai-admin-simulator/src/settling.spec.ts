import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { exact, midnight, startAsked, sumOf, type Asked } from './testing/ask.js';

const COSTS = CAPABILITIES.costs.path;
const YESTERDAY = midnight('2026-11-20');
const FINEST = ['project_id', 'line_item', 'api_key_id'] as const;

let openai: Asked;
beforeEach(async () => {
  openai = await startAsked({ now: new Date('2026-11-21T00:10:00Z') });
});
afterEach(() => openai.stop());

const rowsOf = async (start: number, group: readonly string[] = FINEST) =>
  (await openai.page(COSTS, { start_time: start, end_time: start + 86_400, group_by: group })).data[0]!.results;
const truth = (day: string) => {
  const start = new Date(day);
  return openai.billed({ start, end: new Date(start.getTime() + 86_400_000), groupBy: FINEST });
};

describe('the costs of a day', () => {
  it('arrive hours after its end and settle in steps, while its usage is there at once (case 71)', async () => {
    const seen: bigint[] = [];
    for (const time of ['00:10', '06:00', '12:00', '18:00', '23:00']) {
      openai.clock.set(new Date(`2026-11-21T${time}:00Z`));
      seen.push(sumOf(await rowsOf(YESTERDAY)));
    }
    const [none, first, second, last, later] = seen as [bigint, bigint, bigint, bigint, bigint];
    expect(none).toBe(0n);
    expect(first).toBeGreaterThan(0n);
    expect(second).toBeGreaterThan(first);
    expect(last).toBeGreaterThan(second);
    expect(later).toBe(last);
    openai.clock.set(new Date('2026-11-21T00:10:00Z'));
    const [usage] = (await openai.page(CAPABILITIES.completions.path, { start_time: YESTERDAY, limit: 1 })).data;
    expect(usage!.results).toHaveLength(1);
  });

  it('are billed as far as they are seen, or settled when asked so', async () => {
    const range = { start: new Date('2026-11-20'), end: new Date('2026-11-21') };
    expect(openai.billed(range)).toEqual([]);
    const [settled] = openai.billed({ ...range, settled: true });
    openai.clock.set(new Date('2026-11-23T00:00:00Z'));
    expect(openai.billed(range)).toEqual([settled]);
  });

  it('grow with the running day where there is no lag', async () => {
    const eager = await startAsked({ costLagHours: 0, now: new Date('2026-11-21T09:00:00Z') });
    const query = { start_time: midnight('2026-11-21') };
    const before = sumOf((await eager.page(COSTS, query)).data[0]!.results);
    eager.clock.advance(3_600_000);
    expect(sumOf((await eager.page(COSTS, query)).data[0]!.results)).toBeGreaterThan(before);
    await eager.stop();
  });

  it('are corrected once after two days where corrections are on', async () => {
    const later = await startAsked({ corrections: true, now: new Date('2026-11-21T00:10:00Z') });
    const range = { start: new Date('2026-08-01'), end: new Date('2026-11-01'), bucket: 'day' } as const;
    const plain = openai.billed({ ...range }).map(({ amount }) => amount);
    const corrected = later.billed({ ...range }).map(({ amount }) => amount);
    const differing = corrected.filter((amount, day) => amount !== plain[day]).length;
    expect(differing).toBeGreaterThan(0);
    expect(differing).toBeLessThan(30);
    await later.stop();
  });
});

describe('a restated day', () => {
  const DAY = midnight('2026-11-10');

  it('has one row more, in pages and in the truth', async () => {
    const before = await rowsOf(DAY);
    const added = { project_id: 'proj_new', line_item: 'a, b | c', amount: '-0.0000000000000000000000000000000001' };
    openai.restate('2026-11-10', { kind: 'add', ...added });
    const after = await rowsOf(DAY);
    expect(after).toHaveLength(before.length + 1);
    expect(sumOf(after)).toBe(sumOf(before) - 1n);
    expect(after).toContainEqual(
      expect.objectContaining({ project_id: 'proj_new', line_item: 'a, b | c', api_key_id: null, quantity: null }),
    );
    expect(
      truth('2026-11-10')
        .map(({ amount }) => exact(amount))
        .reduce((a, b) => a + b),
    ).toBe(sumOf(after));
  });

  it('has another amount, or a group less (case 67)', async () => {
    const [first, second] = await rowsOf(DAY);
    const match = {
      project_id: String(first!['project_id']),
      line_item: String(first!['line_item']),
      api_key_id: String(first!['api_key_id']),
    };
    openai.restate(new Date('2026-11-10'), { kind: 'amount', match, amount: '12.34' });
    const gone = { api_key_id: String(second!['api_key_id']), line_item: String(second!['line_item']) };
    openai.restate('2026-11-10', { kind: 'vanish', match: gone });
    const after = await rowsOf(DAY);
    const one = after.filter((row) => row['line_item'] === match.line_item && row['api_key_id'] === match.api_key_id);
    expect(one.map(({ amount }) => exact(amount.value))).toEqual([exact('12.34')]);
    expect(after.some((row) => row['line_item'] === gone.line_item && row['api_key_id'] === gone.api_key_id)).toBe(
      false,
    );
    expect(await rowsOf(midnight('2026-11-09'))).toHaveLength(truth('2026-11-09').length);
  });

  it('keeps currencies apart (case 70)', async () => {
    openai.restate('2026-11-10', { kind: 'add', amount: '7', currency: 'eur', line_item: 'Support plan' });
    const rows = await rowsOf(DAY, []);
    expect(rows.map(({ amount }) => amount.currency)).toEqual(['usd', 'eur']);
    const range = { start: new Date('2026-11-10'), end: new Date('2026-11-11') };
    expect(openai.billed(range)).toContainEqual({
      start: '2026-11-10',
      key: {},
      currency: 'eur',
      amount: '7',
      quantity: null,
    });
  });

  it('is refused with an amount that is none', () => {
    expect(() => openai.restate('2026-11-10', { kind: 'add', amount: '1e3' })).toThrow('"1e3" is no decimal');
    expect(() => openai.restate('10 November', { kind: 'vanish', match: {} })).toThrow('is no day');
  });
});

describe('a day made by a spec', () => {
  it('holds as many more rows as asked for, each a tuple of its own, as billed (case 77)', async () => {
    const before = (await rowsOf(midnight('2026-11-10'))).length;
    openai.setRowsPerDay('2026-11-10', 5000);
    const rows = await rowsOf(midnight('2026-11-10'));
    expect(rows).toHaveLength(before + 5000);
    expect(new Set(rows.map((row) => FINEST.map((name) => row[name]).join())).size).toBe(rows.length);
    const billed = truth('2026-11-10');
    expect(billed).toHaveLength(rows.length);
    expect(billed.map(({ amount }) => exact(amount)).reduce((a, b) => a + b)).toBe(sumOf(rows));
    openai.setRowsPerDay('2026-11-10', 0);
    expect(await rowsOf(midnight('2026-11-10'))).toHaveLength(before);
  });

  it('counts a late event in usage at its minute and in costs by the price of the day (case 66)', async () => {
    const at = new Date('2026-11-10T08:30:10Z');
    const dimensions = { project_id: 'proj_late', model: 'gpt-6-astra-2026-08-01', api_key_id: null };
    openai.addEvent({
      at,
      capability: 'completions',
      dimensions,
      measures: { input_text_tokens: 1_000_000, num_model_requests: 1 },
    });
    const minute = {
      start_time: Math.floor(at.getTime() / 60_000) * 60,
      limit: 1,
      bucket_width: '1m',
      project_ids: 'proj_late',
    };
    const [bucket] = (await openai.page(CAPABILITIES.completions.path, minute)).data;
    expect(bucket!.results).toMatchObject([
      { input_tokens: 1_000_000, input_uncached_tokens: 1_000_000, num_model_requests: 1 },
    ]);
    const rows = (await rowsOf(midnight('2026-11-10'))).filter((row) => row['project_id'] === 'proj_late');
    expect(rows.map(({ amount, quantity }) => [exact(amount.value), quantity])).toEqual([[exact('1'), 1_000_000]]);
    const strange = { at, capability: 'completions', dimensions, measures: { tokens: 1 } };
    expect(() => openai.addEvent(strange)).toThrow('No counted measure "tokens"');
  });
});
