import { account } from './en/account.js';
import { activity } from './en/activity.js';
import { audit } from './en/audit.js';
import { costs } from './en/costs.js';
import { directory } from './en/directory.js';
import { erasure } from './en/erasure.js';
import { explorer } from './en/explorer.js';
import { members } from './en/members.js';
import { feeds } from './en/feeds.js';
import { organizations } from './en/organizations.js';
import { overview } from './en/overview.js';
import { people } from './en/people.js';
import { problems } from './en/problems.js';
import { projects } from './en/projects.js';
import { range } from './en/range.js';
import { shell } from './en/shell.js';
import { signIn } from './en/sign-in.js';
import { sync } from './en/sync.js';
import { usage } from './en/usage.js';
import { words } from './en/words.js';

/** English, the complete language: the type of the catalogue is read from here. */
export const en = {
  words,
  range,
  shell,
  people,
  account,
  signIn,
  explorer,
  costs,
  usage,
  overview,
  organizations,
  directory,
  projects,
  members,
  erasure,
  audit,
  activity,
  feeds,
  sync,
  problems,
} as const;
