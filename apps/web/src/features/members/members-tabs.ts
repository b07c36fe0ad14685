/** The lists of the Members page; that of groups is for those who may change them. */
export const MEMBERS_TABS = ['members', 'invites', 'groups'] as const;

/** What their addresses hold besides a list's view. */
export const KEPT_WITH_MEMBERS = { tab: MEMBERS_TABS } as const;
