/** One event: what is kept of OpenAI's raw object, and how it is answered. */
import type { AuditEvent } from '@bursar/contract';
import type { AuditEventObject } from '@bursar/openai-admin';
import { toInstant } from '../sync/problems.js';
import { changesOf } from './changes.js';
import { concernedObjects } from './concerned.js';
import { type Json, objectOf, payloadOf, textOf, textsBelow } from './payload.js';

/** The columns of a row, as Postgres takes them from JSON. */
export interface PromotedEvent {
  id: string;
  type: string;
  effective_at: string;
  project_id: string | null;
  project_name: string | null;
  actor_type: string | null;
  actor_id: string | null;
  actor_email: string | null;
  actor_key_id: string | null;
  ip_address: string | null;
  actor_names: string[];
  resource_ids: string[];
  words: string;
  event: Json;
}

/** A stored row as it is read. */
export interface StoredEvent {
  id: string;
  organization: string | null;
  is_tenant: boolean;
  type: string;
  effective_at: Date;
  event: Json;
  first_seen_at: Date;
}

/** An index entry has a limit, a column has none: what is longer is found by its beginning. */
const LONGEST_INDEXED = 500;
const MOST_RESOURCES = 100;
const MOST_WORDS = 20_000;

export function promoteEvent(event: AuditEventObject): PromotedEvent {
  const project = objectOf(event['project']);
  const actor = actorOf(event);
  const names = [actor?.id, actor?.email?.toLowerCase(), actor?.api_key_id];
  return {
    id: event.id,
    type: event.type.slice(0, LONGEST_INDEXED),
    effective_at: new Date(event.effective_at * 1000).toISOString(),
    project_id: textOf(project['id'])?.slice(0, LONGEST_INDEXED) ?? null,
    project_name: textOf(project['name']),
    actor_type: actor?.type ?? null,
    actor_id: actor?.id ?? null,
    actor_email: actor?.email ?? null,
    actor_key_id: actor?.api_key_id ?? null,
    ip_address: actor?.ip_address?.slice(0, LONGEST_INDEXED) ?? null,
    actor_names: names.flatMap((name) => (name ? [name.slice(0, LONGEST_INDEXED)] : [])),
    resource_ids: resourceIds(event),
    words: wordsOf(event),
    event,
  };
}

/** An event as our API answers it. */
export function answerOf(row: StoredEvent): AuditEvent {
  const project = objectOf(row.event['project']);
  const projectId = textOf(project['id']);
  return {
    id: row.id,
    organization_id: row.organization,
    type: row.type,
    effective_at: toInstant(row.effective_at),
    tenant: row.is_tenant,
    project: projectId === null ? null : { id: projectId, name: textOf(project['name']) },
    actor: actorOf(row.event),
    resources: concernedObjects(row.event).map(({ kind, id }) => ({ kind, id })),
    changes: changesOf(row.event),
    first_seen_at: toInstant(row.first_seen_at),
    event: row.event,
  };
}

/** Who did it. Source of the fields: `AuditLogListResponse.Actor` of the SDK, and those that live answers add. */
function actorOf(event: Json): AuditEvent['actor'] {
  const actor = objectOf(event['actor']);
  if (Object.keys(actor).length === 0) return null;
  const session = objectOf(actor['session']);
  const key = objectOf(actor['api_key']);
  const account = textOf(objectOf(key['service_account'])['id']);
  const user = { ...objectOf(session['user']), ...objectOf(key['user']) };
  const place = objectOf(session['ip_address_details']);
  return {
    type: textOf(actor['type']),
    id: account ?? textOf(user['id']),
    email: textOf(user['email']),
    api_key_id: textOf(key['id']),
    is_service_account: account !== null,
    ip_address: textOf(session['ip_address']),
    user_agent: textOf(session['user_agent']),
    country: textOf(place['country']),
    city: textOf(place['city']),
  };
}

function resourceIds(event: Json): string[] {
  const ids = new Set<string>();
  for (const { field, text } of textsBelow(payloadOf(event))) {
    if (text !== '' && (field === 'id' || field.endsWith('_id'))) ids.add(text.slice(0, LONGEST_INDEXED));
    if (ids.size >= MOST_RESOURCES) break;
  }
  return [...ids];
}

function wordsOf(event: Json): string {
  const words = new Set<string>();
  for (const { text } of textsBelow(event)) words.add(text.toLowerCase());
  return [...words].join('\n').slice(0, MOST_WORDS);
}
