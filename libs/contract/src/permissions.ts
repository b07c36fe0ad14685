/** Every route names one of these; people and tokens will be granted them by role. */
export const PERMISSIONS = {
  'costs.read': 'See billed costs, their completeness and their restatements',
  'usage.read': 'See what is used, by capability, and how complete it is',
  'directory.read':
    'See projects, members, keys, limits and what else OpenAI lists, as last seen, with what they spent',
  'audit_events.read': "See OpenAI's audit log",
  'sync.read': 'See what is collected, how far and with which errors',
  'sync.run': 'Collect now, pause collecting and let it go on',
  'health.read': 'See whether the server answers (no sign-in needed)',
  'documents.read': 'See the description of this API',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof PERMISSIONS;
