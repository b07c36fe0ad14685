/** Whether a capability is used at present, and what that means for the feeds that collect it. */
import type { FeedMemory } from './feed-memory.js';
import type { FactsFeed, Feed } from './feeds.js';
import { DAY_MS, floorTo } from './spans.js';

/** Rows of today or yesterday, whatever their width, mean that it is; so nobody is quiet at midnight. */
export function isInUse(lastActiveDay: Date | null, now: number): boolean {
  return lastActiveDay !== null && lastActiveDay.getTime() >= floorTo(now, DAY_MS) - DAY_MS;
}

/** Seconds between two turns of a feed, as it is used at present. */
export function periodOf(feed: Feed, { isQuiet }: Pick<FeedMemory, 'isQuiet'>): number {
  return feed.kind === 'facts' && isQuiet && feed.quiet !== null ? feed.quiet.periodSeconds : feed.periodSeconds;
}

/** Whether a feed reads nothing for now, because nothing is used. */
export function isPaused(feed: Feed, { isQuiet }: Pick<FeedMemory, 'isQuiet'>): boolean {
  return feed.kind === 'facts' && isQuiet && feed.quiet?.reads === false;
}

/** Whether a feed tells by the minute which key was used: these run for all capabilities while a key is rotated. */
export function isWatching(feed: Feed): boolean {
  return feed.kind === 'facts' && feed.policy.width === '1m' && feed.capability.dimensions.includes('api_key_id');
}

/** The other feeds of a capability, which go on at once when it is found to be used again. */
export function wokenBy(feed: FactsFeed, feeds: readonly Feed[]): string[] {
  return feeds
    .filter((one) => one.kind === 'facts' && one.capabilityName === feed.capabilityName && one.quiet !== null)
    .filter(({ name }) => name !== feed.name)
    .map(({ name }) => name);
}
