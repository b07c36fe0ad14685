import { describe, expect, it } from '@jest/globals';
import { parseSearch, stringifySearch } from '../../lib/search-params.js';
import { DEFAULT_VIEW, readCostsView, writeCostsView, type CostsView } from './costs-view.js';

const TODAY = '2026-11-21';

const VIEWS: readonly [string, Partial<CostsView>][] = [
  ['the default', {}],
  ['a preset', { range: '12m', bucket: 'week', chart: 'cumulative' }],
  ['custom days', { range: '2026-10-01..2026-10-20', compare: '2026-08-01..2026-08-20' }],
  [
    'two groups',
    { groupBy: 'model', thenBy: 'token_type', rows: 'group', sort: { column: 'change', descending: true } },
  ],
  ['no group', { groupBy: null, compare: 'none' }],
  [
    'filters',
    { filters: { project_id: ['proj_1', 'proj_2'], line_item: ['gpt-6, cached input'] }, without: ['api_key_id'] },
  ],
  ['hostile filters', { filters: { line_item: ['<img src=x>', '=HYPERLINK("a&b")', 'مشروع', '100% #1?'] } }],
];

describe('the link of a view', () => {
  it.each(VIEWS)('of %s reads back as the same view', (_name, part) => {
    const view = { ...DEFAULT_VIEW, ...part };
    const link = stringifySearch(writeCostsView(view));
    expect(readCostsView(parseSearch(link), TODAY)).toEqual({ view, repairs: [] });
  });

  it('says nothing where nothing was chosen', () => expect(stringifySearch(writeCostsView(DEFAULT_VIEW))).toBe(''));

  it('spells names as the API does', () => {
    const view = {
      ...DEFAULT_VIEW,
      groupBy: 'model',
      thenBy: 'token_type',
      filters: { project_id: ['p1', 'p2'] },
    } as const;
    expect(stringifySearch(writeCostsView(view))).toBe(
      '?group_by=model&group_by=token_type&project_id=p1&project_id=p2',
    );
  });
});

describe('a link that makes no sense', () => {
  it('shows the default of each bad part and names what was seen', () => {
    const link =
      '?range=2026-02-31..x&bucket=fortnight&group_by=shoe&chart=pie&sort=up&compare=never&without=luck&team=a';
    const { view, repairs } = readCostsView(parseSearch(link), TODAY);
    expect(view).toEqual(DEFAULT_VIEW);
    expect(repairs.map(({ parameter }) => parameter).sort()).toEqual(
      ['bucket', 'chart', 'compare', 'group_by', 'range', 'sort', 'team', 'without'].sort(),
    );
  });

  it('keeps the parts that do', () => {
    const { view } = readCostsView(parseSearch('?range=90d&bucket=century&group_by=model&group_by=model'), TODAY);
    expect(view).toEqual({ ...DEFAULT_VIEW, range: '90d', groupBy: 'model' });
  });

  it('takes no third group', () => {
    const { view, repairs } = readCostsView(
      parseSearch('?group_by=model&group_by=project_id&group_by=line_item'),
      TODAY,
    );
    expect([view.groupBy, view.thenBy]).toEqual(['model', 'project_id']);
    expect(repairs).toEqual([{ parameter: 'group_by', seen: 'line_item' }]);
  });
});
