/** Names of the feeds of the audit log: what the organization does, and what its tenant does, which OpenAI lists apart. */
export const AUDIT_FEEDS = { organization: 'audit-log', tenant: 'audit-log/tenant' } as const;
