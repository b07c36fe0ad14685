/** What a page of lists shows, as its address says it. */
import type { Sort } from '../../components/data-table.js';
import type { ListRequest } from '../../lib/api.js';
import type { SearchParams } from '../../lib/search-params.js';

/** What a list knows: the sorts, the one that it starts with, and the fields to filter by with their values. */
export interface ListShape<Column extends string> {
  sorts: readonly Column[];
  first: Sort<Column>;
  filters: Readonly<Record<string, readonly string[]>>;
}

export interface ListView<Column extends string> {
  q: string;
  sort: Sort<Column>;
  filters: Readonly<Record<string, readonly string[]>>;
  /** Those that are gone too. */
  all: boolean;
}

/** The longest text that the API searches for. */
const LONGEST_SEARCH = 200;

const valuesOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Whatever a link says, a view comes out: what a list does not know is left at its default. */
export function readListView<Column extends string>(
  search: SearchParams,
  { sorts, first, filters }: ListShape<Column>,
): ListView<Column> {
  const [written = ''] = valuesOf(search['sort']);
  const descending = written.startsWith('-');
  const column = sorts.find((each) => each === written.slice(descending ? 1 : 0));
  const chosen = Object.entries(filters).map(([name, allowed]) => [
    name,
    allowed.filter((value) => valuesOf(search[name]).includes(value)),
  ]);
  return {
    q: (valuesOf(search['q'])[0] ?? '').slice(0, LONGEST_SEARCH),
    sort: column === undefined ? first : { column, descending },
    // Each of the values is a list of what the filter of that name allows.
    filters: Object.fromEntries(chosen) as ListView<Column>['filters'],
    all: valuesOf(search['show'])[0] === 'all',
  };
}

/** The parameters of a view as a link holds them; those at their default are left out. */
export function writeListView<Column extends string>(
  { q, sort, filters, all }: ListView<Column>,
  { first }: ListShape<Column>,
): SearchParams {
  const search: SearchParams = {};
  if (q !== '') search['q'] = q;
  if (sort.column !== first.column || sort.descending !== first.descending) search['sort'] = spellSort(sort);
  for (const [name, values] of Object.entries(filters)) if (values.length > 0) search[name] = [...values];
  if (all) search['show'] = 'all';
  return search;
}

/** What the API is asked for a view. */
export function requestOf<Column extends string>({ q, sort, filters, all }: ListView<Column>): ListRequest {
  return {
    ...(q !== '' && { q }),
    sort: spellSort(sort),
    ...Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length > 0)),
    ...(all && { include_gone: 'true' }),
  };
}

/** True when a search or a filter leaves rows out; "gone too" leaves none out. */
export const isNarrowed = <Column extends string>({ q, filters }: ListView<Column>): boolean =>
  q !== '' || Object.values(filters).some((values) => values.length > 0);

const spellSort = ({ column, descending }: Sort<string>): string => `${descending ? '-' : ''}${column}`;
