/** What feeds are called. */
import type { TFunction } from 'i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { feeds } from '../../lib/i18n/en/feeds.js';

type Worded = keyof typeof feeds.name;
const isWorded = (key: string): key is Worded => Object.hasOwn(feeds.name, key);

/** By the name that stands before the `/` of feeds that read one thing that is metered. */
const WIDTHS = { 'usage-1d': 'day', 'usage-1h': 'hour', 'usage-1m': 'minute' } as const;
const isWidth = (text: string): text is keyof typeof WIDTHS => Object.hasOwn(WIDTHS, text);

/** Feeds of this version; an unknown one is shown by its own name, which is better than none. */
export function feedName({ feed, capability }: Pick<FeedStatus, 'feed' | 'capability'>, t: TFunction): string {
  const [width = '', metered] = feed.split('/');
  if (isWidth(width)) return t(`feeds.per.${WIDTHS[width]}`, { name: capability ?? metered ?? '' });
  const key = feed.replaceAll(/[-/]/g, '_');
  return isWorded(key) ? t(`feeds.name.${key}`) : feed;
}

/** The same within its group, which says the width already. */
export function feedNameInGroup(feed: FeedStatus, t: TFunction): string {
  const [width = ''] = feed.feed.split('/');
  return isWidth(width) && feed.capability !== null ? feed.capability : feedName(feed, t);
}

/** The name of a feed of which only OpenAI's or our spelling is at hand, such as that of a run. */
export function runName(feed: string, sync: SyncAnswer, t: TFunction): string {
  return feedName(sync.feeds.find((each) => each.feed === feed) ?? { feed, capability: null }, t);
}
