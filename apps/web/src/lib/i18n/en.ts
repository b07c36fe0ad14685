import { account } from './en/account.js';
import { activity } from './en/activity.js';
import { audit } from './en/audit.js';
import { everyday } from './everyday.js';

/** English, the complete language: the type of the catalogue is read from here, and nothing else. */
export const en = { ...everyday, account, activity, audit } as const;
