/**
 * Everything that is changed at OpenAI. Each is sent once; `ActionOutcome` says what came of it.
 *
 * All throw OpenAIAdminError with OpenAI's own words where it refuses, and before anything was sent where OpenAI cannot be
 * read. The signal ends what is read, and the wait of the one request for its turn.
 */
export type { ActionOptions, ActionOutcome } from './change.js';
export * from './actions-on-keys.js';
export * from './actions-on-members.js';
export * from './actions-on-projects.js';
export * from './actions-on-service-accounts.js';
