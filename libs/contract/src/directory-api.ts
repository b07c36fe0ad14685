import { z } from 'zod';
import { directoryItem } from './directory-items.js';
import { DIRECTORY_OBJECTS, type DirectoryKindName } from './directory-kinds.js';
import { bothWays, dayOrInstant, flag, identifier, instant, listQuery, page, repeatable } from './wire.js';

/** A list's query: what every list knows, what it sorts by (the first one unless asked), and what it filters by. */
function queryOf<const Sort extends string, const Filter extends string>(
  sorts: readonly [Sort, ...Sort[]],
  filters: readonly Filter[],
) {
  const given = filters.map((name) => [name, repeatable(identifier)]);
  return z.strictObject({
    ...listQuery,
    // zod's type of a default does not follow a type parameter; the first of the sorts is one of them.
    sort: z.enum(bothWays(sorts)).default(sorts[0] as never),
    organization: repeatable(identifier),
    id: repeatable(identifier),
    include_gone: flag,
    // Object.fromEntries forgets the names that its entries were made from.
    ...(Object.fromEntries(given) as Record<Filter, ReturnType<typeof repeatable<typeof identifier>>>),
  });
}

const SPEND_SORTS = ['spend_last_30_days', 'spend_month_to_date', 'last_activity_at'] as const;
const NAMED = ['name', 'id'] as const;
const DATED = ['name', 'created_at', 'id'] as const;

export const projectsQuery = queryOf([...DATED, ...SPEND_SORTS], ['status']).meta({ id: 'ProjectsQuery' });
export type ProjectsQuery = z.infer<typeof projectsQuery>;
const counts = z.record(z.string(), z.number().int());
export const project = directoryItem('project')
  .extend({
    counts: counts.describe('How many api_key, project_user and service_account it holds, gone ones left out'),
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof project>;
export const projectsAnswer = page(project).meta({ id: 'Projects' });

export const apiKeysQuery = queryOf([...DATED, 'last_used_at', ...SPEND_SORTS], ['project_id', 'owner_id'])
  .extend({ last_used_before: dayOrInstant.optional() })
  .meta({ id: 'ApiKeysQuery' });
export type ApiKeysQuery = z.infer<typeof apiKeysQuery>;
/** OpenAI's project API key, redacted as OpenAI sends it: no secret is in any list. */
export const apiKey = directoryItem('api_key').meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeysAnswer = page(apiKey).meta({ id: 'ApiKeys' });

export const membersQuery = queryOf(['name', 'email', 'role', 'added_at', 'id', ...SPEND_SORTS], ['role']).meta({
  id: 'MembersQuery',
});
export const member = directoryItem('user')
  .extend({ counts: counts.describe('How many project_user, group_user and api_key are theirs, gone ones left out') })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;
export const membersAnswer = page(member).meta({ id: 'Members' });

/** One call that lists objects of one kind. */
export interface DirectoryCall {
  kind: DirectoryKindName;
  summary: string;
  query: z.ZodType;
  answer: z.ZodType;
}

/** The schema of a page of a kind, by the name that the API's document gives it. */
function answerOf<Name extends DirectoryKindName>(kind: Name, id: string) {
  return page(directoryItem(kind).meta({ id })).meta({ id: `${id}List` });
}

/** Every list of the directory by its path below `/api/v1`. */
export const DIRECTORY_CALLS = {
  projects: {
    kind: 'project',
    summary: 'Projects as last seen at OpenAI, with what they spent',
    query: projectsQuery,
    answer: projectsAnswer,
  },
  'api-keys': {
    kind: 'api_key',
    summary: 'API keys of projects as last seen at OpenAI, with what they spent',
    query: apiKeysQuery,
    answer: apiKeysAnswer,
  },
  members: {
    kind: 'user',
    summary: 'Members of the organization, with what the keys they own spent',
    query: membersQuery,
    answer: membersAnswer,
  },
  invites: {
    kind: 'invite',
    summary: 'Invites, pending, accepted and expired',
    query: queryOf(['email', 'role', 'status', 'created_at', 'id'], ['status', 'role']),
    answer: answerOf('invite', 'Invite'),
  },
  'admin-api-keys': {
    kind: 'admin_api_key',
    summary: 'Admin keys; project keys that OpenAI lists among them are left out',
    query: queryOf([...DATED, 'last_used_at'], ['owner_id']),
    answer: answerOf('admin_api_key', 'AdminApiKey'),
  },
  'service-accounts': {
    kind: 'service_account',
    summary: 'Service accounts of projects',
    query: queryOf([...DATED, 'role'], ['project_id', 'role']),
    answer: answerOf('service_account', 'ServiceAccount'),
  },
  'rate-limits': {
    kind: 'rate_limit',
    summary: 'Rate limits of projects by model',
    query: queryOf(['model', 'id'], ['project_id', 'model']),
    answer: answerOf('rate_limit', 'RateLimit'),
  },
  groups: {
    kind: 'group',
    summary: 'Groups of the organization',
    query: queryOf(DATED, []),
    answer: answerOf('group', 'Group'),
  },
  'group-members': {
    kind: 'group_user',
    summary: 'Members of groups',
    query: queryOf(['name', 'email', 'id'], ['group_id']),
    answer: answerOf('group_user', 'GroupMember'),
  },
  roles: {
    kind: 'role',
    summary: 'Roles of the organization and of projects',
    query: queryOf(NAMED, ['project_id']),
    answer: answerOf('role', 'Role'),
  },
  'role-assignments': {
    kind: 'role_assignment',
    summary: 'Which role members and groups have, in the organization and in projects',
    query: queryOf(DATED, ['project_id', 'user_id', 'group_id']),
    answer: answerOf('role_assignment', 'RoleAssignment'),
  },
  'project-members': {
    kind: 'project_user',
    summary: 'Members of projects',
    query: queryOf(['name', 'email', 'role', 'added_at', 'id'], ['project_id', 'role']),
    answer: answerOf('project_user', 'ProjectMember'),
  },
  'project-groups': {
    kind: 'project_group',
    summary: 'Groups that have access to projects',
    query: queryOf(['group_name', 'created_at', 'id'], ['project_id']),
    answer: answerOf('project_group', 'ProjectGroup'),
  },
  'model-permissions': {
    kind: 'model_permissions',
    summary: 'Which models projects may use',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('model_permissions', 'ModelPermissions'),
  },
  'hosted-tool-permissions': {
    kind: 'hosted_tool_permissions',
    summary: 'Which hosted tools projects may use',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('hosted_tool_permissions', 'HostedToolPermissions'),
  },
  'service-tier-settings': {
    kind: 'service_tier_settings',
    summary: 'Which service tiers projects use',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('service_tier_settings', 'ServiceTierSettings'),
  },
  'data-retention': {
    kind: 'data_retention',
    summary: 'How long OpenAI keeps data of the organization and of projects',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('data_retention', 'DataRetention'),
  },
  'spend-limits': {
    kind: 'spend_limit',
    summary: 'Spend limits of the organization and of projects, as set at OpenAI',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('spend_limit', 'SpendLimit'),
  },
  'spend-alerts': {
    kind: 'spend_alert',
    summary: 'Spend alerts of the organization and of projects, as set at OpenAI',
    query: queryOf(['id'], ['project_id']),
    answer: answerOf('spend_alert', 'SpendAlert'),
  },
  certificates: {
    kind: 'certificate',
    summary: 'Certificates of the organization and of projects',
    query: queryOf(DATED, ['project_id']),
    answer: answerOf('certificate', 'Certificate'),
  },
} as const satisfies Record<string, DirectoryCall>;

export type DirectoryPath = keyof typeof DIRECTORY_CALLS;
/** What a list holds. */
export type DirectoryItem<Path extends DirectoryPath> = z.infer<
  (typeof DIRECTORY_CALLS)[Path]['answer']
>['data'][number];

// The keys of the table are its kinds.
const KINDS = Object.keys(DIRECTORY_OBJECTS) as [DirectoryKindName, ...DirectoryKindName[]];

/** `GET /api/v1/directory-changes`: changes of roles, owners, statuses and limits, newest first. */
export const directoryChangesQuery = z
  .strictObject({
    limit: listQuery.limit,
    cursor: listQuery.cursor,
    organization: repeatable(identifier),
    kind: repeatable(z.enum(KINDS)),
    id: repeatable(identifier),
    project_id: repeatable(identifier),
    since: dayOrInstant.optional(),
  })
  .meta({ id: 'DirectoryChangesQuery' });
export type DirectoryChangesQuery = z.infer<typeof directoryChangesQuery>;

export const directoryChange = z
  .object({
    /** Of the change, not of the object. */
    change_id: z.string(),
    organization_id: z.string().nullable(),
    kind: z.enum(KINDS),
    id: z.string().describe('Of the object that changed'),
    name: z.string().nullable().describe('Of the object, as last seen'),
    project_id: z.string().nullable(),
    field: z.string().describe('OpenAI’s field, or gone_at where the object came back'),
    old_value: z.unknown().describe('null where there was none'),
    new_value: z.unknown().describe('null where there is none any more'),
    changed_at: instant.describe('When Bursar saw it'),
  })
  .meta({ id: 'DirectoryChange' });
export type DirectoryChange = z.infer<typeof directoryChange>;
export const directoryChangesAnswer = page(directoryChange).meta({ id: 'DirectoryChanges' });
