/** What the rows of a list spent and when they were last used, as two tables that its statement joins. */
import type { SpendDimension, SpendTable } from '../metering/spend.store.js';
import type { KindName } from './kinds.js';
import type { Bind } from './list-query.js';

/** What the costs of a kind are added up by; absent: it has none to show. A member spends through the keys they own. */
export const SPENT_BY: Readonly<Partial<Record<KindName, SpendDimension>>> = {
  project: 'project_id',
  api_key: 'api_key_id',
  user: 'api_key_id',
};

/** For lists that show neither. */
export const NO_SPEND = `
  LEFT JOIN (SELECT NULL::numeric AS last_30_days, NULL::numeric AS month_to_date) spend ON false
  LEFT JOIN (SELECT NULL::timestamptz AS last_at) activity ON false`;

/**
 * Joins `spend` (last_30_days, month_to_date) and `activity` (last_at) to the rows `o` of a list.
 *
 * Who is in no row of the table spent nothing, if anything is known of their organization.
 */
export function spendJoins(kind: KindName, { spends: rows, knownIn }: SpendTable, bind: Bind): string {
  const known = `unnest(${bind(rows.map(({ organizationId }) => organizationId))}::integer[],
                        ${bind(rows.map(({ id }) => id))}::text[],
                        ${bind(rows.map(({ last30Days }) => last30Days))}::numeric[],
                        ${bind(rows.map(({ monthToDate }) => monthToDate))}::numeric[])
                   AS known (organization_id, id, last_30_days, month_to_date)`;
  const isKnown = `o.organization_id = ANY (${bind(knownIn)}::integer[])`;
  const sums =
    kind === 'user'
      ? `SELECT k.organization_id, k.owner_id AS id, sum(known.last_30_days) AS last_30_days,
                sum(known.month_to_date) AS month_to_date
           FROM ${known} JOIN directory_objects k
             ON k.organization_id = known.organization_id AND k.kind = 'api_key' AND k.id = known.id
          GROUP BY 1, 2`
      : `SELECT * FROM ${known}`;
  return `
  LEFT JOIN (${sums}) spent ON spent.organization_id = o.organization_id AND spent.id = o.id
  LEFT JOIN LATERAL (
    SELECT CASE WHEN ${isKnown} THEN coalesce(spent.last_30_days, 0) END AS last_30_days,
           CASE WHEN ${isKnown} THEN coalesce(spent.month_to_date, 0) END AS month_to_date) spend ON true
  ${activityJoin(kind)}`;
}

/** When a key was last used, or of a project and a member the latest of their keys; gone ones have been used too. */
function activityJoin(kind: KindName): string {
  if (kind === 'api_key') return `LEFT JOIN LATERAL (SELECT o.last_used_at AS last_at) activity ON true`;
  const of = kind === 'user' ? 'owner_id' : 'project_id';
  return `LEFT JOIN (
    SELECT organization_id, ${of} AS id, max(last_used_at) AS last_at FROM directory_objects
     WHERE kind = 'api_key' AND ${of} IS NOT NULL GROUP BY 1, 2) used
    ON used.organization_id = o.organization_id AND used.id = o.id
  LEFT JOIN LATERAL (SELECT greatest(used.last_at, o.last_used_at) AS last_at) activity ON true`;
}
