/** Each list of a project's page and the kind of object that is counted beside its name. */
export const TAB_KINDS = {
  keys: 'api_key',
  members: 'project_user',
  groups: 'project_group',
  accounts: 'service_account',
  limits: 'rate_limit',
  changes: null,
} as const;

export type ProjectTab = keyof typeof TAB_KINDS;
/** Those that are lists of OpenAI's. */
export type ProjectListTab = Exclude<ProjectTab, 'changes'>;

// The keys of the table are its tabs.
export const PROJECT_TABS = Object.keys(TAB_KINDS) as ProjectTab[];

/** What the address of a project's page holds besides a list's view. */
export const KEPT_WITH_PROJECT = { tab: PROJECT_TABS, view: ['chart', 'table'] } as const;
