import { costs } from './en/costs.js';
import { directory } from './en/directory.js';
import { erasure } from './en/erasure.js';
import { explorer } from './en/explorer.js';
import { feeds } from './en/feeds.js';
import { members } from './en/members.js';
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

/** The words that the program begins with. Those of a page that few open first come with it, see add-words.ts. */
export const everyday = {
  words,
  range,
  shell,
  people,
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
  feeds,
  sync,
  problems,
} as const;
