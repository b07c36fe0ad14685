import type { AuditEvent, AuditEventsQuery, AuditFacetsQuery } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readCursor, writeCursor } from '../directory/cursor.js';
import type { Scope } from '../http/scope.js';
import { answerOf, type StoredEvent } from './audit-event.js';
import { type AuditFilters, type Bind, filterConditions, inWhere, scopeConditions } from './audit-filters.js';

export interface EventPage {
  data: AuditEvent[];
  next_cursor: string | null;
}

export interface Facets {
  event_types: { event_type: string; count: number }[];
  actors: { actor: string; email: string | null; count: number }[];
}

interface EventRow extends StoredEvent {
  organization_number: number;
}

const NEWEST_FIRST = '-effective_at';
const MOST_TYPES = 200;
const MOST_ACTORS = 100;

const FROM = 'FROM audit_events e JOIN organizations o ON o.id = e.organization_id';

/** Reads audit events as they are stored. */
@Injectable()
export class AuditEventsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * One page, the newest first; those of one second by id, so that pages neither repeat nor hide one.
   *
   * @throws ProblemError 400 when the cursor is not one of this list.
   */
  async page(query: AuditEventsQuery, scope: Scope): Promise<EventPage> {
    const parameters: unknown[] = [];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const conditions = [
      ...scopeConditions(scope, bind),
      ...filterConditions(query, bind),
      ...(query.cursor === undefined ? [] : [behind(query.cursor, bind)]),
    ];
    const limit = bind(query.limit + 1);
    const rows: EventRow[] = await this.dataSource.query(
      // Of each organization its newest, as an index has them: of all together, the whole log would be sorted.
      `SELECT e.id, o.openai_id AS organization, e.organization_id AS organization_number, e.is_tenant, e.type,
              e.effective_at, e.event, e.first_seen_at
         FROM organizations o CROSS JOIN LATERAL (
           SELECT e.* FROM audit_events e WHERE e.organization_id = o.id AND ${inWhere(conditions)}
            ORDER BY e.effective_at DESC, e.id DESC LIMIT ${limit}) e
        ORDER BY e.effective_at DESC, e.id DESC, e.organization_id DESC LIMIT ${limit}`,
      parameters,
    );
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return { data: shown.map(answerOf), next_cursor: last === undefined ? null : cursorBehind(last) };
  }

  /** Types and actors of the events that the other filters leave, the most frequent first. */
  async facets(query: AuditFacetsQuery, scope: Scope): Promise<Facets> {
    const [types, actors] = await Promise.all([
      this.count<{ event_type: string; count: number }>({ ...query, event_type: undefined }, scope, {
        columns: 'e.type AS event_type',
        groups: 'e.type',
        limit: MOST_TYPES,
      }),
      this.count<{ actor: string; email: string | null; count: number }>({ ...query, actor: undefined }, scope, {
        columns: 'coalesce(e.actor_id, e.actor_email, e.actor_key_id) AS actor, max(e.actor_email) AS email',
        groups: 'coalesce(e.actor_id, e.actor_email, e.actor_key_id)',
        limit: MOST_ACTORS,
      }),
    ]);
    return { event_types: types, actors };
  }

  private async count<Row>(
    filters: AuditFilters,
    scope: Scope,
    by: { columns: string; groups: string; limit: number },
  ): Promise<Row[]> {
    const parameters: unknown[] = [];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const conditions = [
      ...scopeConditions(scope, bind),
      ...filterConditions(filters, bind),
      `${by.groups} IS NOT NULL`,
    ];
    return this.dataSource.query(
      `SELECT ${by.columns}, count(*)::integer AS count ${FROM} WHERE ${inWhere(conditions)}
        GROUP BY ${by.groups} ORDER BY count(*) DESC, ${by.groups} LIMIT ${by.limit}`,
      parameters,
    );
  }
}

function behind(text: string, bind: Bind): string {
  const { value, id, organizationId } = readCursor(text, NEWEST_FIRST, 'timestamptz');
  const [at, ownId, organization] = [bind(value), bind(id), bind(organizationId)];
  return `(e.effective_at, e.id, e.organization_id) < (${at}::timestamptz, ${ownId}::text, ${organization}::integer)`;
}

function cursorBehind({ effective_at: at, id, organization_number: organizationId }: EventRow): string {
  return writeCursor({ sort: NEWEST_FIRST, value: at.toISOString(), id, organizationId });
}
