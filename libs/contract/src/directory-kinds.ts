/** What the directory holds, by OpenAI's own words: one entry for each kind of object, with the fields that we answer. */
/**
 * How a field of OpenAI's is answered: text as it is, Unix seconds as an instant, an object with its own times as
 * instants, a whole number, yes or no, a list, or whatever came where OpenAI itself allows several.
 */
export type FieldType = 'text' | 'instant' | 'object' | 'number' | 'flag' | 'list' | 'any';

/**
 * What an object stands in, which names the fields of an answer that say so: a project's `project_id` is always there,
 * that of something `anywhere` is null where it is of the whole organization.
 */
export type Place = 'organization' | 'project' | 'anywhere' | 'group' | 'principal';

/** What Bursar works out, besides what OpenAI says: what was spent, which limits have no effect, cents as whole units. */
export type WorkedOut = 'nothing' | 'spend' | 'limits' | 'threshold';

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
