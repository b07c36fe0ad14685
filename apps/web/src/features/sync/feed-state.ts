import type { TFunction } from 'i18next';
import type { FeedStatus } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { day, duration, range as rangeText, secondsBetween, shareOf } from '../../lib/format.js';
import { isStale, openGaps } from './freshness.js';

/** The state of a feed in a few words, the most pressing thing first. */
export function stateWords(feed: FeedStatus, now: string, t: TFunction): string {
  const at = nextTry(feed, now, t);
  const gaps = openGaps(feed);
  const newest = gaps.at(-1);
  if (feed.state === 'stopped') return t('sync.state.stopped');
  if (feed.state === 'disabled') return t('sync.state.disabled');
  if (feed.state === 'running') return t('sync.state.running');
  if (feed.state === 'retrying') return t('sync.state.retrying', { count: Math.max(1, feed.failures), at });
  if (isStale(feed)) return t('sync.state.late', { at });
  if (newest !== undefined) {
    const range = rangeText({ start: dayOf(newest.start), end: dayOf(newest.end) });
    return t('sync.state.gap', { count: gaps.length, range });
  }
  if (feed.backfill !== null) return t('sync.state.backfill', { share: shareOf(feed.backfill.share) });
  return feed.last_success_at === null ? t('sync.state.first') : t('sync.state.upToDate');
}

function nextTry({ next_run_at }: FeedStatus, now: string, t: TFunction): string {
  const seconds = next_run_at === null ? 0 : secondsBetween(now, next_run_at);
  return seconds <= 0 ? t('sync.state.soon') : t('sync.state.in', { time: duration(seconds) });
}

/** What the strip shows, in words. */
export function coverageWords(feed: FeedStatus, t: TFunction): string {
  if (feed.kind === 'directory') {
    if (feed.last_success_at === null) return t('sync.table.nothing');
    return feed.rows_stored === null
      ? t('sync.table.objects')
      : t('sync.table.objectsCount', { count: feed.rows_stored });
  }
  const first = feed.coverage[0]?.start;
  if (first === undefined) return t('sync.table.nothing');
  if (feed.backfill !== null) {
    const from = day.full(dayOf(feed.history_start ?? first));
    return t('sync.table.share', { share: shareOf(feed.backfill.share), from });
  }
  return t('sync.table.span', { from: day.full(dayOf(first)) });
}
