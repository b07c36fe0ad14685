/** One page of the inventory and what it is a page of, in one statement. */
import type { KeyInventorySummary, KeyRisk } from '@bursar/contract';
import { instantSql } from '../directory/directory-object.js';
import { afterCondition, type Bind, type Sort } from '../directory/list-query.js';
import type { Cursor } from '../directory/cursor.js';
import { inventoryConditions, type InventoryFilters } from './inventory-filters.js';
import { type InventorySources, judgedRows } from './inventory-rows.js';
import { needsDecision, reasonCounts, risksJson } from './risk-sql.js';

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
  const rows = judgedRows(sources, filters.q, bind);
  const matches = inventoryConditions(filters, bind).join(' AND ');
  const order = (value: string): string =>
    `${value} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, o.id, o.parent_id, o.organization_id`;
  return `WITH ${rows},
  page AS MATERIALIZED (
    SELECT o.*, ${sort.value} AS sort_value
      FROM (SELECT k.*, ${needsDecision()} AS needs_decision FROM judged k WHERE ${matches}) o
     WHERE ${cursor === null ? 'true' : afterCondition(sort, cursor, bind)} ORDER BY ${order(sort.value)} LIMIT ${bind(limit)}
  )
  SELECT (SELECT coalesce(json_agg(row_to_json(o) ORDER BY ${order('o.sort_order')}), '[]') FROM (${shownRows(sort)}) o) AS page,
         summary.counts, summary.matching, (${costsRow(sources, bind)}) AS costs
    FROM (
      SELECT json_build_object('keys', count(*), 'need_decision', count(*) FILTER (WHERE ${needsDecision()}),
               'snoozed', count(k.snoozed_until), 'by_reason', ${reasonCounts()}) AS counts,
             json_build_object('keys', count(*) FILTER (WHERE ${matches}),
               'need_decision', count(*) FILTER (WHERE ${matches} AND ${needsDecision()}),
               'cost', ${plainDecimal(`sum(k.cost) FILTER (WHERE ${matches})`)},
               'requests', sum(k.requests) FILTER (WHERE ${matches})) AS matching,
             coalesce(sum(k.cost), 0) AS of_keys
        FROM judged k) summary`;
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
  ...['credential_id', 'requests', 'needs_decision', 'snooze_reason'],
];
const INSTANTS = [
  ...['created_at', 'expires_at', 'last_used_at', 'first_seen_at', 'last_seen_at', 'gone_at'],
  ...['snoozed_until', 'snoozed_at'],
];

/** The rows of the page as they are answered; what is looked up for each is looked up for them alone. */
function shownRows(sort: Sort): string {
  const instants = INSTANTS.map((column) => `${instantSql(`k.${column}`)} AS ${column}`);
  return `SELECT ${PLAIN.map((column) => `k.${column}`).join(', ')}, ${instants.join(', ')},
      ${plainDecimal('k.cost')} AS cost, person.name AS snoozed_by, ${risksJson()} AS risks,
      ${SORT_TEXT[sort.type]} AS sort_value, k.sort_value AS sort_order
    FROM (SELECT page.*, coalesce(lost.at, page.owner_left_at) AS owner_lost_at
            FROM page LEFT JOIN LATERAL (
              SELECT max(h.changed_at) AS at FROM directory_history h
               WHERE h.organization_id = page.organization_id AND h.kind = page.kind AND h.object_id = page.id
                 AND h.field = 'owner_project_access' AND h.new_value = '"inactive"') lost ON true) k
    LEFT JOIN people person ON person.id = k.snooze_set_by`;
}

/** What was billed in all, and how it is shared out; exact, for all of it comes from the same sums. */
function costsRow({ spend, policies }: InventorySources, bind: Bind): string {
  const shares = policies.map(({ organizationNumber: number }) => ({
    named: spend.named[number] ?? '0',
    total: spend.totals[number] ?? '0',
  }));
  return `SELECT json_build_object('of_keys', ${plainDecimal('summary.of_keys')},
                'of_other_keys', ${plainDecimal('coalesce(sum(share.named), 0) - summary.of_keys')},
                'without_key', ${plainDecimal('coalesce(sum(share.total - share.named), 0)')},
                'total', ${plainDecimal('coalesce(sum(share.total), 0)')})
            FROM jsonb_to_recordset(${bind(JSON.stringify(shares))}::jsonb) AS share (named numeric, total numeric)`;
}
