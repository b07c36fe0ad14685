import { describe, expect, it } from '@jest/globals';
import type { Capability } from '@bursar/contract/capabilities';
import { parseSearch, stringifySearch } from '../../lib/search-params.js';
import { bucketsFor, instantsOf, partOver, usageRange, usualBucket } from './usage-range.js';
import { defaultView, readUsageView, writeUsageView, type UsageView } from './usage-view.js';

const NOW = '2026-11-21T14:12:00Z';

/** Invented, so that nothing here hangs on an entry of the table. */
const CALLS: Capability = {
  label: 'Calls',
  path: '/organization/usage/calls',
  sdkMethod: 'calls',
  result: 'organization.usage.calls.result',
  dimensions: ['project_id', 'model', 'shade'],
  measures: { calls: { unit: 'requests', combine: 'sum' }, kept: { unit: 'bytes', combine: 'level' } },
  headline: 'calls',
  widths: ['1m', '1h', '1d'],
  collected: ['1m', '1h', '1d'],
};
const BY_DAY: Capability = { ...CALLS, collected: ['1d'] };

const read = (link: string, capability = CALLS) => readUsageView(parseSearch(link), capability, NOW);

const VIEWS: readonly [string, Partial<UsageView>][] = [
  ['the default', {}],
  ['the last hour', { range: '1h', clock: 'local' }],
  ['hours of days', { range: '7d', bucket: 'hour', measure: 'kept', chart: 'lines' }],
  ['two groups', { groupBy: 'shade', thenBy: 'model', rows: 'group', sort: { column: 'change', descending: true } }],
  ['filters', { filters: { project_id: ['p1', '<img src=x>'], shade: ['a, b'] }, without: ['model'], compare: 'none' }],
];

describe('the link of a view', () => {
  it.each(VIEWS)('of %s reads back as the same view', (_name, part) => {
    const view = { ...defaultView(CALLS), ...part };
    expect(read(stringifySearch(writeUsageView(view, CALLS)))).toEqual({ view, repairs: [] });
  });

  it('says nothing where nothing was chosen', () =>
    expect(stringifySearch(writeUsageView(defaultView(CALLS), CALLS))).toBe(''));
});

describe('a link that makes no sense', () => {
  it('shows the default of each bad part and names what was seen', () => {
    const { view, repairs } = read('?range=2h&bucket=year&measure=shoes&group_by=line_item&clock=moon&team=a');
    expect(view).toEqual(defaultView(CALLS));
    expect(repairs.map(({ parameter }) => parameter).sort()).toEqual(
      ['bucket', 'clock', 'group_by', 'measure', 'range', 'team'].sort(),
    );
  });

  it.each([
    ['minutes of a month', '?bucket=minute'],
    ['hours of a year', '?range=12m&bucket=hour'],
    ['days of an hour', '?range=1h&bucket=day'],
    ['a running sum of heights', '?measure=kept&chart=cumulative'],
  ])('refuses %s', (_name, link) => expect(read(link).repairs).toHaveLength(1));
});

describe('the widths of a range', () => {
  it.each([
    ['1h', ['minute', 'hour'], 'minute'],
    ['24h', ['minute', 'hour'], 'hour'],
    ['2026-11-20..2026-11-21', ['minute', 'hour', 'day', 'week', 'month'], 'hour'],
    ['30d', ['hour', 'day', 'week', 'month'], 'day'],
    ['12m', ['day', 'week', 'month'], 'month'],
  ])('%s can be shown by %j', (text, buckets, usual) => {
    const range = usageRange(text, NOW);
    expect(bucketsFor(range, CALLS)).toEqual(buckets);
    expect(usualBucket(range, CALLS)).toBe(usual);
  });

  it('are those that are collected', () => {
    expect(bucketsFor(usageRange('7d', NOW), BY_DAY)).toEqual(['day', 'week', 'month']);
    expect(bucketsFor(usageRange('1h', NOW), BY_DAY)).toEqual([]);
  });
});

describe('the last hours', () => {
  it('end with the running minute or hour, on borders that the API takes', () => {
    expect(instantsOf(usageRange('1h', NOW), 'minute', NOW)).toEqual({
      start: '2026-11-21T13:13:00Z',
      end: '2026-11-21T14:13:00Z',
    });
    expect(instantsOf(usageRange('24h', NOW), 'hour', NOW)).toEqual({
      start: '2026-11-20T15:00:00Z',
      end: '2026-11-21T15:00:00Z',
    });
  });

  it('count without the running one', () => {
    const asked = instantsOf(usageRange('24h', NOW), 'hour', NOW);
    expect(partOver(asked, 'hour', NOW)?.end).toBe('2026-11-21T14:00:00Z');
    expect(partOver({ start: '2026-11-21T00:00:00Z', end: '2026-11-22T00:00:00Z' }, 'day', NOW)).toBeNull();
  });
});
