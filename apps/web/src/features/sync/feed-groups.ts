/** Feeds by what they bring: sixty rows are no overview, six are. */
import type { FeedStatus } from '@bursar/contract';

export const FEED_GROUPS = ['costs', 'perDay', 'perHour', 'perMinute', 'lists', 'auditLog'] as const;
export type FeedGroup = (typeof FEED_GROUPS)[number];

/** By the name that stands before the `/`; figures of other names are of money. */
const GROUP_OF_PREFIX: Readonly<Record<string, FeedGroup>> = {
  'usage-1d': 'perDay',
  'usage-1h': 'perHour',
  'usage-1m': 'perMinute',
};

export function groupOf({ feed, kind }: FeedStatus): FeedGroup {
  if (kind === 'directory') return 'lists';
  if (kind === 'audit') return 'auditLog';
  return GROUP_OF_PREFIX[feed.split('/')[0] ?? ''] ?? 'costs';
}

export interface GroupedFeeds {
  group: FeedGroup;
  /** At least one. */
  feeds: readonly FeedStatus[];
}

/** Groups that have a feed, in the order of the page. */
export function groupsOf(feeds: readonly FeedStatus[]): GroupedFeeds[] {
  return FEED_GROUPS.map((group) => ({ group, feeds: feeds.filter((feed) => groupOf(feed) === group) })).filter(
    (each) => each.feeds.length > 0,
  );
}
