import { z } from 'zod';
import { dayOrInstant, identifier, instant, listQuery, page, repeatable } from './wire.js';

const filters = {
  q: listQuery.q.describe('Text anywhere in an event: names, addresses, ids, values'),
  organization: repeatable(identifier),
  event_type: repeatable(identifier),
  actor: repeatable(identifier).describe('Id or mail address of a member, id of a service account or of a key'),
  ip: repeatable(identifier),
  project_id: repeatable(identifier),
  resource_id: repeatable(identifier).describe('Id of anything that the event is about'),
  start: dayOrInstant.optional().describe('First instant, inclusive'),
  end: dayOrInstant.optional().describe('Last instant, exclusive'),
  tenant: z.enum(['true', 'false']).optional().describe('Only events of the tenant, or only those of the organization'),
};

/** `GET /api/v1/audit-events`, the newest first. A repeated filter means OR, different filters mean AND. */
export const auditEventsQuery = z
  .strictObject({ ...filters, id: repeatable(identifier), limit: listQuery.limit, cursor: listQuery.cursor })
  .meta({ id: 'AuditEventsQuery' });
export type AuditEventsQuery = z.infer<typeof auditEventsQuery>;

/** `GET /api/v1/audit-events/facets`: what there is to filter by. */
export const auditFacetsQuery = z.strictObject(filters).meta({ id: 'AuditFacetsQuery' });
export type AuditFacetsQuery = z.infer<typeof auditFacetsQuery>;

/** What an event is about, by the words of the directory; `principal` where OpenAI does not say of which kind. */
export const AUDIT_RESOURCE_KINDS = [
  'project',
  'api_key',
  'admin_api_key',
  'user',
  'invite',
  'group',
  'role',
  'service_account',
  'rate_limit',
  'certificate',
  'principal',
] as const;
export type AuditResourceKind = (typeof AUDIT_RESOURCE_KINDS)[number];

const auditActor = z.object({
  type: z.string().nullable().describe('session, api_key, or what OpenAI thinks of next'),
  id: z.string().nullable().describe('The member or the service account'),
  email: z.string().nullable(),
  api_key_id: z.string().nullable().describe('The key that was used, where one was'),
  is_service_account: z.boolean(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  country: z.string().nullable(),
  city: z.string().nullable(),
});

const auditChange = z.object({
  field: z.string(),
  before: z.unknown().describe('null: OpenAI does not say what was there before'),
  after: z.unknown().describe('null: nothing, or OpenAI does not say'),
});
export type AuditChange = z.infer<typeof auditChange>;

export const auditEvent = z
  .object({
    id: z.string(),
    organization_id: z.string().nullable(),
    type: z.string().describe("OpenAI's, such as api_key.created; types that are not known yet too"),
    effective_at: instant,
    tenant: z.boolean().describe('Whether OpenAI counts it as an event of the tenant'),
    project: z
      .object({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .describe('What was done by an admin key is booked on the default project, wherever it was done'),
    actor: auditActor.nullable().describe('null: OpenAI names none'),
    resources: z.array(z.object({ kind: z.enum(AUDIT_RESOURCE_KINDS), id: z.string() })),
    changes: z.array(auditChange),
    first_seen_at: instant,
    event: z.record(z.string(), z.unknown()).describe('As it came from OpenAI'),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;
export const auditEventsAnswer = page(auditEvent).meta({ id: 'AuditEvents' });

/**
 * What the silence or the stream of a log means. `not_enabled`: OpenAI says so, or has never given an event although
 * all of the history was asked for. `quiet`: nothing has happened for a day.
 */
export const AUDIT_LOG_STATES = ['connecting', 'not_enabled', 'missing_scope', 'failing', 'quiet', 'active'] as const;
export type AuditLogState = (typeof AUDIT_LOG_STATES)[number];

export const auditLogStatus = z
  .object({
    organization_id: z.string().nullable(),
    tenant: z.boolean(),
    state: z.enum(AUDIT_LOG_STATES),
    message: z.string().nullable().describe('What happened and what to do; null where nothing needs doing'),
    missing_scope: z.string().nullable(),
    newest_at: instant.nullable().describe('Of the newest event; null: there is none'),
    complete_since: instant.nullable().describe('From here on no event is missing; null: nothing was read yet'),
    kept_since: instant
      .nullable()
      .describe('Older events are deleted, by the setting BURSAR_AUDIT_MONTHS; null: all are kept'),
    synced_at: instant.nullable(),
  })
  .meta({ id: 'AuditLogStatus' });
export type AuditLogStatus = z.infer<typeof auditLogStatus>;

/** Values of each facet, the most frequent first; what a filter of the same facet leaves out is counted all the same. */
export const auditFacetsAnswer = z
  .object({
    logs: z.array(auditLogStatus),
    event_types: z.array(z.object({ event_type: z.string(), count: z.number().int() })).describe('At most 200'),
    actors: z
      .array(z.object({ actor: z.string(), email: z.string().nullable(), count: z.number().int() }))
      .describe('At most 100; events without an actor are in none of them'),
  })
  .meta({ id: 'AuditFacets' });
export type AuditFacetsAnswer = z.infer<typeof auditFacetsAnswer>;
