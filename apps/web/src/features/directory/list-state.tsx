/** How old the lists of a page are, and what keeps OpenAI from answering with them. */
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { StateChip, type StatePart } from '../../components/state-chip.js';
import { duration } from '../../lib/format/times.js';
import { useSync } from '../../lib/queries.js';
import { isOff, isStale, troubles } from '../sync/freshness.js';
import { TroubleNotice } from '../sync/trouble-notice.js';

/** A list that a page rests on: its feed, and what it is called in a sentence. */
export interface ListSource {
  feed: string;
  name: string;
}

const feedsOf = ({ feeds }: SyncAnswer, name: string): FeedStatus[] => feeds.filter(({ feed }) => feed === name);

/** Why OpenAI has never answered with a list: it is still to be read, or may not be. No row of it then means nothing. */
export type Unread = 'first' | 'refused' | null;

/** Null where the list was read, or where nothing is known of it. */
export function useUnread(feed: string): Unread {
  const { data: sync } = useSync();
  const feeds = sync === undefined ? [] : feedsOf(sync, feed);
  if (feeds.length === 0 || feeds.some(({ last_success_at }) => last_success_at !== null)) return null;
  return feeds.every(({ state }) => state === 'disabled' || state === 'stopped') ? 'refused' : 'first';
}

/** True where one of these lists was never read: what they hold is then not zero but unknown. */
export function useIsUnread(feeds: readonly string[]): boolean {
  const { data: sync } = useSync();
  if (sync === undefined) return false;
  return sync.feeds.some(({ feed, last_success_at }) => feeds.includes(feed) && last_success_at === null);
}

/** When each list was last read, the oldest of several organizations counting. */
export function ListsChip({ sources }: { sources: readonly ListSource[] }) {
  const { t } = useTranslation();
  const { data: sync } = useSync();
  if (sync === undefined) return null;
  const parts = sources.flatMap(({ feed, name }): StatePart[] => {
    const feeds = feedsOf(sync, feed);
    if (feeds.length === 0) return [];
    const ages = feeds.map(({ lag_seconds }) => lag_seconds);
    const known = ages.filter((age) => age !== null);
    if (feeds.every(isOff)) return [{ icon: TriangleAlert, text: t('directory.readRefused', { list: name }) }];
    if (known.length < ages.length) return [{ icon: TriangleAlert, text: t('directory.readNever', { list: name }) }];
    const ago = duration(Math.max(...known));
    return feeds.some(isStale)
      ? [{ icon: TriangleAlert, text: t('directory.readStale', { list: name, ago }), warn: true }]
      : [{ icon: RefreshCw, text: t('directory.read', { list: name, ago }) }];
  });
  return parts.length === 0 ? null : <StateChip parts={parts} />;
}

/** What stops the lists of a page, such as a scope that the admin key lacks; what concerns everything the shell says. */
export function ListTroubles({ feeds }: { feeds: readonly string[] }) {
  const { data: sync } = useSync();
  if (sync === undefined) return null;
  return troubles(sync).map((trouble) => {
    // What several lack together is said of all of them, whichever of them comes first.
    if (trouble.feed === null || !trouble.feeds.some(({ feed }) => feeds.includes(feed))) return null;
    return <TroubleNotice key={`${trouble.feed.organization_id} ${trouble.feed.feed}`} trouble={trouble} />;
  });
}
