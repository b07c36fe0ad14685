/** Filters of audit events as conditions of a statement over `audit_events e JOIN organizations o`. */
import type { AuditFacetsQuery } from '@bursar/contract';
import type { Scope } from '../http/scope.js';

export type AuditFilters = Partial<AuditFacetsQuery> & { id?: readonly string[] | undefined };

/** Adds a value to a statement's parameters and answers its placeholder. */
export type Bind = (value: unknown) => string;

/** What the caller may see: where only some projects are open to him, events without a project are not his. */
export function scopeConditions({ organizationIds, projectIds }: Scope, bind: Bind): string[] {
  return [
    ...(organizationIds === 'all' ? [] : [`e.organization_id = ANY (${bind(organizationIds)}::integer[])`]),
    ...(projectIds === 'all' ? [] : [`e.project_id = ANY (${bind(projectIds)}::text[])`]),
  ];
}

/** A repeated filter is OR, several are AND. */
export function filterConditions(filters: AuditFilters, bind: Bind): string[] {
  const anyOf = {
    'o.openai_id': filters.organization,
    'e.id': filters.id,
    'e.type': filters.event_type,
    'e.ip_address': filters.ip,
    'e.project_id': filters.project_id,
  };
  const actors = filters.actor?.flatMap((actor) => [actor, actor.toLowerCase()]);
  const overlapping = { 'e.actor_names': actors, 'e.resource_ids': filters.resource_id };
  return [
    ...Object.entries(anyOf).flatMap(([column, values]) =>
      values ? [`${column} = ANY (${bind(values)}::text[])`] : [],
    ),
    ...Object.entries(overlapping).flatMap(([column, values]) =>
      values ? [`${column} && ${bind(values)}::text[]`] : [],
    ),
    ...(filters.tenant === undefined ? [] : [`e.is_tenant = ${bind(filters.tenant === 'true')}::boolean`]),
    ...(filters.start === undefined ? [] : [`e.effective_at >= ${bind(filters.start)}::timestamptz`]),
    ...(filters.end === undefined ? [] : [`e.effective_at < ${bind(filters.end)}::timestamptz`]),
    ...(filters.q ? [`e.words LIKE ${bind(`%${filters.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`)}`] : []),
  ];
}

export const inWhere = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join('\n      AND ');
