import { account } from './en/account.js';
import { actions } from './en/actions.js';
import { activity } from './en/activity.js';
import { audit } from './en/audit.js';
import { chartEvents } from './en/chart-events.js';
import { incidents } from './en/incidents.js';
import { leaks } from './en/leaks.js';
import { keys } from './en/keys.js';
import { memberActions } from './en/member-actions.js';
import { offboarding } from './en/offboarding.js';
import { projectActions } from './en/project-actions.js';
import { rotations } from './en/rotations.js';
import { everyday } from './everyday.js';

/** English, the complete language: the type of the catalogue is read from here, and nothing else. */
export const en = {
  ...everyday,
  account,
  actions,
  activity,
  audit,
  chartEvents,
  incidents,
  leaks,
  keys,
  memberActions,
  offboarding,
  projectActions,
  rotations,
} as const;
