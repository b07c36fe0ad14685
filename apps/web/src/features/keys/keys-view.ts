/** What the inventory of keys shows, as its address says it: reading, repairing and writing of the link. */
import type { KeyInventoryQuery, KeyKind, KeyOwnerKind, KeyRiskReason } from '@bursar/contract';
import type { Sort } from '../../components/data-table.js';
import type { KeyInventoryRequest } from '../../lib/key-calls.js';
import { LinkReader, type Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';
import { KINDS, OWNER_KINDS, RISK_REASONS } from './key-risks.js';

export const KEY_SORTS = [
  'risk',
  'name',
  'created_at',
  'expires_at',
  'last_used_at',
  'cost_last_30_days',
  'requests_last_30_days',
] as const satisfies readonly KeyInventoryQuery['sort'][];
export type KeySort = (typeof KEY_SORTS)[number];

/** What is either so or not; null: both. */
export type YesNo = 'true' | 'false';

export interface KeysView {
  q: string;
  risk: readonly KeyRiskReason[];
  project_id: readonly string[];
  owner_kind: readonly KeyOwnerKind[];
  kind: readonly KeyKind[];
  needs_decision: YesNo | null;
  snoozed: YesNo | null;
  sort: Sort<KeySort>;
  /** Those that OpenAI no longer lists too. */
  all: boolean;
  /** How the reasons are told. */
  view: 'chart' | 'table';
}

export const DEFAULT_VIEW: KeysView = {
  q: '',
  risk: [],
  project_id: [],
  owner_kind: [],
  kind: [],
  needs_decision: null,
  snoozed: null,
  sort: { column: 'risk', descending: true },
  all: false,
  view: 'chart',
};

const LISTS = ['risk', 'project_id', 'owner_kind', 'kind'] as const;
const CHOICES = ['needs_decision', 'snoozed'] as const;
const NAMES = ['q', 'sort', 'show', 'view', ...LISTS, ...CHOICES];
const YES_NO = ['true', 'false'] as const;

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readKeysView(search: SearchParams): { view: KeysView; repairs: Repair[] } {
  const link = new LinkReader(search, NAMES);
  const view: KeysView = {
    q: link.searched('q'),
    risk: link.allAmong('risk', RISK_REASONS),
    project_id: link.open('project_id'),
    owner_kind: link.allAmong('owner_kind', OWNER_KINDS),
    kind: link.allAmong('kind', KINDS),
    needs_decision: link.among('needs_decision', YES_NO),
    snoozed: link.among('snoozed', YES_NO),
    sort: link.sort(KEY_SORTS) ?? DEFAULT_VIEW.sort,
    all: link.among('show', ['current', 'all']) === 'all',
    view: link.among('view', ['chart', 'table']) ?? 'chart',
  };
  return { view, repairs: link.repairs };
}

/** The shortest link that reads back as this view. */
export function writeKeysView(view: KeysView): SearchParams {
  const { sort, all } = view;
  const { column, descending } = DEFAULT_VIEW.sort;
  return {
    ...filtersOf(view),
    ...((sort.column !== column || sort.descending !== descending) && { sort: spellSort(sort) }),
    ...(all && { show: 'all' }),
    ...(view.view === 'table' && { view: 'table' }),
  };
}

/** What the view asks of the API. */
export const requestOf = (view: KeysView): KeyInventoryRequest => ({
  ...filtersOf(view),
  sort: spellSort(view.sort),
  ...(view.all && { include_gone: 'true' }),
});

/** The filters that are set, named in a link as the API names them. */
function filtersOf(view: KeysView): SearchParams {
  const filters: SearchParams = {};
  if (view.q !== '') filters['q'] = view.q;
  for (const name of LISTS) if (view[name].length > 0) filters[name] = [...view[name]];
  for (const name of CHOICES) {
    const choice = view[name];
    if (choice !== null) filters[name] = choice;
  }
  return filters;
}

/** How many filters are set, the search among them. */
export const filterCount = (view: KeysView): number => Object.keys(filtersOf(view)).length;

/** The same view with nothing filtered. */
export const unfiltered = ({ sort, all, view }: KeysView): KeysView => ({ ...DEFAULT_VIEW, sort, all, view });

const spellSort = ({ column, descending }: Sort<KeySort>): string => `${descending ? '-' : ''}${column}`;
