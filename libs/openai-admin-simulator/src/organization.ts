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
import type { Member, Organization, Project, ProjectKey, ServiceAccount } from './organization-model.js';
import { fraction, hash, identifier, pick } from './random.js';

export interface OrganizationPlan {
  seed: number;
  id: string;
  name: string;
  projects: number;
  keys: number;
  /** First day of the history and the day that the stories are relative to. */
  historyDay: number;
  anchorDay: number;
  hostile: boolean;
  /** For what is made or archived later. */
  nowSeconds: () => number;
}

/** The organization with what the traffic needs to know about each project, in the order of `projects`. */
export interface BuiltOrganization extends Organization {
  readonly plans: ReadonlyMap<string, ProjectPlan>;
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
  };
}

export function createOrganization(plan: OrganizationPlan): BuiltOrganization {
  const stories = Array.from({ length: plan.projects }, (_, index) => planOf(index, plan.seed));
  if (plan.hostile) {
    for (const name of HOSTILE_NAMES) stories.push({ name, usdPerDay: 3, uses: ['small'], hours: 'always' });
  }
  const projects = stories.map((story, index) => makeProject(plan, story, index));
  const plans = new Map(projects.map((project, index) => [project.id, stories[index]!]));
  const members = Array.from({ length: 6 + Math.ceil(plan.keys / 8) }, (_, index) => makeMember(plan, index));
  const serviceAccounts: ServiceAccount[] = [];
  const maker: KeyMaker = { ...plan, projects, members, serviceAccounts };
  const keys = makeKeys(maker);
  return { ...changeable({ plan, projects, members, serviceAccounts, keys }), plans };
}

interface Parts {
  plan: OrganizationPlan;
  projects: Project[];
  members: Member[];
  serviceAccounts: ServiceAccount[];
  keys: ProjectKey[];
}

function changeable({ plan, projects, members, serviceAccounts, keys }: Parts): Organization {
  const now = plan.nowSeconds;
  const projectOf = (id: string) => found(projects, id, 'project');
  return {
    id: plan.id,
    name: plan.name,
    projects,
    members,
    serviceAccounts,
    keys,
    addProject(name) {
      const id = identifier('proj_', 24, plan.seed, 1_000_000 + projects.length);
      const project: Project = { id, name, createdAt: now(), archivedAt: null, isDefault: false, removed: false };
      projects.push(project);
      return project;
    },
    archiveProject(id) {
      projectOf(id).archivedAt = now();
    },
    addKey(projectId, name) {
      projectOf(projectId);
      const index = 1_000_000 + keys.length;
      const owner = { type: 'user', member: members[0]! } as const;
      const key: ProjectKey = {
        id: identifier('key_', 16, plan.seed, index),
        name,
        projectId,
        redactedValue: `sk-proj-${'*'.repeat(24)}${identifier('', 4, plan.seed, index)}`,
        createdAt: now(),
        expiresAt: null,
        silentSince: null,
        neverUsed: true,
        deleted: false,
        ownerAccess: 'active',
        owner,
      };
      keys.push(key);
      return key;
    },
    deleteKey(id) {
      found(keys, id, 'key').deleted = true;
    },
    removeProject(id) {
      projectOf(id).removed = true;
    },
  };
}

function found<T extends { id: string }>(list: readonly T[], id: string, what: string): T {
  const item = list.find((candidate) => candidate.id === id);
  if (!item) throw new RangeError(`There is no ${what} ${id} in the simulated organization.`);
  return item;
}
