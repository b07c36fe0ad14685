/** The table of feeds: what is collected, how often, how far back. */
import { baseDimensions, type Capability, type CapabilityTable, type Width } from '@bursar/contract';
import { AUDIT_LOG_FAMILY, DIRECTORY_LISTS, type DirectoryListName } from '@bursar/openai-admin';
import { AUDIT_FEEDS } from '../audit-log/audit-feeds.js';
import type { KindName } from '../directory/kinds.js';
import { LIST_NAMES, LISTS } from '../directory/lists.js';
import type { Parent } from '../directory/parents.js';
import { REREADS_FEED } from '../directory/rereads.store.js';
import type { WindowPolicy } from './windows.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

interface FeedOf<Kind extends 'facts' | 'directory' | 'audit'> {
  kind: Kind;
  /** As the API and the tables call it; what stands before a `/` is its kind. */
  name: string;
  periodSeconds: number;
  /** The scope that an admin key needs for it, as OpenAI spells it. */
  scope: string;
  /** Method and path template of its requests: the unit in which OpenAI limits their rate. */
  family: string;
}

/** Numbers of one capability and width. */
export interface FactsFeed extends FeedOf<'facts'> {
  capabilityName: string;
  capability: Capability;
  /** Groupings to read by, finest first; the next one serves where OpenAI refuses the one before. */
  groupings: readonly (readonly string[])[];
  policy: WindowPolicy;
}

/** A list of the directory, read whole each time: one of the organization, or one of each of its parents. */
export interface DirectoryFeed extends FeedOf<'directory'> {
  reads: 'lists';
  list: DirectoryListName;
  holds: KindName;
  of: Parent;
  /** The feed whose first complete list this one needs. */
  after: string | null;
}

/** One of the two lists of audit events. */
export interface AuditFeed extends FeedOf<'audit'> {
  /** Events of the tenant instead of those of the organization. */
  isTenant: boolean;
}

/** Single objects of the directory of which something new is known. */
export interface RereadFeed extends FeedOf<'directory'> {
  reads: 'objects';
  after: null;
}

export type Feed = FactsFeed | DirectoryFeed | RereadFeed | AuditFeed;

/** How the numbers of one sort of capability are read at one width. */
interface FactsKind {
  name(capabilityName: string): string;
  width: Width;
  serves(capability: Capability): boolean;
  periodSeconds: number;
  liveBuckets: number;
  rereads: WindowPolicy['rereads'];
  closedMonthOn: number | null;
}

const isBilled = (capability: Capability): boolean => capability.measures[capability.headline]?.unit === 'currency';
const NIGHTLY = { name: 'nightly', buckets: 35, every: 'day' } as const;
const WEEKLY = { name: 'weekly', buckets: 100, every: 'week' } as const;

const FACTS: readonly FactsKind[] = [
  {
    // Money is restated for months, and a month is closed by what it says on the 3rd.
    name: (capabilityName) => capabilityName,
    width: '1d',
    serves: isBilled,
    periodSeconds: HOUR,
    liveBuckets: 3,
    rereads: [NIGHTLY, WEEKLY],
    closedMonthOn: 3,
  },
  {
    name: (capabilityName) => `usage-1d/${capabilityName}`,
    width: '1d',
    serves: (capability) => !isBilled(capability),
    periodSeconds: HOUR,
    liveBuckets: 3,
    rereads: [NIGHTLY],
    closedMonthOn: null,
  },
];

const MANAGEMENT = 'api.management.read';

const DIRECTORY: readonly (DirectoryFeed | RereadFeed)[] = [
  {
    kind: 'directory',
    name: REREADS_FEED,
    reads: 'objects',
    // Whoever asks for an object makes it due at once; this is only for what came to nothing.
    periodSeconds: 15 * MINUTE,
    after: null,
    scope: MANAGEMENT,
    family: DIRECTORY_LISTS.projects.one.family,
  },
  ...LIST_NAMES.map((list): DirectoryFeed => {
    const { kind: holds, of, periodSeconds, after } = LISTS[list];
    const { family } = DIRECTORY_LISTS[list];
    return {
      kind: 'directory',
      name: list,
      reads: 'lists',
      list,
      holds,
      of,
      periodSeconds,
      after,
      scope: MANAGEMENT,
      family,
    };
  }),
];

const AUDIT_LOGS: readonly AuditFeed[] = [
  { kind: 'audit' as const, name: AUDIT_FEEDS.organization, isTenant: false },
  { kind: 'audit' as const, name: AUDIT_FEEDS.tenant, isTenant: true },
].map((log) => ({ ...log, periodSeconds: MINUTE, scope: 'api.audit_logs.read', family: AUDIT_LOG_FAMILY }));

/** Every feed of the directory, by its name. */
export const DIRECTORY_FEED_NAMES: readonly string[] = DIRECTORY.map(({ name }) => name);

/**
 * Every feed that a table of capabilities asks for: lists first, for they give the numbers their names.
 *
 * A capability is collected at the widths that its entry says; nothing here names one.
 */
export function feedsOf(
  table: CapabilityTable,
  historyMonths: number,
  directory: readonly string[] = DIRECTORY_FEED_NAMES,
): readonly Feed[] {
  const facts = Object.entries(table).flatMap(([capabilityName, capability]) =>
    FACTS.filter((kind) => kind.serves(capability) && capability.collected?.includes(kind.width)).map((kind) =>
      factsFeed(kind, capabilityName, capability, historyMonths),
    ),
  );
  return [...DIRECTORY.filter(({ name }) => directory.includes(name)), ...AUDIT_LOGS, ...facts];
}

/** The feeds that a caller names: one by its name, or all of a kind by what stands before the `/`. */
export function feedsNamed(feeds: readonly Feed[], name: string): readonly Feed[] {
  return feeds.filter((feed) => feed.name === name || feed.name.split('/')[0] === name);
}

/** What a caller may write for `feedsNamed`. */
export function feedNames(feeds: readonly Feed[]): string[] {
  return [...new Set(feeds.flatMap(({ name }) => [name.split('/')[0] ?? name, name]))];
}

function factsFeed(kind: FactsKind, capabilityName: string, capability: Capability, historyMonths: number): FactsFeed {
  const { width, liveBuckets, rereads, closedMonthOn } = kind;
  const borders = Object.values(capability.groupedSince ?? {}).map((day) => Date.parse(day));
  return {
    kind: 'facts',
    name: kind.name(capabilityName),
    capabilityName,
    capability,
    groupings: groupingsOf(capability),
    periodSeconds: kind.periodSeconds,
    scope: 'api.usage.read',
    family: `GET ${capability.path}`,
    policy: { width, liveBuckets, rereads, closedMonthOn, historyMonths, borders },
  };
}

/** All base dimensions, then without each of those that OpenAI may refuse, then without two of them, and so on. */
function groupingsOf(capability: Capability): string[][] {
  const all = baseDimensions(capability);
  const dropped = (capability.refusable ?? []).reduce<string[][]>(
    (sets, dimension) => [...sets, ...sets.map((set) => [...set, dimension])],
    [[]],
  );
  return dropped
    .toSorted((a, b) => a.length - b.length)
    .map((without) => all.filter((dimension) => !without.includes(dimension)));
}
