/** Everything that the simulator knows: made once from the options, read by pages and by the ground truth alike. */
import { CAPABILITIES, type CapabilityTable } from '@bursar/contract';
import { createClock, type Clock } from './clock.js';
import { CostLedger } from './cost-ledger.js';
import { dayOf, monthStart } from './days.js';
import { creditLines, hostileLines } from './loose-lines.js';
import { AuditLog } from './audit-log.js';
import { auditHistory } from './audit-history.js';
import { organizationOf } from './elsewhere.js';
import { createLastUse, type LastUse } from './last-use.js';
import { Directory } from './management/directory.js';
import { fillDirectory } from './management/seed.js';
import { createOrganization, type BuiltOrganization } from './organization.js';
import { moveCallers } from './moving-callers.js';
import type { Organization, ProjectKey } from './organization-model.js';
import { identifier } from './random.js';
import type { SimulatorOptions } from './simulator.js';
import type { StreamMaker } from './stream-maker.js';
import { makeStreams, meteredOf, userIdOf } from './streams.js';
import { expireStreams, silenceStreams, type Chance, type Metered, type Stream } from './traffic.js';
import { EventStore } from './usage-events.js';

export interface World {
  clock: Clock;
  nowSeconds(): number;
  organization: Organization;
  directory: Directory;
  lastUse: LastUse;
  table: CapabilityTable;
  metered: Metered;
  streams: readonly Stream[];
  events: EventStore;
  ledger: CostLedger;
  chance: Chance;
  /** Makes more traffic. */
  maker: StreamMaker;
  plans: BuiltOrganization['plans'];
  usageLagMinutes: number;
  accountsUnnamed: boolean;
}

const ADMIN_KEY_LENGTH = 40;

/** @throws RangeError for sizes that make no organization. */
export function createWorld(options: SimulatorOptions): World {
  const { seed = 1, months = 14, modelsPerKey = 2, waysPerModel = 1, projects = 14, keys = 60 } = options;
  const members = options.members ?? 6 + Math.ceil(keys / 8);
  whole('projects', projects, 3);
  whole('keys', keys, 0);
  whole('months', months, 0);
  whole('members', members, 6);
  const clock = createClock(options.now);
  const anchorDay = dayOf(options.anchor ?? clock.now());
  const historyDay = monthStart(anchorDay, -months);
  const size = { seed, anchorDay, historyDay, projects, keys, members };
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1000);
  const built = createOrganization({ ...size, hostile: options.hostile ?? false });
  const table = options.capabilities ?? CAPABILITIES;
  const metered = meteredOf(table);
  const { accountsUnnamed = false } = options;
  const maker = makeStreams(built, { ...size, modelsPerKey, waysPerModel, accountsUnnamed }, metered);
  const { streams } = maker;
  const events = new EventStore(metered);
  const lag = { costLagHours: options.costLagHours ?? 6, corrections: options.corrections ?? false };
  const callers = built.keys.map((key) => ({
    project_id: key.projectId,
    api_key_id: key.id,
    user_id: userIdOf(key, accountsUnnamed),
  }));
  const looseLines = [...creditLines(seed), ...(options.hostile ? hostileLines(seed, callers) : [])];
  const ledger = new CostLedger({ ...size, ...lag, streams, looseLines, callers }, events);
  const directory = createDirectory(built, { options, seed, anchorDay, nowSeconds, streams, ledger });
  const id = options.organizationId ?? identifier('org-', 24, seed, 0);
  const organization = organizationOf(directory, { id, name: options.organizationName ?? 'Acme Robotics' });
  const lastUse = createLastUse({ streams, events, chance: size, nowSeconds });
  const usageLagMinutes = options.usageLagMinutes ?? 2;
  return {
    ...{ clock, nowSeconds, organization, directory, lastUse, table, metered, streams, events, ledger },
    ...{ chance: size, maker, plans: built.plans, usageLagMinutes, accountsUnnamed },
  };
}

interface DirectoryPlan {
  options: SimulatorOptions;
  seed: number;
  anchorDay: number;
  nowSeconds: () => number;
  streams: Stream[];
  ledger: CostLedger;
}

function createDirectory(built: BuiltOrganization, plan: DirectoryPlan): Directory {
  const { options, seed, anchorDay, nowSeconds, streams, ledger } = plan;
  const { projects, members, serviceAccounts, keys } = built;
  const silence = (keyIds: readonly string[]) => silenceStreams(streams, new Set(keyIds), nowSeconds());
  const expire = (keyId: string, expiresAt: number | null) => expireStreams(streams, keyId, expiresAt);
  const { callersMoveWithinMinutes: withinMinutes } = options;
  const move = (from: readonly ProjectKey[], to: ProjectKey) => {
    if (withinMinutes === undefined) return;
    ledger.addStreams(moveCallers({ streams, from, to, now: nowSeconds(), withinMinutes }));
  };
  const parts = { seed, nowSeconds, projects, members, serviceAccounts, keys, silence, expire, move };
  const memberOf = (id: string | undefined) => members.find((member) => member.id === id);
  const owner = () => members.find(({ role, removed }) => role === 'owner' && !removed)!;
  const log: AuditLog = new AuditLog(
    {
      ...{ seed, nowSeconds, owner },
      member: memberOf,
      adminKeyOwner: (id) => memberOf(directory.adminKeys.find((key) => key.id === id)?.ownerId),
      project: (id) => projects.find((project) => project.id === id),
      defaultProject: () => projects.find(({ isDefault }) => isDefault)!,
    },
    auditHistory({ seed, anchorDay, projects, members, keys }),
    // A fixed clock is a spec's: nothing happens there that the spec does not do.
    options.now === undefined,
  );
  const directory = new Directory(parts, log);
  const adminKeys = options.adminKeys ?? [{ value: identifier('sk-admin-simulator-', ADMIN_KEY_LENGTH, seed, 0) }];
  fillDirectory(directory, { seed, anchorDay, adminKeys });
  return directory;
}

function whole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}; it has to be a whole number of at least ${least}.`);
  }
}
