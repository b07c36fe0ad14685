/** Every key that a caller may see, one row each, as the statement of the inventory judges them. */
import { unixTimeSql } from '../directory/directory-object.js';
import { type Bind, scopeConditions } from '../directory/list-query.js';
import type { Scope } from '../http/scope.js';
import type { KeyTraffic } from '../metering/key-traffic.store.js';
import type { SpendTable } from '../metering/spend.store.js';
import type { OrganizationPolicy } from './key-policies.store.js';
import { reasonBits } from './risk-sql.js';

/** What the rows are made from, beside the directory. */
export interface InventorySources {
  now: Date;
  scope: Scope;
  /** Of the organizations whose keys are asked for; those of others are left out. */
  policies: readonly OrganizationPolicy[];
  spend: SpendTable;
  traffic: KeyTraffic;
  includeGone: boolean;
}

/** An owner is called as OpenAI calls them in the key; where it has no name for them, as in the list of members. */
const OWNER_NAME = `coalesce(o.object #>> '{owner,user,name}', o.object #>> '{owner,service_account,name}',
         o.object #>> '{owner,name}', member.name)`;
const OWNER_EMAIL = `coalesce(o.object #>> '{owner,user,email}', member.object ->> 'email')`;

/** OpenAI's word for project keys; of an admin key's owner, and where it has none, whether they are still a member. */
const OWNER_HAS_ACCESS = `CASE WHEN o.kind = 'api_key' THEN
         coalesce(CASE o.object ->> 'owner_project_access' WHEN 'active' THEN true WHEN 'inactive' THEN false END,
                  CASE WHEN member.gone_at IS NOT NULL THEN false END)
       WHEN member.id IS NOT NULL THEN member.gone_at IS NULL END`;

const SEARCHED = [
  'o.name',
  'label.label',
  'o.id',
  `o.object ->> 'redacted_value'`,
  OWNER_NAME,
  OWNER_EMAIL,
  'project.name',
];

/**
 * `policies` and `judged`, for a WITH: keys with their policy, costs, requests, labels, snoozes and reasons.
 *
 * Project keys that OpenAI lists among the admin keys are there once, as project keys. Each step is materialized: put
 * into one, Postgres would look a cost up again for each reason that asks for it.
 */
export function judgedRows(
  { now, scope, policies, spend, traffic, includeGone }: InventorySources,
  q: string | undefined,
  bind: Bind,
): string {
  const at = `${bind(now)}::timestamptz`;
  const name = `(o.organization_id || '/' || o.id)`;
  const knownIn = (organizations: readonly number[]): string =>
    `o.organization_id = ANY (${bind(organizations)}::integer[])`;
  const conditions = [
    `o.kind IN ('api_key', 'admin_api_key')`,
    ...scopeConditions(scope, bind),
    ...(includeGone ? [] : ['o.gone_at IS NULL']),
    `NOT (o.kind = 'admin_api_key' AND EXISTS (SELECT FROM directory_objects other
        WHERE other.organization_id = o.organization_id AND other.kind = 'api_key' AND other.id = o.id))`,
  ];
  return `policies AS MATERIALIZED (${policiesTable(policies, at, bind)}),
  known AS MATERIALIZED (
    SELECT ${at} AS now, o.organization_id, o.kind, o.id, o.parent_id, o.project_id,
       project.name AS project_name, policy.openai_id AS organization, o.name, label.label,
       o.object ->> 'redacted_value' AS redacted_value, o.created_at,
       o.last_used_at, o.first_seen_at, o.last_seen_at, o.gone_at, o.gone_reason, ${unixTimeSql(`o.object -> 'expires_at'`)} AS expires_at,
       o.owner_id, o.object #>> '{owner,type}' AS owner_type, ${OWNER_NAME} AS owner_name,
       ${OWNER_EMAIL} AS owner_email, ${OWNER_HAS_ACCESS} AS owner_has_access,
       member.gone_at AS owner_left_at, snooze.until AS snoozed_until,
       snooze.since AS snoozed_at, snooze.reason AS snooze_reason, snooze.set_by AS snooze_set_by,
       coalesce(made.credential_id, o.id) AS credential_id, replaced.at AS replaced_at, leak.since AS leaked_since, policy.old_from,
       policy.stale_from, policy.never_used_from, policy.require_expiry, policy.require_name,
       coalesce(o.project_id = ANY (policy.project_ids)
         OR position(lower(policy.name_contains) IN lower(project.name)) > 0, false) AS is_production,
       CASE WHEN ${knownIn(spend.knownIn)}
            THEN coalesce((${bind(spend.byName)}::jsonb -> ${name} ->> 0)::numeric, 0) END AS cost,
       CASE WHEN ${knownIn(traffic.knownIn)}
            THEN coalesce((${bind(traffic.requestsByName)}::jsonb ->> ${name})::numeric, 0) END AS requests,
       ${q === undefined || q === '' ? 'true' : searchCondition(q, bind)} AS is_found
      FROM directory_objects o JOIN policies policy ON policy.organization_id = o.organization_id
      LEFT JOIN directory_objects project ON project.organization_id = o.organization_id AND project.kind = 'project'
           AND project.id = o.project_id AND project.parent_id = ''
      LEFT JOIN directory_objects member ON member.organization_id = o.organization_id AND member.kind = 'user'
           AND member.id = o.owner_id AND member.parent_id = ''
      LEFT JOIN key_labels label ON label.organization_id = o.organization_id
           AND label.project_id = coalesce(o.project_id, '') AND label.key_id = o.id
      LEFT JOIN key_snoozes snooze ON snooze.organization_id = o.organization_id
           AND snooze.project_id = coalesce(o.project_id, '') AND snooze.key_id = o.id AND snooze.until > ${at}
      LEFT JOIN key_successions made ON made.organization_id = o.organization_id AND made.new_key_id = o.id
      LEFT JOIN (SELECT organization_id, old_key_id, max(made_at) AS at FROM key_successions GROUP BY 1, 2) replaced
        ON replaced.organization_id = o.organization_id AND replaced.old_key_id = o.id
      LEFT JOIN (SELECT organization_id, project_id, api_key_id, min(leaked_since) AS since
                   FROM incidents WHERE closed_at IS NULL GROUP BY 1, 2, 3) leak
        ON leak.organization_id = o.organization_id AND leak.project_id = o.project_id AND leak.api_key_id = o.id
     WHERE ${conditions.join('\n       AND ')}
  ),
  judged AS MATERIALIZED (
    SELECT k.*, ${reasonBits()} AS reasons FROM known k
  )`;
}

function searchCondition(q: string, bind: Bind): string {
  const pattern = bind(`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`);
  return `(${SEARCHED.map((text) => `coalesce(${text}, '') ILIKE ${pattern}`).join(' OR ')})`;
}

/** Thresholds as the instants before which they are passed; null asks for nothing, for a comparison with it is not true. */
function policiesTable(policies: readonly OrganizationPolicy[], at: string, bind: Bind): string {
  const rows = policies.map(({ organizationNumber, policy: { no_member_keys_in: production, ...policy } }) => ({
    ...policy,
    organization_id: organizationNumber,
    openai_id: policy.organization_id,
    project_ids: production.project_ids,
    name_contains: production.name_contains,
  }));
  const from = (days: string): string => `${at} - make_interval(days => policy.${days})`;
  return `SELECT policy.*, ${from('max_age_days')} AS old_from, ${from('stale_after_days')} AS stale_from,
      ${from('never_used_after_days')} AS never_used_from FROM jsonb_to_recordset(${bind(JSON.stringify(rows))}::jsonb) AS policy (organization_id integer,
      openai_id text, max_age_days integer, stale_after_days integer, never_used_after_days integer,
      require_expiry boolean, require_name boolean, project_ids text[], name_contains text)`;
}
