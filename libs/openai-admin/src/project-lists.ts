import { CREATED, NOTHING, PROJECT_API_KEY_FIELDS, RATE_LIMIT_FIELDS, SPEND_FIELDS } from './directory-objects.js';
import { type DirectoryListEntry, ofOrganization } from './list-entry.js';

const PROJECT = '/organization/projects/{}';

/** Lists of each project, and of its members and groups; roles of projects lie outside of `/organization`. */
export const PROJECT_LISTS = {
  'api-keys': {
    family: `GET ${PROJECT}/api_keys`,
    paging: 'last_id',
    limit: 100,
    fields: PROJECT_API_KEY_FIELDS,
    // Unless asked for "any", OpenAI hides keys whose owners have no access to the project.
    call: (sdk, [project = ''], query, options) =>
      ofOrganization(sdk).projects.apiKeys.list(project, { owner_project_access: 'any', ...query }, options),
    one: {
      family: `GET ${PROJECT}/api_keys/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        ofOrganization(sdk).projects.apiKeys.retrieve(id, { project_id: project }, options),
    },
  },
  'rate-limits': {
    family: `GET ${PROJECT}/rate_limits`,
    paging: 'last_id',
    limit: 100,
    fields: RATE_LIMIT_FIELDS,
    call: (sdk, [project = ''], query, options) =>
      ofOrganization(sdk).projects.rateLimits.listRateLimits(project, query, options),
  },
  'service-accounts': {
    family: `GET ${PROJECT}/service_accounts`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, [project = ''], query, options) =>
      ofOrganization(sdk).projects.serviceAccounts.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/service_accounts/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        ofOrganization(sdk).projects.serviceAccounts.retrieve(id, { project_id: project }, options),
    },
  },
  'project-members': {
    family: `GET ${PROJECT}/users`,
    paging: 'last_id',
    limit: 100,
    fields: { added_at: 'number' },
    call: (sdk, [project = ''], query, options) => ofOrganization(sdk).projects.users.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/users/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        ofOrganization(sdk).projects.users.retrieve(id, { project_id: project }, options),
    },
  },
  'project-groups': {
    family: `GET ${PROJECT}/groups`,
    paging: 'next',
    limit: 100,
    fields: CREATED,
    idField: 'group_id',
    call: (sdk, [project = ''], query, options) => ofOrganization(sdk).projects.groups.list(project, query, options),
    one: {
      family: `GET ${PROJECT}/groups/{}`,
      call: (sdk, [project = '', id = ''], options) =>
        ofOrganization(sdk).projects.groups.retrieve(id, { project_id: project }, options),
    },
  },
  'project-roles': {
    family: 'GET /projects/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, [project = ''], query, options) => ofOrganization(sdk).projects.roles.list(project, query, options),
    one: {
      family: 'GET /projects/{}/roles/{}',
      call: (sdk, [project = '', id = ''], options) =>
        ofOrganization(sdk).projects.roles.retrieve(id, { project_id: project }, options),
    },
  },
  'project-certificates': {
    family: `GET ${PROJECT}/certificates`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, [project = ''], query, options) =>
      ofOrganization(sdk).projects.certificates.list(project, query, options),
  },
  'model-permissions': {
    family: `GET ${PROJECT}/model_permissions`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => ofOrganization(sdk).projects.modelPermissions.retrieve(project, options),
  },
  'hosted-tool-permissions': {
    family: `GET ${PROJECT}/hosted_tool_permissions`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) =>
      ofOrganization(sdk).projects.hostedToolPermissions.retrieve(project, options),
  },
  'service-tier-settings': {
    family: `GET ${PROJECT}/service_tier_settings`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) =>
      ofOrganization(sdk).projects.serviceTierSettings.retrieve(project, options),
  },
  'project-data-retention': {
    family: `GET ${PROJECT}/data_retention`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, [project = ''], _, options) => ofOrganization(sdk).projects.dataRetention.retrieve(project, options),
  },
  'project-spend-limits': {
    family: `GET ${PROJECT}/spend_limit`,
    paging: 'single',
    limit: 1,
    fields: SPEND_FIELDS,
    call: (sdk, [project = ''], _, options) => ofOrganization(sdk).projects.spendLimit.retrieve(project, options),
  },
  'project-spend-alerts': {
    family: `GET ${PROJECT}/spend_alerts`,
    paging: 'last_id',
    limit: 100,
    fields: SPEND_FIELDS,
    call: (sdk, [project = ''], query, options) =>
      ofOrganization(sdk).projects.spendAlerts.list(project, query, options),
  },
  'project-member-roles': {
    family: 'GET /projects/{}/users/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [project = '', user = ''], query, options) =>
      ofOrganization(sdk).projects.users.roles.list(user, { project_id: project, ...query }, options),
  },
  'project-group-roles': {
    family: 'GET /projects/{}/groups/{}/roles',
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [project = '', group = ''], query, options) =>
      ofOrganization(sdk).projects.groups.roles.list(group, { project_id: project, ...query }, options),
  },
} as const satisfies Record<string, DirectoryListEntry>;
