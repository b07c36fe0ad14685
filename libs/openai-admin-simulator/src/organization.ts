/** Makes the organization: projects, members, service accounts and keys, all from the seed. */
import { DAY_SECONDS, monthStart } from './days.js';
import {
  GENERATED_HOURS,
  GENERATED_PLACES,
  GENERATED_TASKS,
  GENERATED_USES,
  HOSTILE_NAMES,
  NAMED_PROJECTS,
  PEOPLE,
  type ProjectPlan,
} from './names.js';
import { makeKeys, type KeyMaker } from './keys.js';
import type { Member, Project, ProjectKey, ServiceAccount } from './organization-model.js';
import { fraction, hash, identifier, pick } from './random.js';

export interface OrganizationPlan {
  seed: number;
  projects: number;
  keys: number;
  /** Who works there now and may own keys. */
  members: number;
  /** First day of the history and the day that the stories are relative to. */
  historyDay: number;
  anchorDay: number;
  hostile: boolean;
}

export interface BuiltOrganization {
  projects: Project[];
  members: Member[];
  serviceAccounts: ServiceAccount[];
  keys: ProjectKey[];
  /** What the traffic needs to know about each project, by its id. */
  plans: ReadonlyMap<string, ProjectPlan>;
}

function planOf(index: number, seed: number): ProjectPlan {
  const named = NAMED_PROJECTS[index];
  if (named) return named;
  const place = pick(GENERATED_PLACES, seed, index, 1);
  const task = pick(GENERATED_TASKS, seed, index, 2);
  const luck = fraction(seed, index, 3);
  return {
    name: `${place} ${task} ${index}`,
    // A few cost much, most cost little.
    usdPerDay: 3 + 60 * luck * luck * luck,
    uses: pick(GENERATED_USES, seed, index, 4),
    hours: pick(GENERATED_HOURS, seed, index, 5),
  };
}

function makeProject(plan: OrganizationPlan, story: ProjectPlan, index: number): Project {
  const { seed, historyDay, anchorDay } = plan;
  const before = historyDay - 30 - (hash(seed, index, 6) % 500);
  const began = story.story === 'new' ? Math.max(monthStart(anchorDay), anchorDay - 9) : before;
  const archivedDay = monthStart(anchorDay, -1) + 11;
  return {
    id: identifier('proj_', 24, seed, index),
    name: story.name,
    createdAt: began * DAY_SECONDS + (hash(seed, index, 7) % 30_000),
    archivedAt: story.story === 'vanished' ? archivedDay * DAY_SECONDS + 50_400 : null,
    isDefault: index === 0,
    externalKeyId: null,
    residency: 'GLOBAL',
    removed: false,
  };
}

function makeMember(plan: OrganizationPlan, index: number): Member {
  const name = PEOPLE[index] ?? `${pick(PEOPLE, plan.seed, index, 8).split(' ')[0]} ${index}`;
  return {
    id: identifier('user-', 24, plan.seed, index),
    name,
    email: `member${index + 1}@acme-robotics.example`,
    role: index === 0 || index === 5 ? 'owner' : 'reader',
    addedAt: (plan.historyDay - 400 + (hash(plan.seed, index, 9) % 300)) * DAY_SECONDS + 36_000,
    removed: false,
    isScimManaged: index % 4 === 3,
    isBare: false,
    technicalLevel: index % 3 === 0 ? 'expert' : null,
    developerPersona: index % 5 === 0 ? 'ml_engineer' : null,
  };
}

/** Members of the kinds that break what expects everybody to be an owner or a reader. Whoever left still owns keys. */
function makeUnusualMembers(plan: OrganizationPlan): { former: Member[]; unusual: Member[] } {
  const first = plan.members;
  const made = (place: number, member: Partial<Member>) => ({ ...makeMember(plan, first + place), ...member });
  return {
    former: [
      made(0, { name: 'Sascha Brandt', role: 'reader', removed: true }),
      made(1, { name: 'Priya Raman', role: 'reader', removed: true }),
    ],
    unusual: [
      made(2, { name: 'Noor Haddad', role: 'custom-auditor' }),
      made(3, { name: 'Hannu Salo', role: 'reader', isScimManaged: true }),
      made(4, { role: 'reader', isBare: true }),
    ],
  };
}

export function createOrganization(plan: OrganizationPlan): BuiltOrganization {
  const stories = Array.from({ length: plan.projects }, (_, index) => planOf(index, plan.seed));
  if (plan.hostile) {
    for (const name of HOSTILE_NAMES) stories.push({ name, usdPerDay: 3, uses: ['small'], hours: 'always' });
  }
  const projects = stories.map((story, index) => makeProject(plan, story, index));
  const plans = new Map(projects.map((project, index) => [project.id, stories[index]!]));
  const members = Array.from({ length: plan.members }, (_, index) => makeMember(plan, index));
  const { former, unusual } = makeUnusualMembers(plan);
  const serviceAccounts: ServiceAccount[] = [];
  const maker: KeyMaker = {
    ...plan,
    projects,
    members,
    ownersWithoutAccess: [...former, unusual[1]!],
    serviceAccounts,
  };
  const keys = makeKeys(maker);
  return { projects, members: [...members, ...former, ...unusual], serviceAccounts, keys, plans };
}
