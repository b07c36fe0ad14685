/** How many feeds a server works on at the same time, and who is next. */
import type { Feed } from './feeds.js';
import type { Claim } from './run.js';

/** What feeds wait for together. */
export type Sort = 'news' | 'numbers' | 'lists';

/**
 * How many feeds of each sort this server works on at the same time, and how many of these may be reading history.
 *
 * Whoever waits for the pace keeps a lane for minutes. So that numbers never wait for lists, and what the audit log
 * tells waits for neither, each has lanes of its own; news are three feeds: two logs, and the objects that they tell of.
 * Two histories of numbers are read beside each other, for OpenAI limits each endpoint on its own and most of them bring
 * little but waiting. Not more: the first one fills partitions before they have an index, which takes large ones a fifth
 * of the time, and a third and small one would make them before it. Three lanes are left to what is due. Each feed of
 * numbers holds up to three connections: some of the pool have to be left, or those who hold one would wait for another.
 *
 * They are the server's, however many organizations are connected, for what they hold is the server's memory.
 */
const LANES: Readonly<Record<Sort, { all: number; history: number }>> = {
  news: { all: 3, history: 1 },
  numbers: { all: 5, history: 2 },
  lists: { all: 8, history: 1 },
};

export const SORTS = ['news', 'numbers', 'lists'] as const satisfies readonly Sort[];

export function sortOf(feed: Feed): Sort {
  if (feed.kind === 'facts') return 'numbers';
  return feed.kind === 'directory' && feed.reads === 'lists' ? 'lists' : 'news';
}

/** What one organization may begin now. */
export interface Room {
  isFree: boolean;
  allowBackfill: boolean;
}

/**
 * Whether an organization may begin one more feed of a sort.
 *
 * An organization that OpenAI slows down keeps what it has begun for minutes. So each of several leaves a lane to each of
 * the others, as far as there are so many: then nobody waits for somebody else's pace.
 *
 * @param working on feeds of this sort, whosever they are
 * @param organizations how many are connected
 */
export function roomFor(
  organizationId: number,
  sort: Sort,
  { working, organizations }: { working: readonly Claim[]; organizations: number },
): Room {
  const { all, history } = LANES[sort];
  const backfill = working.filter(({ purpose }) => purpose === 'backfill');
  const isFree = (claims: readonly Claim[], lanes: number): boolean =>
    claims.length < lanes && ofOne(claims, organizationId) < Math.max(1, lanes - (organizations - 1));
  return { isFree: isFree(working, all), allowBackfill: isFree(backfill, history) };
}

const ofOne = (claims: readonly Claim[], id: number): number =>
  claims.filter(({ organizationId }) => organizationId === id).length;
