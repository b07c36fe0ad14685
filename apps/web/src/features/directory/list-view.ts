/** What a page of lists shows, as its address says it. */
import type { Sort } from '../../components/data-table.js';
import type { ListRequest } from '../../lib/api.js';
import { LinkReader, type Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';

/** Names of parameters with the values that each may have. */
type Allowed = Readonly<Record<string, readonly string[]>>;

/** What a list knows: the sorts, the one that it starts with, and the fields to filter by with their values. */
export interface ListShape<Column extends string> {
  sorts: readonly Column[];
  first: Sort<Column>;
  filters: Allowed;
}

export interface ListView<Column extends string> {
  q: string;
  sort: Sort<Column>;
  filters: Readonly<Record<string, readonly string[]>>;
  /** Those that are gone too. */
  all: boolean;
}

interface ReadListView<Column extends string> {
  view: ListView<Column>;
  /** What the address says besides, of what the page keeps. */
  kept: SearchParams;
  repairs: readonly Repair[];
}

/**
 * Whatever a link says, a view comes out; what could not be understood is listed and left at its default.
 *
 * @param keeps parameters of the page that are not the list's, such as the tab
 */
export function readListView<Column extends string>(
  search: SearchParams,
  { sorts, first, filters }: ListShape<Column>,
  keeps: Allowed = {},
): ReadListView<Column> {
  const link = new LinkReader(search, ['q', 'sort', 'show', ...Object.keys(filters), ...Object.keys(keeps)]);
  const view: ListView<Column> = {
    q: link.searched('q'),
    sort: link.sort(sorts) ?? first,
    filters: mapped(filters, (name, allowed) => link.allAmong(name, allowed)),
    all: link.among('show', ['current', 'all']) === 'all',
  };
  const said = Object.entries(keeps).map(([name, allowed]) => [name, link.among(name, allowed)] as const);
  return { view, kept: Object.fromEntries(said.filter(isSaid)), repairs: link.repairs };
}

const isSaid = (entry: readonly [string, string | null]): entry is readonly [string, string] => entry[1] !== null;

const mapped = <Value>(of: Allowed, make: (name: string, allowed: readonly string[]) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(of).map(([name, allowed]) => [name, make(name, allowed)]));

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
