import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Capability } from '@bursar/contract';
import { type BilledDimension, type Simulator, startSimulator } from '@bursar/openai-admin-simulator';
import { rollupGroupings, rollupReading } from './rollup-groupings.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ projects: 60, keys: 300, now: new Date('2026-11-21T12:00:00Z') });
});
afterAll(() => simulator.stop());

const costs: Capability = CAPABILITIES.costs;

/** Rows of a week of days, by a grouping. */
function rowsBy(groupBy: readonly string[]): number {
  const range = { start: new Date('2026-10-12'), end: new Date('2026-10-19') };
  // The dimensions of costs are those that the simulator bills by.
  return simulator.billed({ ...range, bucket: 'day', groupBy: groupBy as BilledDimension[] }).length;
}

describe('the rollups of costs', () => {
  it('by day shrink the points at least fivefold', () => {
    const points = rowsBy(['project_id', 'line_item', 'api_key_id']);
    const daily = rollupGroupings(costs).filter((grouping) => grouping.daily);
    expect(daily.map(({ dimensions }) => dimensions)).toEqual([[], ['project_id'], ['line_item'], ['api_key_id']]);
    for (const { dimensions } of daily) expect(points / rowsBy(dimensions)).toBeGreaterThanOrEqual(5);
    // Which is why their pairs are none.
    expect(points / rowsBy(['project_id', 'line_item'])).toBeLessThan(5);
    expect(points / rowsBy(['line_item', 'api_key_id'])).toBeLessThan(5);
  });

  it('are named by what the points were read by', () => {
    const [total, byProject, , byKey] = rollupGroupings(costs);
    const named = (grouping = total) =>
      grouping === undefined ? null : rollupReading(grouping, 'project_id+line_item');
    expect([named(total), named(byProject), named(byKey)]).toEqual(['', 'project_id', '-api_key_id']);
  });
});

describe('the rollups of any capability', () => {
  it('are none where they would be the points once more', () => {
    const one = { ...costs, dimensions: ['project_id'], sideDimensions: [] };
    expect(rollupGroupings(one)).toEqual([{ dimensions: [], daily: true }]);
    expect(rollupGroupings({ ...costs, dimensions: [], sideDimensions: [] })).toEqual([]);
  });

  it('begin with the total, and never use a dimension of a side reading', () => {
    for (const capability of Object.values(CAPABILITIES) as Capability[]) {
      const groupings = rollupGroupings(capability);
      expect(groupings[0]).toEqual({ dimensions: [], daily: true });
      const used = groupings.flatMap(({ dimensions }) => dimensions);
      expect(
        used.filter((name) => !capability.dimensions.includes(name) || capability.sideDimensions?.includes(name)),
      ).toEqual([]);
    }
  });
});
