/** Makes the API keys of all projects and who owns them. */
import { DAY_SECONDS } from './days.js';
import { HOSTILE_NAMES, KEY_PURPOSES } from './names.js';
import type { KeyOwner, Member, Project, ProjectKey, ServiceAccount } from './organization-model.js';
import { fraction, hash, identifier, pick } from './random.js';

export interface KeyMaker {
  seed: number;
  keys: number;
  historyDay: number;
  anchorDay: number;
  hostile: boolean;
  projects: readonly Project[];
  members: readonly Member[];
  /** Those who have left or lost a project, but not the keys that they made there. */
  ownersWithoutAccess: readonly Member[];
  /** Filled as keys need them. */
  serviceAccounts: ServiceAccount[];
}

/** What keys may do: most everything, which is said by naming nothing. */
const SCOPES: readonly (readonly string[])[] = [[], [], [], ['api.model.request'], ['api.all.read']];

/** What is special about a key: the first ones show each case once, later ones by chance. */
type Fate = 'ordinary' | 'expired' | 'deleted' | 'owner-left' | 'never-used' | 'retired';
const SHOWN_FATES: readonly Fate[] = ['ordinary', 'ordinary', 'ordinary', 'expired', 'deleted', 'owner-left'];

function fateOf(maker: KeyMaker, index: number, round: number): Fate {
  // Each project's first key works, so that no project is without traffic.
  if (round === 0) return 'ordinary';
  const shown = SHOWN_FATES[index - maker.projects.length + 2];
  if (shown) return shown;
  const luck = fraction(maker.seed, index, 20);
  if (luck < 0.02) return 'expired';
  if (luck < 0.035) return 'deleted';
  if (luck < 0.06) return 'owner-left';
  if (luck < 0.08) return 'never-used';
  return luck < 0.11 ? 'retired' : 'ordinary';
}

function ownerOf(maker: KeyMaker, project: Project, { index, fate }: { index: number; fate: Fate }): KeyOwner {
  const { seed, members, ownersWithoutAccess, serviceAccounts } = maker;
  if (fate === 'owner-left') return { type: 'user', member: pick(ownersWithoutAccess, seed, index, 29) };
  if (project.isDefault || fraction(seed, index, 21) < 0.45) {
    return { type: 'user', member: pick(members, seed, index, 22) };
  }
  const account: ServiceAccount = {
    id: identifier('user-', 24, seed, 500_000 + index),
    name: `${slug(project.name)}-sa-${index}`,
    projectId: project.id,
    role: 'member',
    createdAt: project.createdAt + 3600,
    deleted: false,
  };
  serviceAccounts.push(account);
  return { type: 'service_account', account };
}

function slug(name: string): string {
  const latin = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return latin.replace(/^-|-$/g, '').slice(0, 24) || 'soko';
}

function makeKey(maker: KeyMaker, project: Project, index: number, round: number): ProjectKey {
  const { seed, anchorDay, historyDay } = maker;
  const fate = fateOf(maker, index, round);
  const hostileName = maker.hostile && round === 0 ? HOSTILE_NAMES[index % HOSTILE_NAMES.length] : undefined;
  // Some keys are older than the history, the others begin within it.
  const span = anchorDay - historyDay;
  const age = round === 0 || fraction(seed, index, 23) < 0.75 ? span + 20 : 5 + (hash(seed, index, 24) % span);
  const createdAt = Math.max(
    project.createdAt + 7200,
    (anchorDay - age) * DAY_SECONDS + (hash(seed, index, 25) % 80_000),
  );
  const endedDay = anchorDay - 6 - (hash(seed, index, 26) % 30);
  const silent = fate === 'expired' || fate === 'deleted' || fate === 'retired';
  return {
    id: identifier('key_', 16, seed, index),
    name:
      hostileName ??
      `${slug(project.name)}-${pick(KEY_PURPOSES, seed, index, 27)}${round === 0 ? '' : `-${round + 1}`}`,
    projectId: project.id,
    redactedValue: `sk-proj-${'*'.repeat(24)}${identifier('', 4, seed, index)}`,
    createdAt,
    expiresAt: fate === 'expired' ? endedDay * DAY_SECONDS : index % 7 === 3 ? (anchorDay + 60) * DAY_SECONDS : null,
    silentSince: silent ? Math.min(endedDay * DAY_SECONDS, project.archivedAt ?? Infinity) : project.archivedAt,
    neverUsed: fate === 'never-used',
    deleted: fate === 'deleted',
    ownerAccess: fate === 'owner-left' ? 'inactive' : 'active',
    owner: ownerOf(maker, project, { index, fate }),
    scopes: pick(SCOPES, seed, index, 30),
  };
}

/** At least one for each project while there are enough, the others more often in the first projects than in the last. */
export function makeKeys(maker: KeyMaker): ProjectKey[] {
  const { projects, seed } = maker;
  const rounds = projects.map(() => 0);
  return Array.from({ length: Math.max(maker.keys, maker.hostile ? projects.length : 0) }, (_, index) => {
    const luck = fraction(seed, index, 28);
    const place = index < projects.length ? index : Math.floor(luck * Math.sqrt(luck) * projects.length);
    const project = projects[place]!;
    const round = rounds[place] ?? 0;
    rounds[place] = round + 1;
    return makeKey(maker, project, index, round);
  });
}
