/** Stories that a demo can play: each shows in usage, costs, audit log and directory alike. */
import { addTraffic } from './added-traffic.js';
import type { Someone } from './audit-model.js';
import type { CostRow } from './cost-changes.js';
import { dayOf, monthStart } from './days.js';
import { plainDecimal } from './decimal.js';
import { isArchived } from './management/call.js';
import type { ProjectKey } from './organization-model.js';
import { LINEAGES } from './prices.js';
import { ownerId } from './streams.js';
import type { World } from './world.js';

/** What was played, and whom it concerns. */
export interface PlayedScenario {
  scenario: ScenarioName;
  /** One sentence for whoever shows it. */
  story: string;
  project_id?: string;
  api_key_id?: string;
  user_id?: string;
  model?: string;
}

type Told = Omit<PlayedScenario, 'scenario'>;

const LEAK_USD_PER_DAY = 21_600;
const RUNAWAY_USD_PER_DAY = 3600;
const ELSEWHERE = {
  ipAddress: '192.0.2.201',
  ipDetails: { country: 'RO', city: 'Bucharest', region: 'Bucharest', region_code: 'B', asn: '64511' },
  userAgent: 'python-requests/2.32',
};
/** Tuples of a day that a restatement touches. */
const RESTATED_ROWS = 3;

/** Keys that work now, those that have been there longest first. */
function workingKeys({ organization, lastUse, nowSeconds }: World): ProjectKey[] {
  const now = nowSeconds();
  const closed = new Set(
    organization.projects.filter((project) => project.removed || isArchived(project, now)).map(({ id }) => id),
  );
  return organization.keys
    .filter(({ deleted, silentSince, projectId }) => !deleted && silentSince === null && !closed.has(projectId))
    .filter(({ id }) => lastUse.of(id) !== null)
    .sort((a, b) => a.createdAt - b.createdAt);
}

function found<T>(item: T | undefined, what: string): T {
  if (item === undefined) throw new RangeError(`The simulated organization has no ${what} that this could be told of.`);
  return item;
}

/** Someone tries passwords from far away, gets in, widens a key and lets it burn. */
function leakedKey(world: World, since: Date): Told {
  const key = found(
    workingKeys(world).find(({ owner, projectId }) => {
      return owner.type === 'user' && world.plans.get(projectId)?.story === undefined && !owner.member.isBare;
    }),
    'working key of a member',
  );
  const by: Someone = { type: 'session', memberId: ownerId(key), ...ELSEWHERE };
  const at = (seconds: number) => Math.floor(since.getTime() / 1000) + seconds;
  const { log } = world.directory;
  const failure = { error_code: 'invalid_credentials', error_message: 'The password is wrong.' };
  for (let attempt = 0; attempt < 4; attempt++) {
    log.record({ type: 'login.failed', by, at: at(attempt * 7 - 120), payload: failure });
  }
  log.record({ type: 'login.succeeded', by, at: at(-60) });
  key.scopes = [];
  const widened = { id: key.id, changes_requested: { scopes: [] } };
  log.record({ type: 'api_key.updated', by, at: at(-20), projectId: key.projectId, payload: widened });
  const model = LINEAGES.chat.at(-1)!.name;
  addTraffic(world, { keyId: key.id, usdPerDay: LEAK_USD_PER_DAY, model, since, isStranger: true });
  const story = 'A key has leaked: whoever has it burns about 15 dollars a minute with it.';
  return { story, project_id: key.projectId, api_key_id: key.id, user_id: ownerId(key), model };
}

/** A job of a service account loops: nobody did anything, the money goes all the same. */
function runawayJob(world: World, since: Date): Told {
  const key = found(
    workingKeys(world).find(({ owner }) => owner.type === 'service_account'),
    'working key of a service account',
  );
  const model = LINEAGES.small.at(-1)!.name;
  addTraffic(world, { keyId: key.id, usdPerDay: RUNAWAY_USD_PER_DAY, model, since });
  const story = 'A job of a service account does not stop any more: 150 dollars an hour.';
  return { story, project_id: key.projectId, api_key_id: key.id, user_id: ownerId(key), model };
}

/** The last closed month becomes three percent cheaper in its largest rows, day by day. */
function restatedMonth({ ledger, clock }: World): Told {
  const today = dayOf(clock.now());
  const bySize = (a: CostRow, b: CostRow) => (b.units > a.units ? 1 : b.units < a.units ? -1 : 0);
  for (let day = monthStart(today, -1); day < monthStart(today); day++) {
    const largest = ledger.rows(day, clock.now()).sort(bySize).slice(0, RESTATED_ROWS);
    const changes = largest.map(({ values, units }) => {
      const { project_id = null, line_item = null, api_key_id = null } = values;
      const amount = plainDecimal((units * 97n) / 100n);
      return { kind: 'amount' as const, match: { project_id, line_item, api_key_id }, amount };
    });
    ledger.restate(new Date(day * 86_400_000), changes);
  }
  return { story: 'OpenAI has restated the closed month: its largest rows cost three percent less.' };
}

/** Somebody raises the limits of a project twentyfold. */
function limitJump({ organization, nowSeconds, directory }: World): Told {
  const now = nowSeconds();
  const project = found(
    organization.projects.find((each) => !each.isDefault && !each.removed && !isArchived(each, now)),
    'open project',
  );
  const model = LINEAGES.chat.at(-1)!.name;
  const limits = { max_requests_per_1_minute: 200_000, max_tokens_per_1_minute: 80_000_000 };
  const by = directory.log.ownerInBrowser();
  organization.setRateLimit(project.id, model, limits, { by });
  const story = `The limits of ${model} in ${project.name} were raised far beyond what it ever needed.`;
  return { story, project_id: project.id, model };
}

/** A member leaves whose keys go on working. */
function vanishedMember(world: World): Told {
  const key = found(
    workingKeys(world).find(
      ({ owner }) => owner.type === 'user' && !owner.member.removed && owner.member.role !== 'owner',
    ),
    'member with a working key',
  );
  const id = ownerId(key);
  world.organization.removeMember(id);
  const story = 'A member has left the organization; the keys of that member are still in use.';
  return { story, project_id: key.projectId, api_key_id: key.id, user_id: id };
}

const SCENARIOS = {
  'leaked-key': leakedKey,
  'runaway-job': runawayJob,
  'restated-month': restatedMonth,
  'limit-jump': limitJump,
  'vanished-member': vanishedMember,
} satisfies Record<string, (world: World, since: Date) => Told>;

export type ScenarioName = keyof typeof SCENARIOS;

export const SCENARIO_NAMES: readonly string[] = Object.keys(SCENARIOS);

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIOS, name);
}

/**
 * Plays a story once.
 *
 * @param since when the money began to burn, for the stories in which it does; default now. A time in the past changes
 * usage that was told before, as late events do.
 * @throws RangeError for a name that there is not.
 */
export function play(world: World, name: string, since = world.clock.now()): PlayedScenario {
  if (!isScenario(name)) {
    throw new RangeError(`There is no scenario "${name}"; there are ${SCENARIO_NAMES.join(', ')}.`);
  }
  return { scenario: name, ...SCENARIOS[name](world, since) };
}
