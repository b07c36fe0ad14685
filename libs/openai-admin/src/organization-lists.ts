import { CREATED, NOTHING, PROJECT_FIELDS, SPEND_FIELDS } from './directory-objects.js';
import { type DirectoryListEntry, ofOrganization } from './list-entry.js';

const ORGANIZATION = '/organization';

/** Lists of the organization, of its groups and of its members. */
export const ORGANIZATION_LISTS = {
  projects: {
    family: `GET ${ORGANIZATION}/projects`,
    paging: 'last_id',
    limit: 100,
    fields: PROJECT_FIELDS,
    call: (sdk, _, query, options) => ofOrganization(sdk).projects.list({ include_archived: true, ...query }, options),
    one: {
      family: `GET ${ORGANIZATION}/projects/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).projects.retrieve(id, options),
    },
  },
  members: {
    family: `GET ${ORGANIZATION}/users`,
    paging: 'last_id',
    limit: 100,
    fields: { added_at: 'number', api_key_last_used_at: 'number' },
    call: (sdk, _, query, options) => ofOrganization(sdk).users.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/users/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).users.retrieve(id, options),
    },
  },
  invites: {
    family: `GET ${ORGANIZATION}/invites`,
    paging: 'last_id',
    limit: 100,
    fields: { ...CREATED, expires_at: 'number', accepted_at: 'number' },
    call: (sdk, _, query, options) => ofOrganization(sdk).invites.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/invites/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).invites.retrieve(id, options),
    },
  },
  'admin-api-keys': {
    family: `GET ${ORGANIZATION}/admin_api_keys`,
    paging: 'last_item',
    limit: 100,
    fields: { ...CREATED, expires_at: 'number', last_used_at: 'number', owner: 'object' },
    call: (sdk, _, query, options) => ofOrganization(sdk).adminAPIKeys.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/admin_api_keys/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).adminAPIKeys.retrieve(id, options),
    },
  },
  groups: {
    family: `GET ${ORGANIZATION}/groups`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, _, query, options) => ofOrganization(sdk).groups.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/groups/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).groups.retrieve(id, options),
    },
  },
  roles: {
    family: `GET ${ORGANIZATION}/roles`,
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, _, query, options) => ofOrganization(sdk).roles.list(query, options),
    one: {
      family: `GET ${ORGANIZATION}/roles/{}`,
      call: (sdk, [id = ''], options) => ofOrganization(sdk).roles.retrieve(id, options),
    },
  },
  certificates: {
    family: `GET ${ORGANIZATION}/certificates`,
    paging: 'last_id',
    limit: 100,
    fields: CREATED,
    call: (sdk, _, query, options) => ofOrganization(sdk).certificates.list(query, options),
  },
  'data-retention': {
    family: `GET ${ORGANIZATION}/data_retention`,
    paging: 'single',
    limit: 1,
    fields: NOTHING,
    call: (sdk, _, __, options) => ofOrganization(sdk).dataRetention.retrieve(options),
  },
  'spend-limit': {
    family: `GET ${ORGANIZATION}/spend_limit`,
    paging: 'single',
    limit: 1,
    fields: SPEND_FIELDS,
    call: (sdk, _, __, options) => ofOrganization(sdk).spendLimit.retrieve(options),
  },
  'spend-alerts': {
    family: `GET ${ORGANIZATION}/spend_alerts`,
    paging: 'last_id',
    limit: 100,
    fields: SPEND_FIELDS,
    call: (sdk, _, query, options) => ofOrganization(sdk).spendAlerts.list(query, options),
  },
  'group-members': {
    family: `GET ${ORGANIZATION}/groups/{}/users`,
    paging: 'next',
    limit: 1000,
    fields: NOTHING,
    call: (sdk, [group = ''], query, options) => ofOrganization(sdk).groups.users.list(group, query, options),
  },
  'group-roles': {
    family: `GET ${ORGANIZATION}/groups/{}/roles`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [group = ''], query, options) => ofOrganization(sdk).groups.roles.list(group, query, options),
  },
  'member-roles': {
    family: `GET ${ORGANIZATION}/users/{}/roles`,
    paging: 'next',
    limit: 1000,
    fields: CREATED,
    call: (sdk, [user = ''], query, options) => ofOrganization(sdk).users.roles.list(user, query, options),
  },
} as const satisfies Record<string, DirectoryListEntry>;
