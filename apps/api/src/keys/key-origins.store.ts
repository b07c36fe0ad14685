import type { KeyInventoryItem } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { answerOf, type StoredEvent } from '../audit-log/audit-event.js';
import { inWhere, scopeConditions } from '../audit-log/audit-filters.js';
import { objectOf, payloadOf } from '../audit-log/payload.js';
import type { Bind } from '../directory/list-query.js';
import type { Scope } from '../http/scope.js';

export type Origin = Pick<KeyInventoryItem, 'created_by' | 'scopes'>;
/** By organization and key, see `nameOf`; a key that no event tells of is not in it. */
export type Origins = ReadonlyMap<string, Origin>;

interface KeyName {
  organization_id: number;
  id: string;
}

interface EventRow extends StoredEvent {
  organization_number: number;
  actor_name: string | null;
}

const CREATED = ['api_key.created', 'admin_api_key.created', 'tenant.admin_api_key.created'];
const UPDATED = ['api_key.updated'];

const NOTHING_KNOWN: Origin = { created_by: null, scopes: null };
const nameOf = ({ organization_id, id }: KeyName): string => `${organization_id}/${id}`;

/** What OpenAI's audit log tells of keys, and their lists do not: who made them, from where, and what they may do. */
@Injectable()
export class KeyOriginsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Of the keys of a page, in one statement. */
  async of(keys: readonly KeyName[], scope: Scope): Promise<Origins> {
    const origins = new Map<string, Origin>();
    if (keys.length === 0) return origins;
    const parameters: unknown[] = [];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const conditions = [
      ...scopeConditions(scope, bind),
      `e.type = ANY (${bind([...CREATED, ...UPDATED])}::text[])`,
      `e.resource_ids && ${bind(keys.map(({ id }) => id))}::text[]`,
    ];
    const events: EventRow[] = await this.dataSource.query(
      `SELECT e.id, o.openai_id AS organization, e.organization_id AS organization_number, e.is_tenant, e.type,
              e.effective_at, e.event, e.first_seen_at, actor.name AS actor_name
         FROM audit_events e JOIN organizations o ON o.id = e.organization_id
         LEFT JOIN LATERAL (
           SELECT a.name FROM directory_objects a WHERE a.organization_id = e.organization_id AND a.id = e.actor_id
              AND a.kind IN ('user', 'service_account') LIMIT 1) actor ON true
        WHERE ${inWhere(conditions)} ORDER BY e.effective_at, e.id`,
      parameters,
    );
    for (const event of events) {
      const id = payloadOf(event.event)['id'];
      if (typeof id !== 'string') continue;
      const name = nameOf({ organization_id: event.organization_number, id });
      origins.set(name, toldBy(event, origins.get(name) ?? NOTHING_KNOWN));
    }
    return origins;
  }
}

/** What is known of a key; `origins` null: the caller may not know. */
export function originOf(origins: Origins | null, key: KeyName): Origin {
  return origins?.get(nameOf(key)) ?? NOTHING_KNOWN;
}

/** What is known after an event, if that was known before it. */
function toldBy(row: EventRow, { created_by, scopes }: Origin): Origin {
  const payload = payloadOf(row.event);
  const isCreation = CREATED.includes(row.type);
  const told = objectOf(payload[isCreation ? 'data' : 'changes_requested'])['scopes'];
  const isTold = Array.isArray(told) && told.every((scope) => typeof scope === 'string');
  return { created_by: isCreation ? creatorOf(row) : created_by, scopes: isTold ? told : scopes };
}

function creatorOf(row: EventRow): Origin['created_by'] {
  const { effective_at, actor } = answerOf(row);
  return {
    event_id: row.id,
    at: effective_at,
    id: actor?.id ?? null,
    name: row.actor_name,
    email: actor?.email ?? null,
    ip_address: actor?.ip_address ?? null,
  };
}
