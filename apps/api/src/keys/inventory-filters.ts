/** What a query of the inventory leaves of its rows `k`, and in which order. */
import type { KeyInventoryQuery, KeyKind } from '@bursar/contract';
import type { Bind, Sort } from '../directory/list-query.js';
import { hasAnyOf, needsDecision, riskRank, WAS_USED_LATELY } from './risk-sql.js';

export type InventoryFilters = Partial<Omit<KeyInventoryQuery, 'limit' | 'cursor' | 'sort'>>;

const KIND_OF: Readonly<Record<KeyKind, string>> = { project: 'api_key', admin: 'admin_api_key' };

/** What may be sorted by, on the rows `o`. */
const SORTS: Readonly<Record<string, Pick<Sort, 'value' | 'type'>>> = {
  risk: { value: riskRank('o'), type: 'numeric' },
  name: { value: 'lower(coalesce(o.label, o.name))', type: 'text' },
  created_at: { value: 'o.created_at', type: 'timestamptz' },
  expires_at: { value: 'o.expires_at', type: 'timestamptz' },
  last_used_at: { value: 'o.last_used_at', type: 'timestamptz' },
  cost_last_30_days: { value: 'o.cost', type: 'numeric' },
  requests_last_30_days: { value: 'o.requests', type: 'numeric' },
};

/** @throws Error for a sort that the contract does not let through. */
export function inventorySort(written: string): Sort {
  const descending = written.startsWith('-');
  const field = descending ? written.slice(1) : written;
  const sort = SORTS[field];
  if (sort === undefined) throw new Error(`There is no way to sort keys by ${field}.`);
  return { ...sort, ofSpend: false, descending };
}

/** But for `q`, which is looked for where the texts are. */
export function inventoryConditions(filters: InventoryFilters, bind: Bind): string[] {
  const { risk, snoozed, needs_decision: asksFor, min_cost_last_30_days: leastCost } = filters;
  const anyOf = {
    'k.id': filters.id,
    'k.project_id': filters.project_id,
    'k.owner_id': filters.owner_id,
    'k.owner_type': filters.owner_kind,
    'k.kind': filters.kind?.map((kind) => KIND_OF[kind]),
    'k.credential_id': filters.credential_id,
  };
  return [
    'k.is_found',
    ...Object.entries(anyOf).flatMap(([column, values]) =>
      values === undefined ? [] : [`${column} = ANY (${bind(values)}::text[])`],
    ),
    ...(risk === undefined ? [] : [hasAnyOf(risk)]),
    ...(snoozed === undefined ? [] : [`k.snoozed_until IS ${snoozed ? 'NOT NULL' : 'NULL'}`]),
    ...(asksFor === undefined ? [] : [`${needsDecision()} = ${bind(asksFor)}::boolean`]),
    ...useConditions(filters, bind),
    ...(leastCost === undefined ? [] : [`k.cost >= ${bind(leastCost)}::numeric`]),
  ];
}

/** Of as many days tell requests and costs whether a key was used. */
const LATELY_DAYS = 30;

/**
 * By OpenAI's `last_used_at`, and where requests or costs know of a use that it does not tell, by these: of when in the
 * last 30 days that was they say nothing.
 */
function useConditions(
  { used_within_days: within, unused_for_days: unused, never_used: never }: InventoryFilters,
  bind: Bind,
): string[] {
  const ago = (days: number): string => `k.now - make_interval(days => ${bind(days)}::integer)`;
  const neverUsed = `(k.last_used_at IS NULL AND NOT ${WAS_USED_LATELY})`;
  const conditions: string[] = [];
  if (within !== undefined) {
    const lately = within >= LATELY_DAYS ? ` OR ${WAS_USED_LATELY}` : '';
    conditions.push(`(k.last_used_at >= ${ago(within)}${lately})`);
  }
  if (unused !== undefined) {
    const lately = unused >= LATELY_DAYS ? WAS_USED_LATELY : `(k.last_used_at IS NULL AND ${WAS_USED_LATELY})`;
    conditions.push(`(coalesce(k.last_used_at, k.created_at) <= ${ago(unused)} AND NOT ${lately})`);
  }
  if (never !== undefined) conditions.push(never ? neverUsed : `NOT ${neverUsed}`);
  return conditions;
}
