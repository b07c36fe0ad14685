/** The leak desk: what a leaked key did, incidents with what was done about them, and their evidence. */
import { z } from 'zod';
import { activityItem } from './activity-api.js';
import { auditEvent } from './audit-api.js';
import { bucketState } from './costs-api.js';
import { dayOrInstant, decimalString, identifier, instant, listQuery, page, repeatable } from './wire.js';

const sentence = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !text.includes('\0'), 'text without a NUL character');

/** Why it is done: stands in the activity trail. Never the secret itself. */
const reason = sentence(500);

/** The median of this many days before is what a key usually does. */
export const BASELINE_DAYS = 28;

/** `GET /api/v1/leak-impact`: what a key did since a time, against what it did before. */
export const leakImpactQuery = z
  .strictObject({
    project_id: identifier,
    api_key_id: identifier,
    since: dayOrInstant.describe('At most 31 days ago'),
    organization: identifier.optional().describe('Needed where several are connected'),
  })
  .meta({ id: 'LeakImpactQuery' });
export type LeakImpactQuery = z.infer<typeof leakImpactQuery>;

const requests = decimalString.describe('Exact, of every capability that names keys and counts requests');

const impactHour = z.object({
  start: instant,
  requests,
  baseline_requests: decimalString
    .nullable()
    .describe('Median of the same hour of the day in the 28 days before; null: none of them was read'),
  amount_estimate: decimalString
    .nullable()
    .describe('An estimate: the billed day, spread over its hours by measured usage; null: the day was not read'),
  baseline_amount_estimate: decimalString.nullable().describe('An estimate: the billed day’s baseline, spread alike'),
  state: bucketState.describe('Of the hour’s usage'),
  billed_state: bucketState.describe('Of its day’s costs'),
});
export type ImpactHour = z.infer<typeof impactHour>;

const impactDay = z.object({
  day: instant,
  amount: decimalString.describe('As OpenAI billed it: exactly what GET /costs answers for the key'),
  baseline: decimalString.nullable().describe('Median of the 28 days before; null: none of them was read'),
  above: decimalString.nullable().describe('amount − baseline, at least 0'),
  requests,
  state: bucketState,
});
export type ImpactDay = z.infer<typeof impactDay>;

/** How often a model was used in the 28 days before: on at least 20 of them, on none, or between. */
export const USED_BEFORE = ['never', 'sometimes', 'daily', 'unknown'] as const;

const impactModel = z.object({
  model: z.string().nullable().describe('null: OpenAI names none'),
  requests,
  amount: decimalString.nullable().describe('Billed on the days since; null: OpenAI bills it under other names'),
  before: z.enum(USED_BEFORE),
  days_before: z.number().int(),
});
export type ImpactModel = z.infer<typeof impactModel>;

const impactNeighbour = z.object({
  api_key_id: z.string(),
  project_id: z.string(),
  name: z.string().nullable(),
  redacted_value: z.string().nullable(),
  last_used_at: instant.nullable(),
  spend_last_30_days: decimalString.nullable().describe('null: unknown'),
});
export type ImpactNeighbour = z.infer<typeof impactNeighbour>;

const impactKey = z.object({
  api_key_id: z.string(),
  project_id: z.string(),
  project_name: z.string().nullable(),
  name: z.string().nullable(),
  redacted_value: z.string().nullable(),
  owner_type: z.string().nullable(),
  owner_id: z.string().nullable(),
  owner_name: z.string().nullable(),
  created_at: instant.nullable(),
  last_used_at: instant.nullable(),
  expires_at: instant.nullable(),
  gone_at: instant.nullable(),
});

export const leakImpact = z
  .object({
    organization_id: z.string().nullable(),
    key: impactKey,
    since: instant.describe('As asked for, at the start of its hour'),
    until: instant.describe('The start of the running hour is the last one that is told'),
    baseline_from: instant,
    baseline_to: instant.describe('Start of the UTC day before since; the hours are told from here on'),
    currency: z.string(),
    hours: z.array(impactHour).describe('From a UTC day before since on, so that what was usual shows'),
    days: z.array(impactDay).describe('Whole UTC days, from that of since on: OpenAI bills no less'),
    total: z.object({
      amount: decimalString,
      baseline: decimalString.nullable(),
      above: decimalString.nullable(),
      requests: decimalString.describe('Since the hour of since'),
    }),
    first_hour_above: instant
      .nullable()
      .describe(
        'The first hour with more than twice the requests of that hour of the day on any of the 28 days before',
      ),
    models: z.array(impactModel),
    neighbours: z.array(impactNeighbour).describe('Other keys of the same owner that may be seen'),
    created: z
      .object({
        at: instant,
        actor_id: z.string().nullable(),
        actor_email: z.string().nullable(),
        address: z.string().nullable(),
        country: z.string().nullable(),
        audit_event_id: z.string(),
      })
      .nullable()
      .describe('From the audit log; null: it does not tell, or may not be seen'),
    synced_at: z.object({ costs: instant.nullable(), usage: instant.nullable() }),
    methods: z.record(z.string(), z.string()).describe('How each figure was worked out, in words'),
  })
  .meta({ id: 'LeakImpact' });
export type LeakImpact = z.infer<typeof leakImpact>;

export const INCIDENT_STATES = ['open', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];
export const INCIDENT_SOURCES = ['person', 'github'] as const;
export type IncidentSource = (typeof INCIDENT_SOURCES)[number];

const who = z
  .object({ person_id: z.string(), name: z.string().nullable() })
  .nullable()
  .describe('null: Bursar itself, GitHub, or somebody who is erased');

/** Words of a timeline; what was done at OpenAI has the word of the activity trail in `what`. */
export const INCIDENT_EVENTS = [
  'leaked',
  'opened',
  'reported_again',
  'resolved_at_github',
  'key_chosen',
  'note',
  'first_hour_above',
  'audit_event',
  'action',
  'revoked',
  'closed',
] as const;
export type IncidentEvent = (typeof INCIDENT_EVENTS)[number];

export const incidentEvent = z.object({
  at: instant,
  event: z.enum(INCIDENT_EVENTS),
  by: who,
  text: z.string().nullable().describe('A note, a reason'),
  what: z.string().nullable().describe("The trail's word of an action, OpenAI's type of an audit event"),
  outcome: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type IncidentTimelineItem = z.infer<typeof incidentEvent>;

const incidentFacts = {
  id: z.string(),
  organization_id: z.string().nullable(),
  project_id: z.string().nullable().describe('null: no key was chosen yet'),
  project_name: z.string().nullable(),
  api_key_id: z.string().nullable(),
  key_name: z.string().nullable(),
  redacted_value: z.string().nullable(),
  title: z.string(),
  state: z.enum(INCIDENT_STATES),
  source: z.enum(INCIDENT_SOURCES),
  source_url: z.string().nullable().describe('Of the alert at GitHub'),
  repository: z.string().nullable(),
  leaked_since: instant,
  opened_at: instant,
  opened_by: who,
  closed_at: instant.nullable(),
  closed_by: who,
  close_reason: z.string().nullable(),
};

/** A line of the list. */
export const incidentItem = z.object(incidentFacts).meta({ id: 'IncidentItem' });
export type IncidentItem = z.infer<typeof incidentItem>;

/** `GET /api/v1/incidents/{id}` */
export const incident = z
  .object(incidentFacts)
  .extend({
    reason: z.string().nullable(),
    revoked_at: instant.nullable().describe('When the key ended: its expiry, or when OpenAI stopped to list it'),
    impact: leakImpact.nullable().describe('null: no key was chosen yet'),
    timeline: z.array(incidentEvent).describe('Oldest first'),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incident>;

export const incidentsAnswer = page(incidentItem).meta({ id: 'Incidents' });
export type IncidentsAnswer = z.infer<typeof incidentsAnswer>;

/** `GET /api/v1/incidents`, the newest first. A repeated filter means OR, different filters mean AND. */
export const incidentsQuery = z
  .strictObject({
    limit: listQuery.limit,
    cursor: listQuery.cursor,
    organization: repeatable(identifier),
    state: repeatable(z.enum(INCIDENT_STATES)),
    project_id: repeatable(identifier),
    api_key_id: repeatable(identifier),
  })
  .meta({ id: 'IncidentsQuery' });
export type IncidentsQuery = z.infer<typeof incidentsQuery>;

/** `POST /api/v1/incidents` */
export const incidentBody = z
  .strictObject({
    api_key_id: identifier,
    project_id: identifier,
    leaked_since: dayOrInstant,
    reason,
    title: sentence(200).optional().describe('Default: the name of the key'),
    organization: identifier.optional().describe('Needed where several are connected'),
  })
  .meta({ id: 'IncidentBody' });
export type IncidentBody = z.infer<typeof incidentBody>;

/** `POST /api/v1/incidents/{id}/key`: which key an alert is about that did not tell. */
export const incidentKeyBody = z
  .strictObject({
    api_key_id: identifier,
    project_id: identifier,
    leaked_since: dayOrInstant.optional(),
    reason,
  })
  .meta({ id: 'IncidentKeyBody' });
export type IncidentKeyBody = z.infer<typeof incidentKeyBody>;

/** `POST /api/v1/incidents/{id}/notes` */
export const incidentNoteBody = z.strictObject({ text: sentence(2000) }).meta({ id: 'IncidentNoteBody' });
export type IncidentNoteBody = z.infer<typeof incidentNoteBody>;

/** `POST /api/v1/incidents/{id}/close` */
export const incidentCloseBody = z.strictObject({ reason }).meta({ id: 'IncidentCloseBody' });
export type IncidentCloseBody = z.infer<typeof incidentCloseBody>;

/** `GET /api/v1/incidents/{id}/evidence`: all that is known, to be kept outside of Bursar. */
export const evidencePack = z
  .object({
    format: z.literal('bursar-evidence-1'),
    made_at: instant,
    incident,
    period: z.object({ start: instant, end: instant }),
    audit_events: z
      .array(auditEvent)
      .describe('Of the key, its owner and its project in the period, oldest first; those that may be seen'),
    are_audit_events_shown: z.boolean(),
    actions: z
      .array(
        activityItem.pick({ id: true, at: true, what: true, target: true, reason: true, outcome: true }).extend({
          completed_at: instant.nullable(),
          request_id: z.string().nullable(),
          person: who,
          hash: z.string(),
          outcome_hash: z.string().nullable(),
        }),
      )
      .describe('What was done in Bursar about the key, from its activity trail, oldest first'),
    trail_end: z
      .object({ id: z.string(), hash: z.string() })
      .nullable()
      .describe('Where the trail ended then: npm run verify-activity -- HASH proves that nothing was changed since'),
  })
  .meta({ id: 'EvidencePack' });
export type EvidencePack = z.infer<typeof evidencePack>;

/** `POST /api/hooks/github-secret-scanning`: answered to GitHub, which shows it in the list of deliveries. */
export const hookAnswer = z
  .object({
    state: z.enum(['pong', 'opened', 'known', 'noted', 'ignored']),
    incident_id: z.string().nullable(),
  })
  .meta({ id: 'HookAnswer' });
export type HookAnswer = z.infer<typeof hookAnswer>;
