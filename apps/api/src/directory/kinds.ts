/** The table of what the directory holds: one entry for each list of OpenAI's. */

/** How a field of OpenAI's object is answered: text as it is, Unix seconds as an instant, an object with its own times as instants. */
export type FieldType = 'text' | 'instant' | 'object';

export interface DirectoryKind {
  /** OpenAI's own word in `object`. */
  object: string;
  /** Whether each project has a list of its own of these. */
  perProject: boolean;
  /**
   * OpenAI's fields that our API answers, besides `id`. Those that are named like a column of `directory_objects`
   * (`name`, `status`, `created_at`, `last_used_at`) are kept there as well, to sort and filter by.
   */
  fields: Readonly<Record<string, FieldType>>;
  /** Fields of which every change is kept, each with the paths that make a change: an owner's new name is no new owner. */
  history: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Fields that `q` looks into, besides id and name. */
  searched: readonly string[];
}

/** Source of fields: OpenAI's admin API as typed by the `openai` SDK 7.57.0. Every one of them but `id` may be absent. */
export const DIRECTORY_KINDS = {
  project: {
    object: 'organization.project',
    perProject: false,
    fields: {
      name: 'text',
      status: 'text',
      created_at: 'instant',
      archived_at: 'instant',
      external_key_id: 'text',
      residency: 'text',
    },
    history: { name: [['name']], status: [['status']] },
    searched: [],
  },
  api_key: {
    object: 'organization.project.api_key',
    perProject: true,
    fields: {
      name: 'text',
      redacted_value: 'text',
      created_at: 'instant',
      last_used_at: 'instant',
      expires_at: 'instant',
      owner_project_access: 'text',
      owner: 'object',
    },
    history: {
      name: [['name']],
      owner_project_access: [['owner_project_access']],
      owner: [
        ['owner', 'type'],
        ['owner', 'user', 'id'],
        ['owner', 'service_account', 'id'],
      ],
    },
    searched: ['redacted_value'],
  },
} as const satisfies Record<string, DirectoryKind>;

export type KindName = keyof typeof DIRECTORY_KINDS;
