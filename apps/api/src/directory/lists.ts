/** Every list of the directory: what it holds, whose it is, how often it is read. */
import { DIRECTORY_LISTS, type DirectoryListName } from '@bursar/openai-admin';
import type { KindName } from './kinds.js';
import { type Parent, placeOf } from './parents.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface ListEntry {
  kind: KindName;
  /** Each of these has such a list. */
  of: Parent;
  periodSeconds: number;
  /** The list that has to have been read before, for it names those whose lists these are. */
  after: DirectoryListName | null;
}

const ofOrganization = (kind: KindName, periodSeconds: number): ListEntry => ({
  kind,
  of: 'organization',
  periodSeconds,
  after: null,
});
const ofProjects = (kind: KindName, periodSeconds: number): ListEntry => ({
  kind,
  of: 'project',
  periodSeconds,
  after: 'projects',
});
const assignments = (of: Parent, after: DirectoryListName): ListEntry => ({
  kind: 'role_assignment',
  of,
  periodSeconds: DAY,
  after,
});

/** By the name that their feed has, in the order in which they are begun: what gives costs their names comes first. */
export const LISTS: Readonly<Record<DirectoryListName, ListEntry>> = {
  projects: ofOrganization('project', 15 * MINUTE),
  'api-keys': ofProjects('api_key', HOUR),
  members: ofOrganization('user', 15 * MINUTE),
  invites: ofOrganization('invite', 15 * MINUTE),
  'admin-api-keys': ofOrganization('admin_api_key', 15 * MINUTE),
  groups: ofOrganization('group', 15 * MINUTE),
  roles: ofOrganization('role', 15 * MINUTE),
  'service-accounts': ofProjects('service_account', HOUR),
  'rate-limits': ofProjects('rate_limit', HOUR),
  'project-members': ofProjects('project_user', 6 * HOUR),
  'spend-limit': ofOrganization('spend_limit', DAY),
  'spend-alerts': ofOrganization('spend_alert', DAY),
  'data-retention': ofOrganization('data_retention', DAY),
  certificates: ofOrganization('certificate', DAY),
  'project-spend-limits': ofProjects('spend_limit', DAY),
  'project-spend-alerts': ofProjects('spend_alert', DAY),
  'model-permissions': ofProjects('model_permissions', DAY),
  'hosted-tool-permissions': ofProjects('hosted_tool_permissions', DAY),
  'service-tier-settings': ofProjects('service_tier_settings', DAY),
  'project-data-retention': ofProjects('data_retention', DAY),
  'project-groups': ofProjects('project_group', DAY),
  'project-roles': ofProjects('role', DAY),
  'project-certificates': ofProjects('certificate', DAY),
  'group-members': { kind: 'group_user', of: 'group', periodSeconds: 6 * HOUR, after: 'groups' },
  'group-roles': assignments('group', 'groups'),
  'member-roles': assignments('user', 'members'),
  'project-member-roles': assignments('project_user', 'project-members'),
  'project-group-roles': assignments('project_group', 'project-groups'),
};

// The keys of the table are the names of its lists.
export const LIST_NAMES = Object.keys(LISTS) as DirectoryListName[];

/** The list that holds an object of a kind in a parent; undefined where there is none. */
export function listHolding(kind: KindName, parentId: string): DirectoryListName | undefined {
  const { of } = placeOf(parentId);
  return LIST_NAMES.find((name) => LISTS[name].kind === kind && LISTS[name].of === of);
}

/** The list that names the parents of another; a parent that is gone answers 404 there. */
export const PARENT_LISTS = {
  project: 'projects',
  group: 'groups',
  user: 'members',
  project_user: 'project-members',
  project_group: 'project-groups',
} as const satisfies Record<Exclude<Parent, 'organization'>, DirectoryListName>;

/** Whether what is read is one object that OpenAI has or has not, instead of a list. */
export function isSingle(name: DirectoryListName): boolean {
  return DIRECTORY_LISTS[name].paging === 'single';
}
