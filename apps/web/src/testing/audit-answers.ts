/** Audit events of the invented organization, and answers of the calls that read them. */
import type { AuditEvent, AuditFacetsAnswer, AuditLogState, AuditLogStatus } from '@bursar/contract';
import { NOW, ORGANIZATION } from './ledger.js';

const MINUTE_MS = 60_000;
const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export const HOSTILE_ACTOR = '<img src=x onerror=alert(1)>@example.com';

interface AuditWorld {
  events: readonly AuditEvent[];
  logs: readonly AuditLogStatus[];
}

const log = (parts: Partial<AuditLogStatus> = {}): AuditLogStatus => ({
  organization_id: ORGANIZATION,
  tenant: false,
  state: 'active',
  message: null,
  missing_scope: null,
  newest_at: NOW,
  complete_since: '2020-01-01T00:00:00Z',
  kept_since: null,
  synced_at: instant(Date.parse(NOW) - 40_000),
  ...parts,
});

const EMPTY_OF: Readonly<Partial<Record<AuditLogState, Partial<AuditLogStatus>>>> = {
  connecting: { newest_at: null, complete_since: null, synced_at: null },
  not_enabled: { newest_at: null, message: 'OpenAI has not given a single audit event.' },
  missing_scope: { newest_at: null, synced_at: null, missing_scope: 'api.audit_logs.read', message: 'refused' },
  quiet: { newest_at: null },
};

/** @param state of a log without a single event; null: a log of 450 events */
export function makeAuditLog(state: AuditLogState | null, hostile = false): AuditWorld {
  if (state !== null) return { events: [], logs: [log({ state, ...EMPTY_OF[state] })] };
  const events = Array.from({ length: 450 }, (_, index) => eventAt(index, hostile));
  return { events, logs: [log({ newest_at: events[0]?.effective_at ?? NOW }), log({ tenant: true, state: 'quiet' })] };
}

/** Sign-ins mostly; each tenth changes a key, each thirtieth is of a type that nobody knows and has no actor. */
function eventAt(index: number, hostile: boolean): AuditEvent {
  const at = instant(Date.parse(NOW) - 4 * MINUTE_MS - index * 37 * MINUTE_MS);
  const type = index % 30 === 7 ? 'robot.rebelled' : index % 10 === 0 ? 'api_key.updated' : 'login.succeeded';
  const email = hostile ? HOSTILE_ACTOR : index % 2 === 0 ? 'hana.mori@example.com' : 'kenji.abe@example.com';
  const id = index % 2 === 0 ? 'user-hana' : 'user-kenji';
  const isKey = type === 'api_key.updated';
  const session = { user: { id, email }, ip_address: '203.0.113.24' };
  const project = isKey ? { id: 'proj_5', name: 'Sim Generator' } : null;
  return {
    id: `audit_log-${index}`,
    organization_id: ORGANIZATION,
    type,
    effective_at: at,
    tenant: index % 45 === 11,
    project,
    actor: type === 'robot.rebelled' ? null : actorOf(id, email),
    resources: isKey ? [{ kind: 'api_key', id: 'key_proj_5_0' }] : [],
    changes: isKey ? [{ field: 'scopes', before: ['api.model.read'], after: ['api.all'] }] : [],
    first_seen_at: at,
    event: { id: `audit_log-${index}`, type, actor: { type: 'session', session }, [type]: { id: 'key_proj_5_0' } },
  };
}

const actorOf = (id: string, email: string): AuditEvent['actor'] => ({
  type: 'session',
  id,
  email,
  api_key_id: null,
  is_service_account: false,
  ip_address: '203.0.113.24',
  user_agent: 'Mozilla/5.0',
  country: 'JP',
  city: 'Osaka',
});

/** @returns status and body, by the rules of the real call */
export function answerAudit(world: AuditWorld, path: string, query: URLSearchParams): [number, unknown] | null {
  if (path === '/api/v1/audit-events/facets') return [200, facets(world, query)];
  if (path === '/api/v1/audit-events') return [200, pageOf(world, query)];
  const [, id] = /^\/api\/v1\/audit-events\/(.+)$/.exec(path) ?? [];
  const event = world.events.find((each) => each.id === decodeURIComponent(id ?? ''));
  return event === undefined ? null : [200, event];
}

function pageOf({ events }: AuditWorld, query: URLSearchParams): { data: AuditEvent[]; next_cursor: string | null } {
  const matching = events.filter(matches(query));
  const start = Number(query.get('cursor') ?? '0');
  const end = start + Number(query.get('limit') ?? '100');
  return { data: matching.slice(start, end), next_cursor: end < matching.length ? String(end) : null };
}

function facets({ events, logs }: AuditWorld, query: URLSearchParams): AuditFacetsAnswer {
  const counted = (name: string, valueOf: (event: AuditEvent) => string | null): [string, number][] => {
    const others = new URLSearchParams(query);
    others.delete(name);
    const counts = new Map<string, number>();
    for (const event of events.filter(matches(others))) {
      const value = valueOf(event);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a);
  };
  const email = (id: string): string | null => events.find(({ actor }) => actor?.id === id)?.actor?.email ?? null;
  return {
    logs: [...logs],
    event_types: counted('event_type', ({ type }) => type).map(([event_type, count]) => ({ event_type, count })),
    actors: counted('actor', ({ actor }) => actor?.id ?? null).map(([actor, count]) => ({
      actor,
      email: email(actor),
      count,
    })),
  };
}

function matches(query: URLSearchParams): (event: AuditEvent) => boolean {
  const among = (name: string, values: readonly (string | null | undefined)[]): boolean =>
    !query.has(name) || query.getAll(name).some((value) => values.includes(value));
  const text = query.get('q')?.toLowerCase() ?? '';
  const [start, end] = [query.get('start') ?? '', query.get('end') ?? '9'];
  return (event) =>
    among('organization', [event.organization_id]) &&
    among('event_type', [event.type]) &&
    among('actor', [event.actor?.id, event.actor?.email]) &&
    among('ip', [event.actor?.ip_address]) &&
    among('project_id', [event.project?.id]) &&
    among(
      'resource_id',
      event.resources.map(({ id }) => id),
    ) &&
    among('tenant', [String(event.tenant)]) &&
    event.effective_at >= start &&
    event.effective_at < end &&
    JSON.stringify(event.event).toLowerCase().includes(text);
}
