/** What the Activity page shows, as its address says it: reading, repairing and writing of the link. */
import { ACTIVITY_OUTCOME_NAMES, isActivityWord } from '../../lib/activity-words.js';
import type { ActivityRequest } from '../../lib/api.js';
import { midnight, type Day } from '../../lib/days.js';
import { LinkReader, type Repair } from '../../lib/link-reader.js';
import { readRange } from '../../lib/ranges.js';
import type { SearchParams } from '../../lib/search-params.js';

/** Filters of several values, by the names that the API has for them. */
export const VALUE_FILTERS = ['person', 'what', 'outcome', 'target'] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];
export type FilterValues = Readonly<Record<ValueFilter, readonly string[]>>;

export interface ActivityView {
  /** A preset, a month or two days, see lib/ranges.ts; empty: since the trail begins. */
  range: string;
  q: string;
  values: FilterValues;
  /** The entry that is open, whether the filters leave it or not. */
  entry: string | null;
}

const NO_VALUES: FilterValues = { person: [], what: [], outcome: [], target: [] };
export const DEFAULT_VIEW: ActivityView = { range: '', q: '', values: NO_VALUES, entry: null };

const NAMES: readonly string[] = ['range', 'q', 'entry', ...VALUE_FILTERS];

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readActivityView(search: SearchParams, today: Day): { view: ActivityView; repairs: Repair[] } {
  const link = new LinkReader(search, NAMES);
  const accepted = (name: ValueFilter, accepts: (text: string) => boolean): string[] =>
    link.open(name).filter((value) => accepts(value) || link.refuse(name, value) !== null);
  const view: ActivityView = {
    range: link.accepted('range', (text) => readRange(text, today) !== null) ?? '',
    q: link.searched('q'),
    values: {
      person: accepted('person', (text) => /^\d{1,9}$/.test(text)),
      what: accepted('what', isActivityWord),
      outcome: link.allAmong('outcome', ACTIVITY_OUTCOME_NAMES),
      target: link.open('target'),
    },
    entry: link.accepted('entry', (text) => /^\d{1,18}$/.test(text)),
  };
  return { view, repairs: link.repairs };
}

/** The shortest link that reads back as this view. */
export function writeActivityView({ range, q, values, entry }: ActivityView): SearchParams {
  const search: SearchParams = {};
  if (range !== '') search['range'] = range;
  if (q !== '') search['q'] = q;
  for (const name of VALUE_FILTERS) if (values[name].length > 0) search[name] = [...values[name]];
  if (entry !== null) search['entry'] = entry;
  return search;
}

/** What the view asks of the API. */
export function filtersOf({ range, q, values }: ActivityView, today: Day): ActivityRequest {
  const days = range === '' ? null : readRange(range, today);
  const set = VALUE_FILTERS.filter((name) => values[name].length > 0);
  return {
    ...Object.fromEntries(set.map((name) => [name, [...values[name]]])),
    ...(q !== '' && { q }),
    ...(days !== null && { start: midnight(days.start), end: midnight(days.end) }),
  };
}

/** How many filters are set, the range among them. */
export function filterCount({ range, q, values }: ActivityView): number {
  const set = VALUE_FILTERS.filter((name) => values[name].length > 0);
  return set.length + [range !== '', q !== ''].filter(Boolean).length;
}
