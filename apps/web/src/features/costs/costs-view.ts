/** What the Costs page shows, as its address says it: reading, repairing and writing of the link. */
import type { CostDimension } from '@bursar/contract';
import type { Day } from '../../lib/days.js';
import { readRange } from '../../lib/ranges.js';
import type { SearchParams } from '../../lib/search-params.js';
import { DIMENSIONS, isDimension } from './dimensions.js';

export const BUCKETS = ['day', 'week', 'month', 'quarter'] as const;
export type ViewBucket = (typeof BUCKETS)[number];
export const CHARTS = ['bars', 'lines', 'cumulative'] as const;
export type ChartKind = (typeof CHARTS)[number];
const ROWS = ['bucket', 'group'] as const;
const COMPARISONS = ['previous', 'month', 'none'] as const;
const SORTS = ['name', 'total', 'share', 'previous', 'change', 'percent', 'start'] as const;
export type SortColumn = (typeof SORTS)[number];

export type Filters = Readonly<Partial<Record<CostDimension, readonly string[]>>>;

export interface CostsView {
  /** A preset, a month or two days, see lib/ranges.ts. */
  range: string;
  /** Null: the width that suits the range. */
  bucket: ViewBucket | null;
  groupBy: CostDimension | null;
  thenBy: CostDimension | null;
  filters: Filters;
  without: readonly CostDimension[];
  /** Null: the comparison that suits the range. Else `previous`, `month`, `none` or two days. */
  compare: string | null;
  chart: ChartKind;
  rows: (typeof ROWS)[number];
  sort: { column: SortColumn; descending: boolean } | null;
}

export const DEFAULT_VIEW: CostsView = {
  range: 'mtd',
  bucket: null,
  groupBy: 'project_id',
  thenBy: null,
  filters: {},
  without: [],
  compare: null,
  chart: 'bars',
  rows: 'bucket',
  sort: null,
};

/** A part of a link that made no sense and was replaced: shown to the reader, so that no figure is taken for another. */
export interface Repair {
  parameter: string;
  seen: string;
}

const NAMES = ['range', 'bucket', 'group_by', 'without', 'compare', 'chart', 'rows', 'sort', ...DIMENSIONS];

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readCostsView(search: SearchParams, today: Day): { view: CostsView; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const refuse = (parameter: string, seen: string): null => {
    repairs.push({ parameter, seen });
    return null;
  };
  const one = (name: string): string | undefined => valuesOf(search[name])[0];
  const among = <T extends string>(name: string, allowed: readonly T[]): T | null => {
    const text = one(name);
    if (text === undefined) return null;
    return allowed.find((each) => each === text) ?? refuse(name, text);
  };
  const accepted = (name: string, accepts: (text: string) => boolean): string | null => {
    const text = one(name);
    return text === undefined || accepts(text) ? (text ?? null) : refuse(name, text);
  };

  const isRange = (text: string): boolean => readRange(text, today) !== null;
  const isComparison = (text: string): boolean =>
    COMPARISONS.some((each) => each === text) || (text.includes('..') && isRange(text));
  const grouping = readGrouping(valuesOf(search['group_by']), refuse);
  const unknown = Object.keys(search).filter((name) => !NAMES.includes(name));
  for (const name of unknown) refuse(name, valuesOf(search[name]).join(', '));

  const view: CostsView = {
    range: accepted('range', isRange) ?? DEFAULT_VIEW.range,
    bucket: among('bucket', BUCKETS),
    ...grouping,
    filters: readFilters(search),
    without: readDimensions(valuesOf(search['without']), 'without', refuse),
    compare: accepted('compare', isComparison),
    chart: among('chart', CHARTS) ?? DEFAULT_VIEW.chart,
    rows: among('rows', ROWS) ?? DEFAULT_VIEW.rows,
    sort: readSort(one('sort'), refuse),
  };
  return { view, repairs };
}

/** The shortest link that reads back as this view. */
export function writeCostsView(view: CostsView): SearchParams {
  const search: SearchParams = {};
  if (view.range !== DEFAULT_VIEW.range) search['range'] = view.range;
  if (view.bucket !== null) search['bucket'] = view.bucket;
  if (view.groupBy === null) search['group_by'] = 'none';
  else if (view.thenBy !== null) search['group_by'] = [view.groupBy, view.thenBy];
  else if (view.groupBy !== DEFAULT_VIEW.groupBy) search['group_by'] = view.groupBy;
  for (const [dimension, values] of Object.entries(view.filters)) {
    if (values.length > 0) search[dimension] = [...values];
  }
  if (view.without.length > 0) search['without'] = [...view.without];
  if (view.compare !== null) search['compare'] = view.compare;
  if (view.chart !== DEFAULT_VIEW.chart) search['chart'] = view.chart;
  if (view.rows !== DEFAULT_VIEW.rows) search['rows'] = view.rows;
  if (view.sort !== null) search['sort'] = `${view.sort.descending ? '-' : ''}${view.sort.column}`;
  return search;
}

type Refuse = (parameter: string, seen: string) => null;

const valuesOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function readGrouping(values: readonly string[], refuse: Refuse): Pick<CostsView, 'groupBy' | 'thenBy'> {
  if (values.length === 0) return { groupBy: DEFAULT_VIEW.groupBy, thenBy: null };
  if (values.length === 1 && values[0] === 'none') return { groupBy: null, thenBy: null };
  const [first, second, ...rest] = readDimensions(values, 'group_by', refuse);
  if (rest.length > 0) refuse('group_by', rest.join(', '));
  return { groupBy: first ?? DEFAULT_VIEW.groupBy, thenBy: second ?? null };
}

function readDimensions(values: readonly string[], parameter: string, refuse: Refuse): CostDimension[] {
  const known = new Set<CostDimension>();
  for (const value of values) {
    if (isDimension(value)) known.add(value);
    else refuse(parameter, value);
  }
  return [...known];
}

function readFilters(search: SearchParams): Filters {
  const entries = DIMENSIONS.map((dimension) => [
    dimension,
    [...new Set(valuesOf(search[dimension]))].filter((value) => value !== '' && value.length <= 500),
  ]).filter(([, values]) => (values?.length ?? 0) > 0);
  return Object.fromEntries(entries) as Filters; // fromEntries forgets that the keys are dimensions.
}

function readSort(text: string | undefined, refuse: Refuse): CostsView['sort'] {
  if (text === undefined) return null;
  const descending = text.startsWith('-');
  const column = SORTS.find((each) => each === text.slice(descending ? 1 : 0));
  return column === undefined ? refuse('sort', text) : { column, descending };
}
