import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Capability } from '@bursar/contract';
import type { FilledDays } from './filled-days.js';
import { planSources, type SourceQuestion } from './source-plan.js';

const costs: Capability = CAPABILITIES.costs;
const KEYED = 'project_id+line_item+api_key_id';
const KEYLESS = 'project_id+line_item';

/** Days with points, all of one reading. */
function filled(start: string, end: string, reading = KEYED): FilledDays {
  return [{ start: Date.parse(start), end: Date.parse(end), readings: [reading] }];
}

const YEAR = filled('2026-01-01', '2026-11-22');

function plan(start: string, end: string, more: Partial<SourceQuestion> = {}): string[] {
  const question: SourceQuestion = {
    capability: costs,
    measure: 'amount',
    groupBy: [],
    filterBy: [],
    range: { start: Date.parse(start), end: Date.parse(end) },
    width: '1d',
    resolution: 'month',
    filledDays: YEAR,
    sideDays: [],
    ...more,
  };
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return planSources(question).map(
    ({ table, family, span, sign }) =>
      `${sign < 0 ? '−' : '+'} ${table} ${family.kind} ${family.readings.join('|') || 'total'} ${day(span.start)} ${day(span.end)}`,
  );
}

describe('the sources of an answer', () => {
  it('are whole months where the range is, of the coarsest rollup that keeps what is asked apart', () => {
    expect(plan('2026-02-01', '2026-11-01')).toEqual(['+ rollups_1mo rollup total 2026-02-01 2026-11-01']);
    expect(plan('2026-02-01', '2026-11-01', { groupBy: ['model'] })).toEqual([
      '+ rollups_1mo rollup line_item 2026-02-01 2026-11-01',
    ]);
    expect(plan('2026-02-01', '2026-11-01', { groupBy: ['api_key_id'] })).toEqual([
      '+ rollups_1mo rollup api_key_id 2026-02-01 2026-11-01',
    ]);
    expect(plan('2026-02-01', '2026-11-01', { groupBy: ['api_key_id'], filterBy: ['project_id'] })).toEqual([
      `+ rollups_1mo base ${KEYED} 2026-02-01 2026-11-01`,
    ]);
  });

  it('take the running month as whole: after today there is nothing', () => {
    expect(plan('2026-10-01', '2026-11-22')).toEqual(['+ rollups_1mo rollup total 2026-10-01 2026-12-01']);
  });

  it('add the days of a cut month, or take the others away from it, whichever are fewer', () => {
    expect(plan('2026-03-25', '2026-05-20', { groupBy: ['api_key_id'] })).toEqual([
      '+ rollups_1d rollup api_key_id 2026-03-25 2026-04-01',
      '+ rollups_1mo rollup api_key_id 2026-04-01 2026-06-01',
      '− rollups_1d rollup api_key_id 2026-05-20 2026-06-01',
    ]);
    expect(plan('2026-03-10', '2026-03-28', { groupBy: ['project_id'] })).toEqual([
      '+ rollups_1mo rollup project_id 2026-03-01 2026-04-01',
      '− rollups_1d rollup project_id 2026-03-01 2026-03-10',
      '− rollups_1d rollup project_id 2026-03-28 2026-04-01',
    ]);
  });

  it('are days where the buckets are', () => {
    expect(plan('2026-02-01', '2026-11-01', { resolution: 'day', groupBy: ['line_item'] })).toEqual([
      '+ rollups_1d rollup line_item 2026-02-01 2026-11-01',
    ]);
    expect(plan('2026-02-01', '2026-11-01', { resolution: 'day', groupBy: ['api_key_id'] })).toEqual([
      '+ rollups_1d rollup api_key_id 2026-02-01 2026-11-01',
    ]);
    expect(plan('2026-02-01', '2026-11-01', { resolution: 'day', groupBy: ['api_key_id', 'model'] })).toEqual([
      `+ points_1d base ${KEYED} 2026-02-01 2026-11-01`,
    ]);
  });

  it('change where days were read without a dimension that is asked', () => {
    const filledDays = [...filled('2025-10-01', '2025-12-06', KEYLESS), ...filled('2025-12-06', '2026-02-01')];
    expect(plan('2025-10-01', '2026-02-01', { filledDays, groupBy: ['api_key_id'] })).toEqual([
      '+ rollups_1mo rollup total 2025-10-01 2025-12-01',
      '+ rollups_1d rollup total 2025-12-01 2025-12-06',
      '+ rollups_1mo rollup api_key_id 2025-12-01 2026-02-01',
    ]);
    expect(plan('2025-10-01', '2026-02-01', { filledDays, groupBy: ['project_id'], filterBy: ['api_key_id'] })).toEqual(
      [`+ rollups_1mo base ${KEYED} 2025-12-01 2026-02-01`],
    );
  });

  it('of a level are never taken away from each other, nor rolled up', () => {
    const capability: Capability = CAPABILITIES.vector_stores;
    const level = {
      capability,
      measure: 'usage_bytes',
      filledDays: filled('2026-03-01', '2026-05-01', 'project_id'),
    };
    expect(plan('2026-03-02', '2026-05-01', level)).toEqual([
      '+ points_1d base project_id 2026-03-02 2026-04-01',
      '+ rollups_1mo base project_id 2026-04-01 2026-05-01',
    ]);
  });

  it('are none where nothing is stored', () => {
    expect(plan('2024-01-01', '2024-02-01')).toEqual([]);
  });
});
