/** An incident as the API tells it. */
import type { ActivityItem, AuditEvent, IncidentItem, IncidentTimelineItem, LeakImpact } from '@bursar/contract';
import { writeInstant } from '../directory/directory-object.js';
import type { KnownKey } from '../directory/known-keys.store.js';
import type { IncidentRow } from './incidents.store.js';

/** What a timeline is told from. */
export interface Story {
  row: IncidentRow;
  /** Oldest first. */
  actions: readonly ActivityItem[];
  auditEvents: readonly AuditEvent[];
  impact: LeakImpact | null;
  revokedAt: Date | null;
}

type Told = Omit<IncidentTimelineItem, 'at' | 'event'>;
const NOTHING: Told = { by: null, text: null, what: null, outcome: null, request_id: null };

export function itemOf(row: IncidentRow, trail: readonly ActivityItem[]): IncidentItem {
  const { organization_number: _number, resolved_at: _resolved, ...shown } = row;
  return {
    ...shown,
    title: row.title ?? row.key_name ?? row.redacted_value ?? `Incident ${row.id}`,
    state: row.closed_at === null ? 'open' : 'closed',
    leaked_since: writeInstant(row.leaked_since),
    opened_at: writeInstant(row.opened_at),
    closed_at: row.closed_at && writeInstant(row.closed_at),
    close_reason:
      trail.find(({ what, outcome }) => what === 'incident.close' && outcome === 'succeeded')?.reason ?? null,
  };
}

/** When the key ended, by what comes first of its expiry, its deletion in the audit log, and its absence; null: it works. */
export function revokedAt({ expiresAt, goneAt }: KnownKey, now: Date, events: readonly AuditEvent[]): Date | null {
  const deleted = events.filter(({ type }) => type === 'api_key.deleted').map((event) => new Date(event.effective_at));
  const ends = [expiresAt, goneAt, ...deleted].filter((at) => at !== null && at <= now);
  return ends.toSorted((a, b) => Number(a) - Number(b))[0] ?? null;
}

/** Oldest first. */
export function timelineOf({ row, actions, auditEvents, impact, revokedAt: ended }: Story): IncidentTimelineItem[] {
  const once = (at: string | null | undefined, event: IncidentTimelineItem['event']): IncidentTimelineItem[] =>
    at === null || at === undefined ? [] : [{ ...NOTHING, at, event }];
  const instantOf = (at: Date | null): string | null => at && writeInstant(at);
  return [
    ...once(writeInstant(row.leaked_since), 'leaked'),
    ...once(impact?.first_hour_above, 'first_hour_above'),
    ...actions.map(toldAction),
    ...auditEvents.map(toldEvent),
    ...once(instantOf(row.resolved_at), 'resolved_at_github'),
    ...once(instantOf(ended), 'revoked'),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
}

const WORDS: Readonly<Record<string, IncidentTimelineItem['event']>> = {
  'incident.open': 'opened',
  'incident.choose_key': 'key_chosen',
  'incident.note': 'note',
  'incident.close': 'closed',
};

function toldAction(item: ActivityItem): IncidentTimelineItem {
  return {
    at: item.completed_at ?? item.at,
    event: WORDS[item.what] ?? 'action',
    by: item.person && { person_id: item.person.id, name: item.person.name },
    text: item.reason,
    what: item.what,
    outcome: item.outcome,
    request_id: item.request_id,
  };
}

function toldEvent({ effective_at: at, type, actor }: AuditEvent): IncidentTimelineItem {
  return { ...NOTHING, at, event: 'audit_event', what: type, text: actor?.email ?? actor?.id ?? null };
}
