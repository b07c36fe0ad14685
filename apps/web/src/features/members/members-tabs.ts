/** The lists of the Members page. */
export const MEMBERS_TABS = ['members', 'invites'] as const;

/** What their addresses hold besides a list's view. */
export const KEPT_WITH_MEMBERS = { tab: MEMBERS_TABS } as const;
