/** The pages of the section "Keys", in the order in which the navigation offers them. */
export const KEY_PAGES = [{ to: '/keys', words: 'shell.keys.inventory' }] as const;
