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
  /** Days; null: not filtered by it. */
  used_within_days: number | null;
  unused_for_days: number | null;
  never_used: YesNo | null;
  /** A plain decimal in the currency of the costs, as somebody wrote it. */
  min_cost_last_30_days: string | null;
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
  used_within_days: null,
  unused_for_days: null,
  never_used: null,
  min_cost_last_30_days: null,
  sort: { column: 'risk', descending: true },
  all: false,
  view: 'chart',
};

const LISTS = ['risk', 'project_id', 'owner_kind', 'kind'] as const;
const CHOICES = ['needs_decision', 'snoozed', 'never_used'] as const;
const DAYS = ['used_within_days', 'unused_for_days'] as const;
const COST = 'min_cost_last_30_days';
const NAMES = ['q', 'sort', 'show', 'view', ...LISTS, ...CHOICES, ...DAYS, COST];
/** The longest time that the API takes. */
const MOST_DAYS = 3650;
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
    used_within_days: daysOf(link, 'used_within_days'),
    unused_for_days: daysOf(link, 'unused_for_days'),
    never_used: link.among('never_used', YES_NO),
    min_cost_last_30_days: link.accepted(COST, isLeastCost),
    sort: link.sort(KEY_SORTS) ?? DEFAULT_VIEW.sort,
    all: link.among('show', ['current', 'all']) === 'all',
    view: link.among('view', ['chart', 'table']) ?? 'chart',
  };
  return { view, repairs: link.repairs };
}

/** Of the digits that the API takes of an amount, with a point. */
export const LONGEST_COST = 61;

/** An amount that the API takes: it is compared exactly, digit by digit. */
export const isLeastCost = (text: string): boolean => /^(0|[1-9]\d{0,25})(\.\d{1,34})?$/.test(text);

function daysOf(link: LinkReader, name: (typeof DAYS)[number]): number | null {
  const text = link.accepted(name, (days) => /^[1-9]\d{0,3}$/.test(days) && Number(days) <= MOST_DAYS);
  return text === null ? null : Number(text);
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
  for (const name of DAYS) {
    const days = view[name];
    if (days !== null) filters[name] = String(days);
  }
  if (view[COST] !== null) filters[COST] = view[COST];
  return filters;
}

/** How many filters are set, the search among them. */
export const filterCount = (view: KeysView): number => Object.keys(filtersOf(view)).length;

/** The same view with nothing filtered. */
export const unfiltered = ({ sort, all, view }: KeysView): KeysView => ({ ...DEFAULT_VIEW, sort, all, view });

const spellSort = ({ column, descending }: Sort<KeySort>): string => `${descending ? '-' : ''}${column}`;
