/** How the numbers of each sort of capability are read at each width; nothing here names a capability. */
import { baseDimensions, type Capability, type CapabilityTable, type Width } from '@bursar/contract';
import type { FactsFeed, QuietPolicy } from './feeds.js';
import type { Reach, WindowPolicy } from './windows.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** OpenAI's usage of hours is kept this long by any configuration. */
const HOURS_KEPT: Reach = { months: 13 };
const MINUTES_KEPT: Reach = { days: 3 };

interface FactsKind {
  name(capabilityName: string): string;
  width: Width;
  serves(capability: Capability): boolean;
  groupings(capability: Capability): string[][];
  periodSeconds: number;
  liveBuckets: number;
  rereads: WindowPolicy['rereads'];
  closedMonthOn: number | null;
  history(months: number): Reach;
  kept: Reach | null;
  /** Older days are kept by these dimensions alone. */
  coarse: { afterDays: number; groupBy: readonly string[] } | null;
  quiet: QuietPolicy | null;
  isOptional?: true;
}

const isBilled = (capability: Capability): boolean => capability.measures[capability.headline]?.unit === 'currency';
const isUsed = (capability: Capability): boolean => !isBilled(capability);
const inMonths = (months: number): Reach => ({ months });
const NIGHTLY = { name: 'nightly', buckets: 35, every: 'day' } as const;
const WEEKLY = { name: 'weekly', buckets: 100, every: 'week' } as const;
const FOR_EVER = { kept: null, coarse: null } as const;

/** Money is restated for months, and a month is closed by what it says on the 3rd. */
const BILLED = {
  width: '1d',
  liveBuckets: 3,
  rereads: [NIGHTLY, WEEKLY],
  closedMonthOn: 3,
  history: inMonths,
  ...FOR_EVER,
  quiet: null,
} as const;

const KINDS: readonly FactsKind[] = [
  {
    ...BILLED,
    name: (capabilityName) => capabilityName,
    serves: isBilled,
    groupings: finestFirst,
    periodSeconds: HOUR,
  },
  {
    name: (capabilityName) => `usage-1d/${capabilityName}`,
    width: '1d',
    serves: isUsed,
    groupings: finestFirst,
    periodSeconds: HOUR,
    liveBuckets: 3,
    rereads: [NIGHTLY],
    closedMonthOn: null,
    history: inMonths,
    ...FOR_EVER,
    quiet: { periodSeconds: 6 * HOUR, reads: true },
  },
  {
    // Hours of a quiet capability are the first to show that it is used again, so they are read oftener than its days.
    name: (capabilityName) => `usage-1h/${capabilityName}`,
    width: '1h',
    serves: isUsed,
    groupings: finestFirst,
    periodSeconds: 10 * MINUTE,
    liveBuckets: 4,
    rereads: [],
    closedMonthOn: null,
    history: (months) => ({ months: Math.min(months, HOURS_KEPT.months) }),
    kept: HOURS_KEPT,
    coarse: { afterDays: 90, groupBy: ['project_id'] },
    quiet: { periodSeconds: HOUR, reads: true },
  },
  {
    name: (capabilityName) => `usage-1m/${capabilityName}`,
    width: '1m',
    serves: isUsed,
    groupings: (capability) => fewerAndFewer(capability, ['project_id', 'model', 'api_key_id']),
    periodSeconds: 2 * MINUTE,
    liveBuckets: 21,
    rereads: [],
    closedMonthOn: null,
    history: () => MINUTES_KEPT,
    kept: MINUTES_KEPT,
    coarse: null,
    quiet: { periodSeconds: HOUR, reads: false },
  },
  {
    ...BILLED,
    name: (capabilityName) => `${capabilityName}-by-user`,
    serves: (capability) => isBilled(capability) && capability.sideDimensions?.includes('user_id') === true,
    groupings: (capability) => fewerAndFewer(capability, ['user_id', 'project_id']),
    periodSeconds: 6 * HOUR,
    isOptional: true,
  },
];

/** The feeds of a table at the widths that its entries say: days of everything first, then hours, then minutes. */
export function factsFeedsOf(table: CapabilityTable, historyMonths: number): FactsFeed[] {
  return KINDS.flatMap((kind) =>
    Object.entries(table)
      .filter(([, capability]) => kind.serves(capability) && capability.collected?.includes(kind.width))
      .map(([capabilityName, capability]) => factsFeed(kind, { capabilityName, capability, historyMonths })),
  );
}

function factsFeed(
  kind: FactsKind,
  {
    capabilityName,
    capability,
    historyMonths,
  }: { capabilityName: string; capability: Capability; historyMonths: number },
): FactsFeed {
  const { width, liveBuckets, rereads, closedMonthOn, kept, coarse, quiet, periodSeconds } = kind;
  const groupings = kind.groupings(capability);
  const isThinned = coarse !== null && groupings[0]?.some((dimension) => !coarse.groupBy.includes(dimension));
  return {
    kind: 'facts',
    name: kind.name(capabilityName),
    capabilityName,
    capability,
    groupings,
    coarse: isThinned ? coarse.groupBy.filter((name) => capability.dimensions.includes(name)) : [],
    quiet,
    isOptional: kind.isOptional ?? false,
    periodSeconds,
    scope: 'api.usage.read',
    family: `GET ${capability.path}`,
    policy: {
      width,
      liveBuckets,
      rereads,
      closedMonthOn,
      history: kind.history(historyMonths),
      kept,
      detailDays: isThinned ? coarse.afterDays : null,
      borders: Object.entries(capability.groupedSince ?? {})
        .filter(([dimension]) => groupings.some((groupBy) => groupBy.includes(dimension)))
        .map(([, day]) => Date.parse(day)),
    },
  };
}

/**
 * All base dimensions, then without each of those that OpenAI may refuse, then without two of them, and so on; at last
 * what every organization has been seen to get.
 */
function finestFirst(capability: Capability): string[][] {
  const all = baseDimensions(capability);
  const dropped = (capability.refusable ?? []).reduce<string[][]>(
    (sets, dimension) => [...sets, ...sets.map((set) => [...set, dimension])],
    [[]],
  );
  const sets = dropped
    .toSorted((a, b) => a.length - b.length)
    .map((without) => all.filter((dimension) => !without.includes(dimension)));
  return isBilled(capability) ? sets : distinct([...sets, ...fewerAndFewer(capability, all.slice(0, 4))]);
}

/** What of these dimensions the capability has, then without the last of them, down to one. */
function fewerAndFewer(capability: Capability, dimensions: readonly string[]): string[][] {
  const known = dimensions.filter((dimension) => capability.dimensions.includes(dimension));
  return known.map((_, index) => known.slice(0, known.length - index));
}

function distinct(groupings: readonly string[][]): string[][] {
  return [...new Map(groupings.map((groupBy) => [groupBy.join('+'), groupBy])).values()];
}
