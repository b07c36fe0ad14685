/** What the directory holds, by OpenAI's own words: one entry for each kind of object, with the fields that we answer. */
import { z } from 'zod';
import { decimalString, instant } from './wire.js';

/**
 * How a field of OpenAI's is answered: text as it is, Unix seconds as an instant, an object with its own times as
 * instants, a whole number, yes or no, a list, or whatever came where OpenAI itself allows several.
 */
export type FieldType = 'text' | 'instant' | 'object' | 'number' | 'flag' | 'list' | 'any';

const SCHEMAS = {
  text: z.string().nullable(),
  instant: instant.nullable(),
  object: z.record(z.string(), z.unknown()).nullable(),
  number: z.number().int().nullable(),
  flag: z.boolean().nullable(),
  list: z.array(z.unknown()).nullable(),
  any: z.unknown().refine((value) => value !== undefined, 'a value or null'),
} as const satisfies Record<FieldType, z.ZodType>;

/** What an object stands in; each names the fields of an answer that say so. */
const PLACES = {
  organization: {},
  project: { project_id: z.string() },
  anywhere: { project_id: z.string().nullable().describe('null: of the whole organization') },
  group: { group_id: z.string() },
  principal: {
    project_id: z.string().nullable().describe('null: holds in the whole organization'),
    user_id: z.string().nullable(),
    group_id: z.string().nullable(),
  },
} as const;
export type Place = keyof typeof PLACES;

/** What Bursar works out, besides what OpenAI says. */
const WORKED_OUT = {
  nothing: {},
  spend: {
    spend_last_30_days: decimalString
      .nullable()
      .describe('Costs of the last 30 UTC days, today included; null: unknown'),
    spend_month_to_date: decimalString.nullable().describe('Costs since the first of the month (UTC); null: unknown'),
    spend_currency: z.string().nullable(),
    last_activity_at: instant.nullable().describe('Last use of it, or of one of its keys, as OpenAI tells'),
  },
  limits: {
    unlimited: z.array(z.string()).describe('Limits at 2147483647, by which OpenAI means none'),
    other_limits: z.record(z.string(), z.number()).describe('Limits that this version does not know, as they came'),
  },
  threshold: {
    threshold: decimalString.nullable().describe('threshold_amount, which OpenAI counts in cents, in whole units'),
  },
} as const;
export type WorkedOut = keyof typeof WORKED_OUT;

interface KindEntry {
  /** OpenAI's own word in `object`. */
  object: string;
  place: Place;
  /** OpenAI's fields that our API answers, besides `id` and `object`. */
  fields: Readonly<Record<string, FieldType>>;
  worksOut: WorkedOut;
}

/** Source of fields: OpenAI's admin API as typed by the `openai` SDK 7.57.0. Every one of them but `id` may be absent. */
export const DIRECTORY_OBJECTS = {
  project: {
    object: 'organization.project',
    place: 'organization',
    fields: {
      name: 'text',
      status: 'text',
      created_at: 'instant',
      archived_at: 'instant',
      external_key_id: 'text',
      residency: 'text',
    },
    worksOut: 'spend',
  },
  api_key: {
    object: 'organization.project.api_key',
    place: 'project',
    fields: {
      name: 'text',
      redacted_value: 'text',
      created_at: 'instant',
      last_used_at: 'instant',
      expires_at: 'instant',
      owner_project_access: 'text',
      owner: 'object',
    },
    worksOut: 'spend',
  },
  user: {
    object: 'organization.user',
    place: 'organization',
    fields: {
      name: 'text',
      email: 'text',
      role: 'text',
      added_at: 'instant',
      created: 'instant',
      api_key_last_used_at: 'instant',
      is_default: 'flag',
      is_service_account: 'flag',
      is_scale_tier_authorized_purchaser: 'flag',
      is_scim_managed: 'flag',
      technical_level: 'text',
      developer_persona: 'text',
      projects: 'object',
      user: 'object',
    },
    worksOut: 'spend',
  },
  invite: {
    object: 'organization.invite',
    place: 'organization',
    fields: {
      email: 'text',
      role: 'text',
      status: 'text',
      created_at: 'instant',
      expires_at: 'instant',
      accepted_at: 'instant',
      projects: 'list',
    },
    worksOut: 'nothing',
  },
  admin_api_key: {
    object: 'organization.admin_api_key',
    place: 'organization',
    fields: {
      name: 'text',
      redacted_value: 'text',
      created_at: 'instant',
      last_used_at: 'instant',
      expires_at: 'instant',
      owner: 'object',
    },
    worksOut: 'nothing',
  },
  group: {
    object: 'group',
    place: 'organization',
    fields: { name: 'text', created_at: 'instant', group_type: 'text', is_scim_managed: 'flag' },
    worksOut: 'nothing',
  },
  group_user: {
    object: 'group.user',
    place: 'group',
    fields: { name: 'text', email: 'text' },
    worksOut: 'nothing',
  },
  role: {
    object: 'role',
    place: 'anywhere',
    fields: { name: 'text', description: 'text', permissions: 'list', predefined_role: 'flag', resource_type: 'text' },
    worksOut: 'nothing',
  },
  role_assignment: {
    object: 'role_assignment',
    place: 'principal',
    fields: {
      name: 'text',
      description: 'text',
      permissions: 'list',
      predefined_role: 'flag',
      resource_type: 'text',
      created_at: 'instant',
      updated_at: 'instant',
      created_by: 'text',
      assignment_sources: 'list',
    },
    worksOut: 'nothing',
  },
  project_user: {
    object: 'organization.project.user',
    place: 'project',
    fields: { name: 'text', email: 'text', role: 'text', added_at: 'instant' },
    worksOut: 'nothing',
  },
  project_group: {
    object: 'project.group',
    place: 'project',
    fields: { group_name: 'text', group_type: 'text', created_at: 'instant' },
    worksOut: 'nothing',
  },
  service_account: {
    object: 'organization.project.service_account',
    place: 'project',
    fields: { name: 'text', role: 'text', created_at: 'instant' },
    worksOut: 'nothing',
  },
  rate_limit: {
    object: 'project.rate_limit',
    place: 'project',
    fields: {
      model: 'text',
      max_requests_per_1_minute: 'number',
      max_tokens_per_1_minute: 'number',
      max_images_per_1_minute: 'number',
      max_audio_megabytes_per_1_minute: 'number',
      max_requests_per_1_day: 'number',
      batch_1_day_max_input_tokens: 'number',
    },
    worksOut: 'limits',
  },
  model_permissions: {
    object: 'project.model_permissions',
    place: 'project',
    fields: { mode: 'text', model_ids: 'list' },
    worksOut: 'nothing',
  },
  hosted_tool_permissions: {
    object: 'project.hosted_tool_permissions',
    place: 'project',
    fields: {
      code_interpreter: 'object',
      file_search: 'object',
      image_generation: 'object',
      mcp: 'object',
      web_search: 'object',
    },
    worksOut: 'nothing',
  },
  service_tier_settings: {
    object: 'project.service_tier_settings',
    place: 'project',
    fields: { default: 'text', enabled_tiers: 'any' },
    worksOut: 'nothing',
  },
  data_retention: {
    object: 'organization.data_retention',
    place: 'anywhere',
    fields: { type: 'text' },
    worksOut: 'nothing',
  },
  spend_limit: {
    object: 'organization.spend_limit',
    place: 'anywhere',
    fields: { currency: 'text', interval: 'text', threshold_amount: 'number', enforcement: 'object' },
    worksOut: 'threshold',
  },
  spend_alert: {
    object: 'organization.spend_alert',
    place: 'anywhere',
    fields: { currency: 'text', interval: 'text', threshold_amount: 'number', notification_channel: 'object' },
    worksOut: 'threshold',
  },
  certificate: {
    object: 'organization.certificate',
    place: 'anywhere',
    fields: { name: 'text', active: 'flag', created_at: 'instant', certificate_details: 'object' },
    worksOut: 'nothing',
  },
} as const satisfies Record<string, KindEntry>;

export type DirectoryKindName = keyof typeof DIRECTORY_OBJECTS;

/**
 * Why an object counts as gone: two complete lists in a row did not hold it; OpenAI answered 404 for it; its project
 * was archived, which ends it too and makes OpenAI refuse its lists; its project is gone, or whatever else it was of.
 */
export const GONE_REASONS = ['not_listed', 'not_found', 'project_archived', 'project_gone', 'parent_gone'] as const;
export type GoneReason = (typeof GONE_REASONS)[number];

/** When and how Bursar saw an object. */
export const SEEN = {
  organization_id: z.string().nullable().describe('null until an answer of OpenAI named the organization'),
  first_seen_at: instant,
  last_seen_at: instant,
  gone_at: instant.nullable().describe('When OpenAI stopped listing it; null while it is listed'),
  gone_reason: z.enum(GONE_REASONS).nullable().describe('How Bursar knows; null while it is listed'),
};

type FieldShape<Fields extends Readonly<Record<string, FieldType>>> = {
  [Name in keyof Fields]: (typeof SCHEMAS)[Fields[Name]];
};

/** The schema of one kind's answer: OpenAI's names and meaning, where it stands, and when Bursar saw it. */
export function directoryItem<Name extends DirectoryKindName>(kind: Name) {
  const { fields, place, worksOut } = DIRECTORY_OBJECTS[kind] as (typeof DIRECTORY_OBJECTS)[Name];
  type Fields = (typeof DIRECTORY_OBJECTS)[Name]['fields'];
  const entries = Object.entries(fields as Readonly<Record<string, FieldType>>).map(([name, type]) => [
    name,
    SCHEMAS[type],
  ]);
  // Object.fromEntries forgets the names that its entries were made from.
  const shape = Object.fromEntries(entries) as FieldShape<Fields>;
  return z.object({
    id: z.string(),
    object: z.string(),
    ...(PLACES[place] as (typeof PLACES)[(typeof DIRECTORY_OBJECTS)[Name]['place']]),
    ...shape,
    ...(WORKED_OUT[worksOut] as (typeof WORKED_OUT)[(typeof DIRECTORY_OBJECTS)[Name]['worksOut']]),
    ...SEEN,
  });
}
