/** The pages of the section "Keys", in the order in which the navigation offers them. */
export const KEY_PAGES = [
  { to: '/keys', words: 'shell.keys.inventory' },
  { to: '/keys/leak-desk', words: 'shell.keys.leakDesk' },
  { to: '/keys/rotations', words: 'shell.keys.rotations' },
  { to: '/keys/incidents', words: 'shell.keys.incidents' },
] as const;
