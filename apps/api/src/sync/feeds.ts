/** The table of feeds: what is collected, how often, how far back. */
import type { Capability, CapabilityTable } from '@bursar/contract';
import { AUDIT_LOG_FAMILY, DIRECTORY_LISTS, type DirectoryListName } from '@bursar/openai-admin';
import { AUDIT_FEEDS } from '../audit-log/audit-feeds.js';
import type { KindName } from '../directory/kinds.js';
import { LIST_NAMES, LISTS } from '../directory/lists.js';
import type { Parent } from '../directory/parents.js';
import { REREADS_FEED } from '../directory/rereads.store.js';
import { factsFeedsOf } from './facts-feeds.js';
import type { Reach, WindowPolicy } from './windows.js';

const MINUTE = 60;

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
  /** The grouping that what is older than the policy's `detailDays` is read by and kept by. */
  coarse: readonly string[];
  quiet: QuietPolicy | null;
  /** OpenAI refuses it to some organizations, whatever the grouping: then it is tried rarely, and nothing else suffers. */
  isOptional: boolean;
  policy: WindowPolicy;
}

/** What becomes of a feed while its capability has no rows today and had none yesterday. */
export interface QuietPolicy {
  /** Seconds between two turns. */
  periodSeconds: number;
  /** false: a turn only looks whether there are rows by now, without asking OpenAI. */
  reads: boolean;
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
  /** How far back events are read and kept; null: for ever. */
  kept: Reach | null;
}

/** Single objects of the directory of which something new is known. */
export interface RereadFeed extends FeedOf<'directory'> {
  reads: 'objects';
  after: null;
}

export type Feed = FactsFeed | DirectoryFeed | RereadFeed | AuditFeed;

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
  { kind: 'audit' as const, name: AUDIT_FEEDS.organization, isTenant: false, kept: null },
  { kind: 'audit' as const, name: AUDIT_FEEDS.tenant, isTenant: true, kept: null },
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
  const lists = DIRECTORY.filter(({ name }) => directory.includes(name));
  return [...lists, ...AUDIT_LOGS, ...factsFeedsOf(table, historyMonths)];
}

/** The feeds that a caller names: one by its name, or all of a kind by what stands before the `/`. */
export function feedsNamed(feeds: readonly Feed[], name: string): readonly Feed[] {
  return feeds.filter((feed) => feed.name === name || feed.name.split('/')[0] === name);
}

/** What a caller may write for `feedsNamed`. */
export function feedNames(feeds: readonly Feed[]): string[] {
  return [...new Set(feeds.flatMap(({ name }) => [name.split('/')[0] ?? name, name]))];
}

/** The same feeds, with audit events that are kept for so many months; null: for ever. */
export function keepingAudit(feeds: readonly Feed[], months: number | null): Feed[] {
  const kept = months === null ? null : { months };
  return feeds.map((feed) => (feed.kind === 'audit' ? { ...feed, kept } : feed));
}
