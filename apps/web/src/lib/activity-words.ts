/** What the trail of Bursar tells, in words. */
import type { TFunction } from 'i18next';
import type { ActivityItem, ActivityOutcome } from '@bursar/contract';
import { activityKinds } from './i18n/en/activity-words.js';
import { isolated } from './names.js';
import type { people } from './i18n/en/people.js';

export const ACTIVITY_OUTCOME_NAMES = [
  'succeeded',
  'refused',
  'failed',
  'unknown',
] as const satisfies readonly ActivityOutcome[];

type WordKey = keyof typeof activityKinds;

/** In the order in which they are chosen by: what the first part of a word belongs to. */
const AREAS = {
  sign_in: 'signIn',
  sign_out: 'signIn',
  session: 'account',
  password: 'account',
  identity: 'account',
  second_factor: 'account',
  person: 'person',
  token: 'token',
  organization: 'organization',
  member: 'member',
  invite: 'member',
  group: 'member',
  group_member: 'member',
  project: 'project',
  project_member: 'project',
  service_account: 'project',
  api_key: 'key',
  rate_limit: 'limit',
  spend_limit: 'limit',
  activity: 'person',
  export: 'export',
  sync: 'sync',
  call: 'call',
} as const;
type Area = (typeof AREAS)[keyof typeof AREAS] | 'other';
const AREA_NAMES: readonly Area[] = [...new Set<Area>(Object.values(AREAS)), 'other'];

const keyOf = (word: string): string => word.replaceAll('.', '_');
const isWorded = (key: string): key is WordKey => Object.hasOwn(activityKinds, key);
const isArea = (name: string): name is keyof typeof AREAS => Object.hasOwn(AREAS, name);

/** Whether the API filters by it; a newer server may write words that this page does not know. */
export const isActivityWord = (word: string): boolean => isWorded(keyOf(word)) && /^[a-z_.]+$/.test(word);

/** "Invite somebody"; a word without words is shown as it is. */
export function kindName(word: string, t: TFunction): string {
  const key = keyOf(word);
  return isWorded(key) ? t(`activity.kind.${key}`) : word;
}

export function areaOf(word: string): Area {
  const [first = ''] = word.split('.');
  return isArea(first) ? AREAS[first] : 'other';
}

/** By area, as people look for them. */
export const byArea = (a: string, b: string): number =>
  AREA_NAMES.indexOf(areaOf(a)) - AREA_NAMES.indexOf(areaOf(b)) || (a < b ? -1 : 1);

type Told = Pick<ActivityItem, 'person' | 'address' | 'what' | 'target' | 'after' | 'before' | 'outcome'>;

/** Name, else mail address, else that they were erased; Bursar itself, or nobody who is known. */
export function whoName({ person, address }: Pick<ActivityItem, 'person' | 'address'>, t: TFunction): string {
  if (person !== null) return person.name ?? person.email ?? t('activity.who.erased', { id: person.id });
  return t(address === null ? 'activity.who.bursar' : 'activity.who.nobody');
}

/** "Mika invited Sam as Finance"; what did not succeed is told as a try. */
export function entrySentence(item: Told, t: TFunction): string {
  const key = keyOf(item.what);
  const who = isolated(whoName(item, t));
  if (!isWorded(key)) return t('activity.otherDone', { who, what: isolated(item.what) });
  const { target } = item;
  const name = target?.kind === 'call' ? target.id : (target?.name ?? target?.id);
  return t(`activity.${item.outcome === 'succeeded' ? 'done' : 'tried'}.${key}`, {
    who,
    target: isolated(name ?? t('activity.who.nameless')),
    role: roleName(item.after, t),
  });
}

function roleName(after: unknown, t: TFunction): string {
  const role = typeof after === 'object' && after !== null && 'role' in after ? after.role : null;
  return isRole(role) ? t(`people.role.${role}`) : t('activity.who.noRole');
}

const ROLES = [
  'owner',
  'admin',
  'finance',
  'engineer',
  'viewer',
] as const satisfies readonly (keyof typeof people.role)[];
const isRole = (role: unknown): role is (typeof ROLES)[number] => ROLES.some((each) => each === role);
