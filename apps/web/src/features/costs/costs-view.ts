/** What the Costs page shows, as its address says it: reading, repairing and writing of the link. */
import type { CostDimension } from '@bursar/contract';
import type { Day } from '../../lib/days.js';
import { readRange } from '../../lib/ranges.js';
import { ORGANIZATION_PARAMETER } from '../../lib/organization-parameter.js';
import type { Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';
import { ExplorerLink, writeShared } from '../explorer/explorer-link.js';
import {
  CHARTS,
  COMPARISONS,
  ROWS,
  SORTS,
  type ChartKind,
  type RowKind,
  type TableSort,
} from '../explorer/view-parts.js';
import { DIMENSIONS, GROUPINGS, type ViewGrouping } from './dimensions.js';

export const BUCKETS = ['day', 'week', 'month', 'quarter'] as const;
export type ViewBucket = (typeof BUCKETS)[number];
export type Filters = Readonly<Partial<Record<CostDimension, readonly string[]>>>;

export interface CostsView {
  /** A preset, a month or two days, see lib/ranges.ts. */
  range: string;
  /** Null: the width that suits the range. */
  bucket: ViewBucket | null;
  groupBy: ViewGrouping | null;
  thenBy: ViewGrouping | null;
  filters: Filters;
  without: readonly CostDimension[];
  /** Null: the comparison that suits the range. Else `previous`, `month`, `none` or two days. */
  compare: string | null;
  chart: ChartKind;
  rows: RowKind;
  sort: TableSort | null;
  /** Whether the chart marks what happened at OpenAI. */
  events: boolean;
  /** The organization that a link chooses; null: the chosen one stays, which is no matter of the view. */
  organization: string | null;
}

const USUAL_GROUPING = 'project_id' satisfies CostDimension;

export const DEFAULT_VIEW: CostsView = {
  range: 'mtd',
  bucket: null,
  groupBy: USUAL_GROUPING,
  thenBy: null,
  filters: {},
  without: [],
  compare: null,
  chart: 'bars',
  rows: 'bucket',
  sort: null,
  events: false,
  organization: null,
};

const NAMES = ['range', 'bucket', 'group_by', 'without', 'compare', 'chart', 'rows', 'sort', 'events', ...DIMENSIONS];

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readCostsView(search: SearchParams, today: Day): { view: CostsView; repairs: Repair[] } {
  const link = new ExplorerLink(search, NAMES);
  const isRange = (text: string): boolean => readRange(text, today) !== null;
  const isComparison = (text: string): boolean =>
    COMPARISONS.some((each) => each === text) || (text.includes('..') && isRange(text));
  const view: CostsView = {
    range: link.accepted('range', isRange) ?? DEFAULT_VIEW.range,
    bucket: link.among('bucket', BUCKETS),
    ...link.grouping(GROUPINGS, USUAL_GROUPING),
    filters: link.filters(DIMENSIONS),
    without: link.allAmong('without', DIMENSIONS),
    compare: link.accepted('compare', isComparison),
    chart: link.among('chart', CHARTS) ?? DEFAULT_VIEW.chart,
    rows: link.among('rows', ROWS) ?? DEFAULT_VIEW.rows,
    sort: link.sort(SORTS),
    events: link.among('events', ['on']) !== null,
    organization: null,
  };
  return { view, repairs: link.repairs };
}

/** The shortest link that reads back as this view. */
export function writeCostsView(view: CostsView): SearchParams {
  return {
    ...(view.range !== DEFAULT_VIEW.range && { range: view.range }),
    ...(view.bucket !== null && { bucket: view.bucket }),
    ...writeShared(view, USUAL_GROUPING),
    ...(view.compare !== null && { compare: view.compare }),
    ...(view.chart !== DEFAULT_VIEW.chart && { chart: view.chart }),
    ...(view.rows !== DEFAULT_VIEW.rows && { rows: view.rows }),
    ...(view.events && { events: 'on' }),
    ...(view.organization !== null && { [ORGANIZATION_PARAMETER]: view.organization }),
  };
}
