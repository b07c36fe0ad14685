/** Makes the streams of all keys, so that each project spends about what its plan says. */
import type { CapabilityTable } from '@bursar/contract';
import { DAY_SECONDS } from './days.js';
import { countedMeasures, isMoney } from './measures.js';
import type { ProjectPlan } from './names.js';
import type { BuiltOrganization } from './organization.js';
import type { ProjectKey } from './organization-model.js';
import { type Lineage, LINEAGES, type Use } from './prices.js';
import { fraction, hash } from './random.js';
import { FOR_EVER, StreamMaker, type Caller } from './stream-maker.js';
import { isService } from './stream-values.js';
import type { Metered } from './traffic.js';

export interface StreamPlan {
  seed: number;
  anchorDay: number;
  historyDay: number;
  modelsPerKey: number;
  waysPerModel: number;
  accountsUnnamed: boolean;
}

/** The member or service account that a key belongs to. */
export function ownerId({ owner }: ProjectKey): string {
  return owner.type === 'user' ? owner.member.id : owner.account.id;
}

/** Whom usage and costs name as the user of a key. */
export function userIdOf(key: ProjectKey, accountsUnnamed: boolean): string | null {
  return accountsUnnamed && key.owner.type === 'service_account' ? null : ownerId(key);
}

/** Everything of a table that is metered, which is all but the money. */
export function meteredOf(table: CapabilityTable): Metered {
  return new Map(
    Object.entries(table)
      .filter(([, capability]) => !isMoney(capability))
      .map(([name, capability]) => [name, { capability, counted: countedMeasures(capability) }]),
  );
}

function callerOf(key: ProjectKey, project: ProjectPlan, plan: StreamPlan): Caller {
  return {
    projectId: key.projectId,
    keyId: key.id,
    userId: userIdOf(key, plan.accountsUnnamed),
    fromDay: Math.max(plan.historyDay, Math.ceil(key.createdAt / DAY_SECONDS)),
    untilDay: key.silentSince === null ? FOR_EVER : Math.floor(key.silentSince / DAY_SECONDS),
    hours: project.hours,
    ...(key.expiresAt === null ? {} : { expiresAt: key.expiresAt }),
  };
}

/** What a key is used for: the project's uses in turn, then others. */
function usesOf(project: ProjectPlan, count: number, offset: number): Use[] {
  const others: Use[] = ['chat', 'small', 'reasoning', 'embed', 'tuned', 'picture', 'voice'];
  const all = [...project.uses, ...others.filter((use) => !project.uses.includes(use))];
  return Array.from({ length: count }, (_, slot) => {
    return count <= project.uses.length
      ? project.uses[(slot + offset) % project.uses.length]!
      : all[slot % all.length]!;
  });
}

export function makeStreams(organization: BuiltOrganization, plan: StreamPlan, metered: Metered): StreamMaker {
  const maker = new StreamMaker(plan, metered);
  for (const project of organization.projects) {
    const story = organization.plans.get(project.id)!;
    const keys = organization.keys.filter((key) => key.projectId === project.id && !key.neverUsed);
    const weights = keys.map((key, rank) => 1 / (1 + rank) + 0.3 * fraction(plan.seed, rank, hash(0, key.createdAt)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    keys.forEach((key, rank) => {
      const luck = 0.5 + fraction(plan.seed, maker.streams.length, 45);
      const uses = usesOf(story, Math.max(1, Math.round(plan.modelsPerKey * luck)), rank);
      const share = (story.usdPerDay * weights[rank]!) / sum / uses.length;
      for (const use of uses) addWays(maker, callerOf(key, story, plan), { lineage: LINEAGES[use], share, plan });
    });
    addServices(maker, metered, { story, first: keys[0], plan });
  }
  addStories(maker, organization, plan);
  return maker;
}

/** One stream, or one for each way in which the model is called; they share what it costs. */
function addWays(
  maker: StreamMaker,
  caller: Caller,
  { lineage, share, plan }: { lineage: Lineage; share: number; plan: StreamPlan },
): void {
  if (plan.waysPerModel <= 1) return maker.lineage(caller, lineage, share);
  const ways = Math.floor(plan.waysPerModel + fraction(plan.seed, maker.streams.length, 47));
  for (let way = 0; way < ways; way++) maker.lineage({ ...caller, way }, lineage, share / ways);
}

/** Storage, sessions and calls of a project, by its first key where the capability names keys. */
function addServices(
  maker: StreamMaker,
  metered: Metered,
  { story, first, plan }: { story: ProjectPlan; first: ProjectKey | undefined; plan: StreamPlan },
): void {
  if (!first) return;
  for (const [name, { capability }] of metered) {
    if (isService(capability) && fraction(plan.seed, maker.streams.length, 46) < 0.5) {
      maker.service(callerOf(first, story, plan), name);
    }
  }
}

/** Traffic that no key is named for, the project that burns money, and something of everything that is metered. */
function addStories(maker: StreamMaker, organization: BuiltOrganization, plan: StreamPlan): void {
  const working = organization.keys.filter((key) => !key.neverUsed && key.silentSince === null);
  const callers = working.map((key) => callerOf(key, organization.plans.get(key.projectId)!, plan));
  for (const caller of callers.slice(0, 2)) {
    maker.lineage({ ...caller, keyId: null, userId: null, expiresAt: undefined }, LINEAGES.small, 2);
  }
  const burning = callers.find(({ projectId }) => organization.plans.get(projectId)?.story === 'burning');
  const newest = LINEAGES.chat.at(-1);
  if (burning && newest) {
    const since = { ...burning, fromDay: plan.anchorDay - 3, hours: 'always', isStranger: true } as const;
    maker.model(since, newest, 640);
  }
  for (const caller of callers.slice(0, 3)) maker.completeFor(caller);
}
