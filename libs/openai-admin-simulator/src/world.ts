/** Everything that the simulator knows: made once from the options, read by pages and by the ground truth alike. */
import { CAPABILITIES, type CapabilityTable } from '@bursar/contract';
import { createClock, type Clock } from './clock.js';
import { CostLedger } from './cost-ledger.js';
import { dayOf, monthStart } from './days.js';
import { creditLines, hostileLines } from './loose-lines.js';
import { createOrganization, type BuiltOrganization } from './organization.js';
import { identifier } from './random.js';
import type { AdminKey, SimulatorOptions } from './simulator.js';
import { makeStreams, meteredOf } from './streams.js';
import type { Chance, Metered, Stream } from './traffic.js';
import { EventStore } from './usage-events.js';

export interface World {
  clock: Clock;
  nowSeconds(): number;
  organization: BuiltOrganization;
  table: CapabilityTable;
  metered: Metered;
  streams: readonly Stream[];
  events: EventStore;
  ledger: CostLedger;
  chance: Chance;
  adminKeys: readonly AdminKey[];
  usageLagMinutes: number;
}

const ADMIN_KEY_LENGTH = 40;

/** @throws RangeError for sizes that make no organization. */
export function createWorld(options: SimulatorOptions): World {
  const { seed = 1, months = 14, modelsPerKey = 2, projects = 14, keys = 60 } = options;
  whole('projects', projects, 3);
  whole('keys', keys, 0);
  whole('months', months, 0);
  const clock = createClock(options.now);
  const anchorDay = dayOf(options.anchor ?? clock.now());
  const historyDay = monthStart(anchorDay, -months);
  const size = { seed, anchorDay, historyDay, projects, keys };
  const id = options.organizationId ?? identifier('org-', 24, seed, 0);
  const name = options.organizationName ?? 'Acme Robotics';
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1000);
  const organization = createOrganization({ ...size, id, name, nowSeconds, hostile: options.hostile ?? false });
  const table = options.capabilities ?? CAPABILITIES;
  const metered = meteredOf(table);
  const streams = makeStreams(organization, { ...size, modelsPerKey }, metered);
  const events = new EventStore(metered);
  const lag = { costLagHours: options.costLagHours ?? 6, corrections: options.corrections ?? false };
  const callers = organization.keys.map((key) => ({
    project_id: key.projectId,
    api_key_id: key.id,
    user_id: key.owner.type === 'user' ? key.owner.member.id : key.owner.account.id,
  }));
  const looseLines = [...creditLines(seed), ...(options.hostile ? hostileLines(seed, callers) : [])];
  const ledger = new CostLedger({ ...size, ...lag, streams, looseLines, callers }, events);
  const adminKeys = options.adminKeys ?? [{ value: identifier('sk-admin-simulator-', ADMIN_KEY_LENGTH, seed, 0) }];
  const usageLagMinutes = options.usageLagMinutes ?? 2;
  return {
    ...{ clock, nowSeconds, organization, table, metered, streams, events, ledger },
    ...{ chance: size, adminKeys, usageLagMinutes },
  };
}

function whole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}; it has to be a whole number of at least ${least}.`);
  }
}
