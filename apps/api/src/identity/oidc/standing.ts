/** What somebody of the provider may do and see here. */
import { type Role, ROLE_NAMES } from '@bursar/contract';
import { type GroupMap, isMeant, type Member } from '../../group-map.js';
import type { OidcSettings } from '../../oidc-settings.js';
import { SignOnRefusedError } from './sign-on-refused.js';

export interface Standing {
  role: Role;
  /** Sorted; null: every project. */
  projectIds: string[] | null;
}

const MOST_TOLD = 5;

/**
 * The role that may most of those that their groups have, and the projects of all their groups.
 *
 * @throws SignOnRefusedError where no group of theirs has any: who is not expected is not let in.
 */
export function standingOf(member: Member, { roles, projects }: Pick<OidcSettings, 'roles' | 'projects'>): Standing {
  const role = ROLE_NAMES.find((name) => roles.some(({ key, values }) => key === name && isAnyMeant(values, member)));
  if (role === undefined) {
    throw new SignOnRefusedError('no_role', `BURSAR_OIDC_ROLES has none of ${groupsInWords(member)}.`);
  }
  // An owner sees everything, for who owns Bursar can let himself see it.
  if (role === 'owner' || projects === null) return { role, projectIds: null };
  return { role, projectIds: projectsOf(member, projects) };
}

function projectsOf(member: Member, projects: GroupMap): string[] | null {
  const ids = projects.filter(({ key }) => isMeant(key, member)).flatMap(({ values }) => values);
  if (ids.length === 0) {
    throw new SignOnRefusedError('no_projects', `BURSAR_OIDC_PROJECTS has none of ${groupsInWords(member)}.`);
  }
  return ids.includes('*') ? null : [...new Set(ids)].sort();
}

const isAnyMeant = (groups: readonly string[], member: Member): boolean =>
  groups.some((group) => isMeant(group, member));

/** So that whoever configures it sees what the provider calls them. */
function groupsInWords({ groups, verifiedDomain }: Member): string {
  const named = groups.slice(0, MOST_TOLD).map((group) => `"${group.slice(0, 60)}"`);
  const more = groups.length > MOST_TOLD ? ` and ${groups.length - MOST_TOLD} more` : '';
  const told = named.length === 0 ? 'no groups' : `the groups ${named.join(', ')}${more}`;
  const domain = verifiedDomain === null ? 'no verified mail address' : `a verified address at ${verifiedDomain}`;
  return `what the provider told: ${told}, ${domain}`;
}
