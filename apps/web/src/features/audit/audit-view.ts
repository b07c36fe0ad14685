/** What the Audit log page shows, as its address says it: reading, repairing and writing of the link. */
import type { AuditEventsQuery } from '@bursar/contract';
import { midnight, type Day } from '../../lib/days.js';
import { LinkReader, type Repair } from '../../lib/link-reader.js';
import { readRange } from '../../lib/ranges.js';
import type { SearchParams } from '../../lib/search-params.js';

/** Filters of several values, by the names that the API has for them. */
export const VALUE_FILTERS = ['event_type', 'actor', 'ip', 'project_id', 'resource_id'] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];
export type FilterValues = Readonly<Record<ValueFilter, readonly string[]>>;

export interface AuditView {
  /** A preset, a month or two days, see lib/ranges.ts; empty: since the log begins. */
  range: string;
  /** Text anywhere in an event. */
  q: string;
  values: FilterValues;
  /** Only events of the tenant, only those of the organization, or both. */
  tenant: 'true' | 'false' | null;
  /** The event that is open, whether the filters leave it or not. */
  event: string | null;
}

const NO_VALUES: FilterValues = { event_type: [], actor: [], ip: [], project_id: [], resource_id: [] };
export const DEFAULT_VIEW: AuditView = { range: '', q: '', values: NO_VALUES, tenant: null, event: null };

/** The longest id that the API takes. */
const LONGEST_ID = 500;
const NAMES: readonly string[] = ['range', 'q', 'tenant', 'event', ...VALUE_FILTERS];

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readAuditView(search: SearchParams, today: Day): { view: AuditView; repairs: Repair[] } {
  const link = new LinkReader(search, NAMES);
  const view: AuditView = {
    range: link.accepted('range', (text) => readRange(text, today) !== null) ?? '',
    q: link.searched('q'),
    values: {
      event_type: link.open('event_type'),
      actor: link.open('actor'),
      ip: link.open('ip'),
      project_id: link.open('project_id'),
      resource_id: link.open('resource_id'),
    },
    tenant: link.among('tenant', ['true', 'false']),
    event: link.accepted('event', (text) => text !== '' && text.length <= LONGEST_ID),
  };
  return { view, repairs: link.repairs };
}

/** The shortest link that reads back as this view. */
export function writeAuditView({ range, q, values, tenant, event }: AuditView): SearchParams {
  const search: SearchParams = {};
  if (range !== '') search['range'] = range;
  if (q !== '') search['q'] = q;
  for (const name of VALUE_FILTERS) if (values[name].length > 0) search[name] = [...values[name]];
  if (tenant !== null) search['tenant'] = tenant;
  if (event !== null) search['event'] = event;
  return search;
}

export type AuditFilters = Partial<Omit<AuditEventsQuery, 'limit' | 'cursor' | 'id' | 'organization'>>;

/** What the view asks of the API. */
export function filtersOf({ range, q, values, tenant }: AuditView, today: Day): AuditFilters {
  const days = range === '' ? null : readRange(range, today);
  const set = VALUE_FILTERS.filter((name) => values[name].length > 0);
  return {
    ...Object.fromEntries(set.map((name) => [name, [...values[name]]])),
    ...(q !== '' && { q }),
    ...(tenant !== null && { tenant }),
    ...(days !== null && { start: midnight(days.start), end: midnight(days.end) }),
  };
}

/** How many filters are set, the range among them. */
export function filterCount({ range, q, values, tenant }: AuditView): number {
  const set = VALUE_FILTERS.filter((name) => values[name].length > 0);
  return set.length + [range !== '', q !== '', tenant !== null].filter(Boolean).length;
}
