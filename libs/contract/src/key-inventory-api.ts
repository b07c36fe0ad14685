import { z } from 'zod';
import { SEEN } from './directory-items.js';
import {
  bothWays,
  dayOrInstant,
  decimalString,
  exportFormat,
  flag,
  identifier,
  instant,
  listQuery,
  page,
  repeatable,
  reason,
} from './wire.js';

/**
 * Why a key asks for attention, the worst first.
 *
 * `asks`: it needs a decision unless it is snoozed, and that of a leak does all the same; `by_policy`: where the policy
 * demands an expiry. A key that has expired can do nothing any more, so that this is its only reason, beside an incident
 * about it that is still open.
 */
export const KEY_RISKS = {
  leaked: { severity: 'critical', decision: 'asks', meaning: 'An incident about it is open' },
  orphan: { severity: 'critical', decision: 'asks', meaning: 'Its owner has no access to its project any more' },
  owned_by_member: { severity: 'warning', decision: 'asks', meaning: 'A person owns it, in a production project' },
  older_than_policy: { severity: 'warning', decision: 'asks', meaning: 'Older than max_age_days' },
  stale: { severity: 'warning', decision: 'asks', meaning: 'Last used stale_after_days ago or longer' },
  unnamed: { severity: 'warning', decision: 'asks', meaning: 'It has neither a name nor a label' },
  never_used: { severity: 'notice', decision: 'asks', meaning: 'Made never_used_after_days ago and not used since' },
  unused_since_rotation: {
    severity: 'notice',
    decision: 'asks',
    meaning: 'Replaced by a new key a day ago or longer, and not used since',
  },
  no_expiry: { severity: 'none', decision: 'by_policy', meaning: 'It never expires' },
  expired: { severity: 'none', decision: 'none', meaning: 'It has expired' },
} as const satisfies Record<string, KeyRiskEntry>;

interface KeyRiskEntry {
  severity: 'critical' | 'warning' | 'notice' | 'none';
  decision: 'asks' | 'by_policy' | 'none';
  meaning: string;
}

export type KeyRiskReason = keyof typeof KEY_RISKS;
// The keys of the table are its reasons.
export const KEY_RISK_REASONS = Object.keys(KEY_RISKS) as [KeyRiskReason, ...KeyRiskReason[]];

/** What a snooze does not put off: whoever has snoozed a key has not thought of its leak. */
export const NEVER_SNOOZED = ['leaked'] as const satisfies readonly KeyRiskReason[];

export const KEY_OWNER_KINDS = ['user', 'service_account'] as const;
export type KeyOwnerKind = (typeof KEY_OWNER_KINDS)[number];
export const KEY_KINDS = ['project', 'admin'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

const SORTS = [
  'risk',
  'name',
  'created_at',
  'expires_at',
  'last_used_at',
  'cost_last_30_days',
  'requests_last_30_days',
] as const;

const truth = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The longest time that a filter or a policy names. */
const MOST_DAYS = 3650;

const manyDays = z
  .string()
  .refine(
    (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MOST_DAYS,
    `a whole number of days from 1 to ${MOST_DAYS}`,
  )
  .transform(Number)
  .optional();

/** Compared as it is written: no figure of the money's way is a double. */
const leastAmount = z
  .string()
  .regex(/^(0|[1-9]\d{0,25})(\.\d{1,34})?$/, 'a plain decimal of 0 or more such as "12.5", with up to 34 decimals')
  .optional();

const filters = {
  q: listQuery.q.describe('Text in the name, the label, the owner, the project, the id; or the last four characters'),
  organization: repeatable(identifier),
  id: repeatable(identifier),
  project_id: repeatable(identifier),
  owner_id: repeatable(identifier),
  owner_kind: repeatable(z.enum(KEY_OWNER_KINDS)),
  kind: repeatable(z.enum(KEY_KINDS)),
  risk: repeatable(z.enum(KEY_RISK_REASONS)).describe('Keys that have one of these reasons'),
  credential_id: repeatable(identifier).describe('All keys of a credential over its rotations'),
  snoozed: truth.optional(),
  needs_decision: truth.optional(),
  used_within_days: manyDays.describe(
    'Used that many days ago or later. A key of which OpenAI tells no last use counts by its requests and costs, from 30 days on',
  ),
  unused_for_days: manyDays.describe('Used that many days ago or longer, or never and made that long ago'),
  never_used: truth.optional().describe('OpenAI tells no use, and there are neither requests nor costs'),
  min_cost_last_30_days: leastAmount.describe(
    'Cost at least that much, in the currency of the summary. A key whose cost is not known does not count',
  ),
  include_gone: flag.describe('Keys that OpenAI no longer lists as well; they ask for nothing'),
  // The worst first; in one class those that cost most.
  sort: z.enum(bothWays(SORTS)).default('-risk'),
};

/** `GET /api/v1/key-inventory`. A repeated filter means OR, different filters mean AND. */
export const keyInventoryQuery = z
  .strictObject({ ...filters, limit: listQuery.limit, cursor: listQuery.cursor })
  .meta({ id: 'KeyInventoryQuery' });
export type KeyInventoryQuery = z.infer<typeof keyInventoryQuery>;

/** `GET /api/v1/key-inventory/export`: every row that the filters leave. */
export const keyInventoryExportQuery = z
  .strictObject({ ...filters, format: exportFormat })
  .meta({ id: 'KeyInventoryExportQuery' });
export type KeyInventoryExportQuery = z.infer<typeof keyInventoryExportQuery>;

/** `GET /api/v1/key-inventory/{id}`: which one, where the id is not enough. */
export const keyDetailQuery = z
  .strictObject({ project_id: identifier.optional(), organization: repeatable(identifier) })
  .meta({ id: 'KeyDetailQuery' });
export type KeyDetailQuery = z.infer<typeof keyDetailQuery>;

export const keyRisk = z
  .object({
    reason: z.enum(KEY_RISK_REASONS),
    since: instant
      .nullable()
      .describe('When it began: made, used last, replaced, expired, leaked, lost its owner; null: unknown'),
    days: z.number().int().nullable().describe('Whole days since then'),
  })
  .meta({ id: 'KeyRisk' });
export type KeyRisk = z.infer<typeof keyRisk>;

export const keySnooze = z
  .object({
    reason: z.string(),
    until: instant,
    since: instant,
    by: z.string().nullable().describe('Name of the person; null: erased'),
  })
  .meta({ id: 'KeySnooze' });
export type KeySnooze = z.infer<typeof keySnooze>;

const owner = z.object({
  type: z.string().nullable().describe('user, service_account, or what OpenAI thinks of next'),
  id: z.string().nullable(),
  name: z.string().nullable().describe('As last seen; of a person the mail address where there is no name'),
  email: z.string().nullable(),
});

const creator = z.object({
  event_id: z.string(),
  at: instant,
  id: z.string().nullable().describe('The member or service account'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  ip_address: z.string().nullable(),
});
export type KeyCreator = z.infer<typeof creator>;

const models = z.object({
  count: z.number().int().describe('How many models it was used with'),
  top: z
    .array(z.object({ model: z.string(), requests: z.number().int() }))
    .describe('At most three, the most requests first'),
});

export const keyInventoryItem = z
  .object({
    id: z.string(),
    kind: z.enum(KEY_KINDS),
    name: z.string().nullable().describe("OpenAI's; it cannot be changed there"),
    label: z.string().nullable().describe('Ours'),
    redacted_value: z.string().nullable(),
    project_id: z.string().nullable().describe('null: an admin key'),
    project_name: z.string().nullable(),
    is_production: z.boolean().describe('Whether the policy takes its project for one'),
    owner: owner.nullable(),
    owner_has_access: z.boolean().nullable().describe('null: OpenAI does not tell'),
    scopes: z
      .array(z.string())
      .nullable()
      .describe('From the audit log, for lists do not tell; [] means all. null: unknown, or the log may not be read'),
    created_at: instant.nullable(),
    expires_at: instant.nullable().describe('null: never'),
    last_used_at: instant.nullable().describe('As OpenAI tells, minutes late; null: never, or OpenAI does not tell'),
    cost_last_30_days: decimalString.nullable().describe('Billed in the range of the summary; null: unknown'),
    cost_currency: z.string().nullable(),
    requests_last_30_days: z.number().int().nullable().describe('Of all capabilities; null: unknown'),
    models_last_30_days: models.nullable(),
    created_by: creator.nullable().describe('From the audit log; null: unknown, or the log may not be read'),
    credential_id: z.string().describe('The first key of what it is a rotation of; its own id where there was none'),
    risks: z.array(keyRisk).describe('The worst first'),
    needs_decision: z.boolean(),
    snoozed: keySnooze.nullable(),
    ...SEEN,
  })
  .meta({ id: 'KeyInventoryItem' });
export type KeyInventoryItem = z.infer<typeof keyInventoryItem>;

const howMany = z.number().int();

/**
 * What the caller may see of all keys. In costs: `of_keys` + `of_other_keys` + `without_key` = `total`, exactly, and that
 * is what `GET /costs` says for the same range.
 */
export const keyInventorySummary = z
  .object({
    keys: howMany.describe('All there are, whatever is filtered; gone ones only where they are included'),
    need_decision: howMany,
    snoozed: howMany,
    by_reason: z.record(z.enum(KEY_RISK_REASONS), howMany).describe('A key may have several; snoozed ones count too'),
    matching: z
      .object({ keys: howMany, need_decision: howMany, cost: decimalString.nullable(), requests: howMany.nullable() })
      .describe('What the filters leave, on all pages together'),
    costs: z
      .object({
        currency: z.string().nullable(),
        of_keys: decimalString.describe('Of all keys of this list, whatever is filtered'),
        of_other_keys: decimalString.describe('Of keys that this list does not hold: deleted ones, or never listed'),
        without_key: decimalString.describe('For which OpenAI names no key, or could not be asked for one'),
        total: decimalString.describe('Billed in all'),
      })
      .nullable()
      .describe('null: no day was read'),
    range: z.object({ start: instant, end: instant }).describe('Of costs, requests and models: 30 UTC days with today'),
    lists: z
      .object({ total: howMany, read: howMany, oldest_read_at: instant.nullable() })
      .describe('The lists of keys, one of each project and one of admin keys, and how many were read completely'),
  })
  .meta({ id: 'KeyInventorySummary' });
export type KeyInventorySummary = z.infer<typeof keyInventorySummary>;

/** Answer of `GET /api/v1/key-inventory`. */
export const keyInventoryAnswer = page(keyInventoryItem)
  .extend({ summary: keyInventorySummary })
  .meta({ id: 'KeyInventory' });
export type KeyInventoryAnswer = z.infer<typeof keyInventoryAnswer>;

export const KEY_STATES = ['current', 'replaced', 'expired', 'gone'] as const;

/** A key of a credential, and for how long it was the one to use. */
export const lineageKey = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    redacted_value: z.string().nullable(),
    from: instant.nullable().describe('When it was made, or took over'),
    to: instant.nullable().describe('When it was replaced, expired or was deleted, whichever came first; null: in use'),
    state: z.enum(KEY_STATES),
    rotation_id: z.string().nullable().describe('The rotation that replaced it'),
    cost_last_30_days: decimalString.nullable(),
    last_used_at: instant.nullable(),
  })
  .meta({ id: 'LineageKey' });
export type LineageKey = z.infer<typeof lineageKey>;

export const KEY_EVENT_SOURCES = ['audit_log', 'activity', 'directory'] as const;

/** Something that happened to a key of a credential. */
export const keyEvent = z
  .object({
    at: instant,
    source: z
      .enum(KEY_EVENT_SOURCES)
      .describe("audit_log: OpenAI's. activity: done in Bursar. directory: seen in OpenAI's lists"),
    id: z.string().nullable().describe('Of the event or the entry'),
    key_id: z.string(),
    what: z
      .string()
      .describe('Type of the event; word of the trail; first_seen, gone, or the field that changed in the list'),
    who: z.string().nullable().describe('Name or mail address'),
    address: z.string().nullable(),
    reason: z.string().nullable(),
    outcome: z.string().nullable().describe('Of what was done in Bursar'),
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'KeyEvent' });
export type KeyEvent = z.infer<typeof keyEvent>;

/**
 * Answer of `GET /api/v1/key-inventory/{id}`: costs and usage over all rotations are `GET /costs` and `GET /usage/…`
 * with `api_key_id` of every key of the lineage.
 */
export const keyDetail = keyInventoryItem
  .extend({
    lineage: z.array(lineageKey).describe('All keys of the credential, the oldest first'),
    timeline: z.array(keyEvent).describe('At most 200, the newest first, of what the caller may see'),
  })
  .meta({ id: 'KeyDetail' });
export type KeyDetail = z.infer<typeof keyDetail>;

const which = {
  project_id: identifier.nullish().describe('Where the id is not enough; null: an admin key'),
  organization: identifier.optional(),
};

/** `PUT /api/v1/api-keys/{id}/label`: answers the key. */
export const keyLabelBody = z
  .strictObject({
    label: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !text.includes('\0'), 'text without a NUL character')
      .nullable()
      .describe('null takes it away'),
    reason,
    ...which,
  })
  .meta({ id: 'KeyLabelBody' });
export type KeyLabelBody = z.infer<typeof keyLabelBody>;

/** `POST /api/v1/api-keys/{id}/snooze`: until then it asks for no decision, unless it may have leaked. Answers the key. */
export const keySnoozeBody = z
  .strictObject({
    until: dayOrInstant.describe('In the future, a year at most'),
    reason,
    ...which,
  })
  .meta({ id: 'KeySnoozeBody' });
export type KeySnoozeBody = z.infer<typeof keySnoozeBody>;

/** `DELETE /api/v1/api-keys/{id}/snooze`: answers the key. */
export const keySnoozeEndQuery = z
  .strictObject({
    reason,
    project_id: identifier.optional(),
    organization: identifier.optional(),
  })
  .meta({ id: 'KeySnoozeEndQuery' });
export type KeySnoozeEndQuery = z.infer<typeof keySnoozeEndQuery>;

const days = z.number().int().min(1).max(MOST_DAYS).nullable();

/** What keys have to be like. A threshold of null asks for nothing. */
const thresholds = {
  max_age_days: days,
  stale_after_days: days,
  never_used_after_days: days,
  require_expiry: z.boolean().describe('Whether a key without expiry needs a decision'),
  require_name: z.boolean().describe('Whether a key without name and label needs a decision'),
  no_member_keys_in: z
    .strictObject({
      project_ids: z.array(identifier).max(1000),
      name_contains: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .refine((text) => !text.includes('\0'), 'text without a NUL character')
        .nullable()
        .describe('Projects with this in their name, in small or capital letters, as well'),
    })
    .describe('Which projects are production, where keys belong to service accounts'),
};

/** What holds until somebody sets something else. */
export const DEFAULT_KEY_POLICY = {
  max_age_days: 180,
  stale_after_days: 90,
  never_used_after_days: 7,
  require_expiry: false,
  require_name: true,
  no_member_keys_in: { project_ids: [], name_contains: 'prod' },
} satisfies KeyThresholds;
export type KeyThresholds = z.infer<z.ZodObject<typeof thresholds>>;

export const keyPolicy = z
  .object({
    organization_id: z.string().nullable(),
    ...thresholds,
    changed_at: instant.nullable().describe('null: what Bursar begins with'),
    changed_by: z.string().nullable(),
  })
  .meta({ id: 'KeyPolicy' });
export type KeyPolicy = z.infer<typeof keyPolicy>;

/** `GET /api/v1/key-policies`: of each organization one. */
export const keyPoliciesQuery = z
  .strictObject({ organization: repeatable(identifier) })
  .meta({ id: 'KeyPoliciesQuery' });
export type KeyPoliciesQuery = z.infer<typeof keyPoliciesQuery>;
export const keyPoliciesAnswer = z.object({ data: z.array(keyPolicy) }).meta({ id: 'KeyPolicies' });
export type KeyPoliciesAnswer = z.infer<typeof keyPoliciesAnswer>;

/** `PUT /api/v1/key-policies`: the whole policy of one organization; answers it. */
export const keyPolicyBody = z
  .strictObject({ ...thresholds, reason, organization: identifier.optional() })
  .meta({ id: 'KeyPolicyBody' });
export type KeyPolicyBody = z.infer<typeof keyPolicyBody>;
