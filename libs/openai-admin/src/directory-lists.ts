import type OpenAI from 'openai';
import {
  CREATED,
  type FieldTypes,
  NOTHING,
  PROJECT_API_KEY_FIELDS,
  PROJECT_FIELDS,
  RATE_LIMIT_FIELDS,
  SPEND_FIELDS,
} from './directory-objects.js';

/** How OpenAI says where the next page begins, or `single`: no list at all but one object that may be absent. */
export type Paging = 'last_id' | 'last_item' | 'next' | 'single';

/** What every list is asked with. */
export interface PageQuery {
  limit: number;
  after?: string;
}

interface CallOptions {
  signal?: AbortSignal;
}

interface Call {
  asResponse(): Promise<Response>;
}

/** One list of OpenAI's, or one object that stands alone. */
export interface DirectoryListEntry {
  /** Method and path template. Each `{}` stands for one of the ids of `within`. */
  family: string;
  paging: Paging;
  /** Largest page that OpenAI gives. */
  limit: number;
  fields: FieldTypes;
  /** The field by which an object is known, where that is not `id`. */
  idField?: string;
  call(sdk: OpenAI, within: readonly string[], query: PageQuery, options: CallOptions): Call;
  /** Reads one object of the list; absent where OpenAI has no such path. The last of `ids` is the object's. */
  one?: { family: string; call(sdk: OpenAI, ids: readonly string[], options: CallOptions): Call };
}

const ORGANIZATION = '/organization';
const PROJECT = `${ORGANIZATION}/projects/{}`;

const of = (sdk: OpenAI) => sdk.admin.organization;

/**
 * Every list of the directory, one entry each.
 *
 * Source: resources/admin of `openai` 7.57.0. Page classes differ by list: some follow `last_id`, admin keys the last
 * item whatever `last_id` says, groups and roles a cursor called `next`.
 */
export const DIRECTORY_LISTS = {
  projects: {
    family: `GET ${ORGANIZATION}/projects`,
    paging: 'last_id',
    limit: 100,
    fields: PROJECT_FIELDS,
    call: (sdk, _, query, options) => of(sdk).projects.list({ include_archived: true, ...query }, options),
    one: { family: `GET ${PROJECT}`, call: (sdk, [id = ''], options) => of(sdk).projects.retrieve(id, options) },
  },
  members: {
    family: `GET ${ORGANIZATION}/users`,
    paging: 'last_id',
    limit: 100,
    fields: { added_at: 'number', api_key_last_used_at: 'number' },
    call: (sdk, _, query, options) => of(sdk).users.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/users/{}`,
      call: (sdk, [id = ''], options) => of(sdk).users.retrieve(id, options),
    },
  },
  invites: {
    family: `GET ${ORGANIZATION}/invites`,
    paging: 'last_id',
    limit: 100,
    fields: { ...CREATED, expires_at: 'number', accepted_at: 'number' },
    call: (sdk, _, query, options) => of(sdk).invites.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/invites/{}`,
      call: (sdk, [id = ''], options) => of(sdk).invites.retrieve(id, options),
    },
  },
  'admin-api-keys': {
    family: `GET ${ORGANIZATION}/admin_api_keys`,
    paging: 'last_item',
    limit: 100,
    fields: { ...CREATED, expires_at: 'number', last_used_at: 'number', owner: 'object' },
    call: (sdk, _, query, options) => of(sdk).adminAPIKeys.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/admin_api_keys/{}`,
      call: (sdk, [id = ''], options) => of(sdk).adminAPIKeys.retrieve(id, options),
    },
  },
  groups: {
    family: `GET ${ORGANIZATION}/groups`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, _, query, options) => of(sdk).groups.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/groups/{}`,
      call: (sdk, [id = ''], options) => of(sdk).groups.retrieve(id, options),
    },
  },
  roles: {
    family: `GET ${ORGANIZATION}/roles`,
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, _, query, options) => of(sdk).roles.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/roles/{}`,
      call: (sdk, [id = ''], options) => of(sdk).roles.retrieve(id, options),
    },
  },
  certificates: {
    family: `GET ${ORGANIZATION}/certificates`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, _, query, options) => of(sdk).certificates.list(query, options),
  },
  'data-retention': {
    family: `GET ${ORGANIZATION}/data_retention`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, _, __, options) => of(sdk).dataRetention.retrieve(options),
  },
  'spend-limit': {
    family: `GET ${ORGANIZATION}/spend_limit`,
    paging: 'single',
    limit: 1,
    fields: SPEND_FIELDS,
    call: (sdk, _, __, options) => of(sdk).spendLimit.retrieve(options),
  },
  'spend-alerts': {
    family: `GET ${ORGANIZATION}/spend_alerts`,
    paging: 'last_id',
    limit: 100,
    fields: SPEND_FIELDS,
    call: (sdk, _, query, options) => of(sdk).spendAlerts.list(query, options),
  },
  'api-keys': {
    family: `GET ${PROJECT}/api_keys`,
    paging: 'last_id',
    limit: 100,
    fields: PROJECT_API_KEY_FIELDS,
    // Unless asked for "any", OpenAI hides keys whose owners have no access to the project.
    call: (sdk, [project = ''], query, options) =>
      of(sdk).projects.apiKeys.list(project, { owner_project_access: 'any', ...query }, options),
    one: {
      family: `GET ${PROJECT}/api_keys/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        of(sdk).projects.apiKeys.retrieve(id, { project_id: project }, options),
    },
  },
  'rate-limits': {
    family: `GET ${PROJECT}/rate_limits`,
    paging: 'last_id',
    limit: 100,
    fields: RATE_LIMIT_FIELDS,
    call: (sdk, [project = ''], query, options) => of(sdk).projects.rateLimits.listRateLimits(project, query, options),
  },
  'service-accounts': {
    family: `GET ${PROJECT}/service_accounts`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, [project = ''], query, options) => of(sdk).projects.serviceAccounts.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/service_accounts/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        of(sdk).projects.serviceAccounts.retrieve(id, { project_id: project }, options),
    },
  },
  'project-members': {
    family: `GET ${PROJECT}/users`,
    paging: 'last_id',
    limit: 100,
    fields: { added_at: 'number' },
    call: (sdk, [project = ''], query, options) => of(sdk).projects.users.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/users/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        of(sdk).projects.users.retrieve(id, { project_id: project }, options),
    },
  },
  'project-groups': {
    family: `GET ${PROJECT}/groups`,
    paging: 'next',
    limit: 100,
    fields: CREATED,
    idField: 'group_id',
    call: (sdk, [project = ''], query, options) => of(sdk).projects.groups.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/groups/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        of(sdk).projects.groups.retrieve(id, { project_id: project }, options),
    },
  },
  'project-roles': {
    family: 'GET /projects/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, [project = ''], query, options) => of(sdk).projects.roles.list(project, query, options),
    one: {
      family: 'GET /projects/{}/roles/{}',
      call: (sdk, [project = '', id = ''], options) =>
        of(sdk).projects.roles.retrieve(id, { project_id: project }, options),
    },
  },
  'project-certificates': {
    family: `GET ${PROJECT}/certificates`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, [project = ''], query, options) => of(sdk).projects.certificates.list(project, query, options),
  },
  'model-permissions': {
    family: `GET ${PROJECT}/model_permissions`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => of(sdk).projects.modelPermissions.retrieve(project, options),
  },
  'hosted-tool-permissions': {
    family: `GET ${PROJECT}/hosted_tool_permissions`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => of(sdk).projects.hostedToolPermissions.retrieve(project, options),
  },
  'service-tier-settings': {
    family: `GET ${PROJECT}/service_tier_settings`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => of(sdk).projects.serviceTierSettings.retrieve(project, options),
  },
  'project-data-retention': {
    family: `GET ${PROJECT}/data_retention`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => of(sdk).projects.dataRetention.retrieve(project, options),
  },
  'project-spend-limits': {
    family: `GET ${PROJECT}/spend_limit`,
    paging: 'single',
    limit: 1,
    fields: SPEND_FIELDS,
    call: (sdk, [project = ''], _, options) => of(sdk).projects.spendLimit.retrieve(project, options),
  },
  'project-spend-alerts': {
    family: `GET ${PROJECT}/spend_alerts`,
    paging: 'last_id',
    limit: 100,
    fields: SPEND_FIELDS,
    call: (sdk, [project = ''], query, options) => of(sdk).projects.spendAlerts.list(project, query, options),
  },
  'group-members': {
    family: `GET ${ORGANIZATION}/groups/{}/users`,
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, [group = ''], query, options) => of(sdk).groups.users.list(group, query, options),
  },
  'group-roles': {
    family: `GET ${ORGANIZATION}/groups/{}/roles`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [group = ''], query, options) => of(sdk).groups.roles.list(group, query, options),
  },
  'member-roles': {
    family: `GET ${ORGANIZATION}/users/{}/roles`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [user = ''], query, options) => of(sdk).users.roles.list(user, query, options),
  },
  'project-member-roles': {
    family: 'GET /projects/{}/users/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [project = '', user = ''], query, options) =>
      of(sdk).projects.users.roles.list(user, { project_id: project, ...query }, options),
  },
  'project-group-roles': {
    family: 'GET /projects/{}/groups/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [project = '', group = ''], query, options) =>
      of(sdk).projects.groups.roles.list(group, { project_id: project, ...query }, options),
  },
} as const satisfies Record<string, DirectoryListEntry>;

export type DirectoryListName = keyof typeof DIRECTORY_LISTS;
