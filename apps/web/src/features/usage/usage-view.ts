/** What the explorer of a capability shows, as its address says it: reading, repairing and writing of the link. */
import type { Capability } from '@bursar/contract/capabilities';
import { dayOf } from '../../lib/days.js';
import { ORGANIZATION_PARAMETER } from '../../lib/organization-parameter.js';
import { readRange } from '../../lib/ranges.js';
import type { Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';
import { ExplorerLink, writeShared } from '../explorer/explorer-link.js';
import {
  CHARTS,
  COMPARISONS,
  ORGANIZATION,
  ROWS,
  SORTS,
  type ChartKind,
  type RowKind,
  type TableSort,
} from '../explorer/view-parts.js';
import { bucketsFor, readUsageRange, USAGE_BUCKETS, usageRange, type ViewBucket } from './usage-range.js';

export const CLOCKS = ['utc', 'local'] as const;

export interface UsageView {
  /** `1h`, `24h`, a preset, a month or two days. */
  range: string;
  /** Null: the width that suits the range. */
  bucket: ViewBucket | null;
  /** Null: the headline. */
  measure: string | null;
  groupBy: string | null;
  thenBy: string | null;
  filters: Readonly<Partial<Record<string, readonly string[]>>>;
  without: readonly string[];
  /** Null: the comparison that suits the range. Else `previous`, `month`, `none` or two days. */
  compare: string | null;
  chart: ChartKind;
  rows: RowKind;
  sort: TableSort | null;
  /** Whether the chart marks what happened at OpenAI. */
  events: boolean;
  /** Whose clock names hours and minutes; days are always UTC's. */
  clock: (typeof CLOCKS)[number];
  /** The organization that a link chooses; null: the chosen one stays, which is no matter of the view. */
  organization: string | null;
}

/** The range that a capability is opened with. */
export const USUAL_RANGE = '30d';

/** The grouping that a capability is opened with: its first dimension. */
export const usualGrouping = ({ dimensions }: Capability): string => dimensions[0] ?? '';

export const defaultView = (capability: Capability): UsageView => ({
  range: USUAL_RANGE,
  bucket: null,
  measure: null,
  groupBy: usualGrouping(capability),
  thenBy: null,
  filters: {},
  without: [],
  compare: null,
  chart: 'bars',
  rows: 'bucket',
  sort: null,
  events: false,
  clock: 'utc',
  organization: null,
});

const NAMES = [
  'range',
  'bucket',
  'measure',
  'group_by',
  'without',
  'compare',
  'chart',
  'rows',
  'sort',
  'events',
  'clock',
];

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readUsageView(
  search: SearchParams,
  capability: Capability,
  now: string,
): { view: UsageView; repairs: Repair[] } {
  const { dimensions, measures } = capability;
  const link = new ExplorerLink(search, [...NAMES, ...dimensions]);
  const isDays = (text: string): boolean => text.includes('..') && readRange(text, dayOf(now)) !== null;
  const usual = defaultView(capability);
  const range = link.accepted('range', (text) => readUsageRange(text, now) !== null) ?? usual.range;
  const chart = link.among('chart', CHARTS) ?? usual.chart;
  const measure = link.among('measure', Object.keys(measures));
  const isLevel = measures[measure ?? capability.headline]?.combine === 'level';
  const view: UsageView = {
    range,
    bucket: readBucket(link, range, capability, now),
    measure,
    ...link.grouping([ORGANIZATION, ...dimensions], usualGrouping(capability)),
    filters: link.filters(dimensions),
    without: link.allAmong('without', dimensions),
    compare: link.accepted('compare', (text) => COMPARISONS.some((each) => each === text) || isDays(text)),
    // Heights do not add up over time.
    chart: isLevel && chart === 'cumulative' ? (link.refuse('chart', chart) ?? usual.chart) : chart,
    rows: link.among('rows', ROWS) ?? usual.rows,
    sort: link.sort(SORTS),
    events: link.among('events', ['on']) !== null,
    clock: link.among('clock', CLOCKS) ?? usual.clock,
    organization: null,
  };
  return { view, repairs: link.repairs };
}

/** A width that this range is too long or too short for is repaired like any other nonsense. */
function readBucket(link: ExplorerLink, range: string, capability: Capability, now: string): ViewBucket | null {
  const bucket = link.among('bucket', USAGE_BUCKETS);
  if (bucket === null || bucketsFor(usageRange(range, now), capability).includes(bucket)) return bucket;
  return link.refuse('bucket', bucket);
}

/** The shortest link that reads back as this view. */
export function writeUsageView(view: UsageView, capability: Capability): SearchParams {
  const usual = defaultView(capability);
  return {
    ...(view.range !== usual.range && { range: view.range }),
    ...(view.bucket !== null && { bucket: view.bucket }),
    ...(view.measure !== null && { measure: view.measure }),
    ...writeShared(view, usualGrouping(capability)),
    ...(view.compare !== null && { compare: view.compare }),
    ...(view.chart !== usual.chart && { chart: view.chart }),
    ...(view.rows !== usual.rows && { rows: view.rows }),
    ...(view.clock !== usual.clock && { clock: view.clock }),
    ...(view.events && { events: 'on' }),
    ...(view.organization !== null && { [ORGANIZATION_PARAMETER]: view.organization }),
  };
}
