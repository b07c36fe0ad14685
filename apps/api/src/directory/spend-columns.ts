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
  LEFT JOIN LATERAL (SELECT NULL::numeric AS last_30_days, NULL::numeric AS month_to_date) spend ON true
  LEFT JOIN LATERAL (SELECT NULL::timestamptz AS last_at) activity ON true`;

/**
 * Joins `spend` (last_30_days, month_to_date) and `activity` (last_at) to the rows `o` of a list.
 *
 * Who is not in the table spent nothing, if anything is known of their organization. Each row looks itself up instead of
 * being joined: Postgres cannot know how many rows of a table that it is given meet those of a list, and has been seen
 * to compare each with each.
 */
export function spendJoins(kind: KindName, { byName, knownIn }: SpendTable, bind: Bind): string {
  const table = `${bind(byName)}::jsonb`;
  const isKnown = `o.organization_id = ANY (${bind(knownIn)}::integer[])`;
  const sum = (row: string, place: 0 | 1): string =>
    `(${table} -> (${row}.organization_id || '/' || ${row}.id) ->> ${place})::numeric`;
  const known = (value: string, name: string): string =>
    `CASE WHEN ${isKnown} THEN coalesce(${value}, 0) END AS ${name}`;
  if (kind === 'user') {
    return `
  LEFT JOIN LATERAL (
    SELECT sum(${sum('k', 0)}) AS last_30_days, sum(${sum('k', 1)}) AS month_to_date, max(k.last_used_at) AS last_at
      FROM directory_objects k
     WHERE k.organization_id = o.organization_id AND k.kind = 'api_key' AND k.owner_id = o.id) keys ON true
  LEFT JOIN LATERAL (
    SELECT ${known('keys.last_30_days', 'last_30_days')}, ${known('keys.month_to_date', 'month_to_date')}) spend ON true
  LEFT JOIN LATERAL (SELECT greatest(keys.last_at, o.last_used_at) AS last_at) activity ON true`;
  }
  return `
  LEFT JOIN LATERAL (SELECT ${known(sum('o', 0), 'last_30_days')}, ${known(sum('o', 1), 'month_to_date')}) spend ON true
  ${activityJoin(kind)}`;
}

/** When a key was last used, or of a project the latest of its keys; gone ones have been used too. */
function activityJoin(kind: KindName): string {
  if (kind === 'api_key') return `LEFT JOIN LATERAL (SELECT o.last_used_at AS last_at) activity ON true`;
  return `LEFT JOIN LATERAL (
    SELECT greatest(max(k.last_used_at), o.last_used_at) AS last_at FROM directory_objects k
     WHERE k.organization_id = o.organization_id AND k.kind = 'api_key' AND k.project_id = o.id) activity ON true`;
}
