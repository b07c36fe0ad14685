/** What the Audit log page shows, as its address says it: reading, repairing and writing of the link. */
import type { AuditEventsQuery } from '@bursar/contract';
import { midnight, type Day } from '../../lib/days.js';
import { readRange } from '../../lib/ranges.js';
import type { SearchParams } from '../../lib/search-params.js';
import type { Repair } from '../explorer/link-reader.js';

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

/** Longer is nothing that the API takes. */
const LONGEST_VALUE = 500;
const LONGEST_TEXT = 200;
const NAMES: readonly string[] = ['range', 'q', 'tenant', 'event', ...VALUE_FILTERS];

export function readAuditView(search: SearchParams, today: Day): { view: AuditView; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const accepted = (name: string, accepts: (text: string) => boolean): string | null => {
    const text = valuesOf(search[name])[0];
    if (text === undefined || accepts(text)) return text ?? null;
    repairs.push({ parameter: name, seen: text });
    return null;
  };
  for (const name of Object.keys(search)) {
    if (!NAMES.includes(name)) repairs.push({ parameter: name, seen: valuesOf(search[name]).join(', ') });
  }
  const tenant = accepted('tenant', (text) => text === 'true' || text === 'false');
  const values = VALUE_FILTERS.map((name) => [
    name,
    [...new Set(valuesOf(search[name]))].filter((text) => text !== '' && text.length <= LONGEST_VALUE),
  ]);
  const view: AuditView = {
    range: accepted('range', (text) => readRange(text, today) !== null) ?? '',
    q: accepted('q', (text) => text.length <= LONGEST_TEXT) ?? '',
    // fromEntries forgets that the keys are filters.
    values: Object.fromEntries(values) as FilterValues,
    tenant: tenant === 'true' || tenant === 'false' ? tenant : null,
    event: accepted('event', (text) => text !== '' && text.length <= LONGEST_VALUE),
  };
  return { view, repairs };
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

const valuesOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
