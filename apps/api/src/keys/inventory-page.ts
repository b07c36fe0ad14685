/** One page of the inventory and what it is a page of, in one statement. */
import type { KeyInventorySummary, KeyRisk } from '@bursar/contract';
import { instantSql } from '../directory/directory-object.js';
import { afterCondition, type Bind, type Sort } from '../directory/list-query.js';
import type { Cursor } from '../directory/cursor.js';
import { inventoryConditions, type InventoryFilters } from './inventory-filters.js';
import { type InventorySources, judgedRows } from './inventory-rows.js';
import { reasonCounts, risksJson } from './risk-sql.js';

export interface PageRow {
  organization_id: number;
  organization: string | null;
  kind: 'api_key' | 'admin_api_key';
  id: string;
  parent_id: string;
  project_id: string | null;
  project_name: string | null;
  is_production: boolean;
  name: string | null;
  label: string | null;
  redacted_value: string | null;
  owner_type: string | null;
  owner_id: string | null;
  owner_name: string | null;
  owner_email: string | null;
  owner_has_access: boolean | null;
  created_at: string | null;
  expires_at: string | null;
  last_used_at: string | null;
  first_seen_at: string;
  last_seen_at: string;
  gone_at: string | null;
  gone_reason: string | null;
  cost: string | null;
  requests: number | null;
  credential_id: string;
  risks: KeyRisk[];
  needs_decision: boolean;
  snoozed_until: string | null;
  snoozed_at: string | null;
  snooze_reason: string | null;
  snoozed_by: string | null;
  sort_value: string | null;
}

export interface InventoryPage {
  page: PageRow[];
  counts: Pick<KeyInventorySummary, 'keys' | 'need_decision' | 'snoozed' | 'by_reason'>;
  matching: KeyInventorySummary['matching'];
  costs: Omit<NonNullable<KeyInventorySummary['costs']>, 'currency'>;
}

export interface PageQuestion {
  filters: InventoryFilters;
  sort: Sort;
  cursor: Cursor | null;
  /** One more than are shown tells whether there are others. */
  limit: number;
}

const PLAIN = [
  ...[
    'organization_id',
    'organization',
    'kind',
    'id',
    'parent_id',
    'project_id',
    'project_name',
    'is_production',
    'name',
  ],
  ...[
    'label',
    'redacted_value',
    'owner_type',
    'owner_id',
    'owner_name',
    'owner_email',
    'owner_has_access',
    'gone_reason',
  ],
  ...['credential_id', 'needs_decision', 'snooze_reason'],
];
const INSTANTS = [
  ...['created_at', 'expires_at', 'last_used_at', 'first_seen_at', 'last_seen_at', 'gone_at'],
  ...['snoozed_until', 'snoozed_at'],
];

const plainDecimal = (value: string): string => `trim_scale(${value})::text`;

/** As a cursor keeps it: never a number of JSON, which would lose digits. */
const SORT_TEXT = {
  text: 'k.sort_value',
  numeric: plainDecimal('k.sort_value'),
  timestamptz: `to_char(k.sort_value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
} as const;

/** A single row of `page`, `counts`, `matching` and `costs`. */
export function pageStatement(sources: InventorySources, question: PageQuestion, bind: Bind): string {
  const { filters, sort, cursor, limit } = question;
  const conditions = inventoryConditions(filters, bind);
  const order = `${sort.value} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, o.id, o.parent_id, o.organization_id`;
  return `WITH ${judgedRows(sources, bind)},
  matching AS MATERIALIZED (SELECT k.* FROM judged k WHERE ${['true', ...conditions].join(' AND ')}),
  page AS MATERIALIZED (
    SELECT o.*, ${sort.value} AS sort_value, row_number() OVER (ORDER BY ${order}) AS place FROM matching o
     WHERE ${cursor === null ? 'true' : afterCondition(sort, cursor, bind)} ORDER BY ${order} LIMIT ${bind(limit)}
  )
  SELECT (SELECT coalesce(json_agg(row_to_json(shown) ORDER BY shown.place), '[]') FROM (${shownRows(sort)}) shown) AS page,
         (SELECT json_build_object('keys', count(*)::integer, 'need_decision', count(*) FILTER (WHERE k.needs_decision)::integer,
                   'snoozed', count(k.snoozed_until)::integer, 'by_reason', ${reasonCounts()}) FROM judged k) AS counts,
         (SELECT json_build_object('keys', count(*)::integer, 'need_decision', count(*) FILTER (WHERE k.needs_decision)::integer,
                   'cost', ${plainDecimal('sum(k.cost)')}, 'requests', sum(k.requests)) FROM matching k) AS matching,
         (${costsRow(sources, bind)}) AS costs`;
}

/** The rows of the page as they are answered; what is looked up for each is looked up for them alone. */
function shownRows(sort: Sort): string {
  return `SELECT k.place, ${PLAIN.map((column) => `k.${column}`).join(', ')},
      ${INSTANTS.map((column) => `${instantSql(`k.${column}`)} AS ${column}`).join(', ')},
      ${plainDecimal('k.cost')} AS cost, k.requests, person.name AS snoozed_by, ${risksJson()} AS risks,
      ${SORT_TEXT[sort.type]} AS sort_value
    FROM (SELECT page.*, coalesce(lost.at, page.owner_left_at) AS owner_lost_at
            FROM page LEFT JOIN LATERAL (
              SELECT max(h.changed_at) AS at FROM directory_history h
               WHERE h.organization_id = page.organization_id AND h.kind = page.kind AND h.object_id = page.id
                 AND h.field = 'owner_project_access' AND h.new_value = '"inactive"') lost ON true) k
    LEFT JOIN people person ON person.id = k.snoozed_by`;
}

/** What was billed in all, and how it is shared out; exact, for all of it comes from the same sums. */
function costsRow({ spend }: InventorySources, bind: Bind): string {
  const decimal = (value: string): string => `trim_scale(${value})::text`;
  return `SELECT json_build_object('of_keys', ${decimal('c.of_keys')}, 'of_other_keys', ${decimal('c.of_all_keys - c.of_keys')},
                'without_key', ${decimal('c.total - c.of_all_keys')}, 'total', ${decimal('c.total')})
      FROM (SELECT coalesce((SELECT sum(k.cost) FROM judged k), 0) AS of_keys,
                   coalesce((SELECT sum((sums.value ->> 0)::numeric) FROM jsonb_each(${bind(spend.byName)}::jsonb) sums
                     WHERE split_part(sums.key, '/', 1)::integer IN (SELECT organization_id FROM policies)), 0) AS of_all_keys,
                   coalesce((SELECT sum((sums.value ->> 0)::numeric) FROM jsonb_each(${bind(JSON.stringify(spend.totals))}::jsonb) sums
                     WHERE sums.key::integer IN (SELECT organization_id FROM policies)), 0) AS total) c`;
}
