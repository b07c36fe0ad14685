import type { TFunction } from 'i18next';
import type { FeedStatus } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { shareOf } from '../../lib/format/numbers.js';
import { duration, secondsBetween, stretch } from '../../lib/format/times.js';
import { feedNameInGroup } from './feed-words.js';
import { isOff, isPaused, isStale, openGaps } from './freshness.js';

/** What a feed is up to, the most pressing first. */
const CONDITIONS = [
  'stopped',
  'retrying',
  'late',
  'gap',
  'paused',
  'backfill',
  'first',
  'running',
  'ok',
  'off',
] as const;
export type Condition = (typeof CONDITIONS)[number];

export function conditionOf(feed: FeedStatus): Condition {
  if (feed.state === 'stopped') return 'stopped';
  if (isOff(feed)) return 'off';
  if (isPaused(feed)) return 'paused';
  if (feed.state === 'running') return 'running';
  if (feed.state === 'retrying') return 'retrying';
  if (isStale(feed)) return 'late';
  if (openGaps(feed).length > 0) return 'gap';
  if (feed.backfill !== null) return 'backfill';
  return feed.last_success_at === null ? 'first' : 'ok';
}

/** The state of a feed in a few words. */
export function stateWords(feed: FeedStatus, now: string, t: TFunction): string {
  const gaps = openGaps(feed);
  const newest = gaps.at(-1);
  switch (conditionOf(feed)) {
    case 'stopped':
      return t('sync.state.stopped');
    case 'off':
      return feed.last_error?.code === 'missing_scope'
        ? t('sync.state.noScope', { scope: feed.last_error.missing_scope ?? '' })
        : t('sync.state.off');
    case 'paused':
      return t('sync.state.paused', { ago: duration(secondsBetween(feed.paused?.since ?? now, now)) });
    case 'running':
      return t('sync.state.running');
    case 'retrying':
      return t('sync.state.retrying', { count: Math.max(1, feed.failures), at: nextTry(feed, now, t) });
    case 'late':
      return t('sync.state.late', { at: nextTry(feed, now, t) });
    case 'gap':
      return t('sync.state.gap', { count: gaps.length, range: newest === undefined ? '' : stretch(newest) });
    case 'backfill':
      return t('sync.state.backfill', { share: shareOf(feed.backfill?.share ?? 0) });
    case 'first':
      return t('sync.state.first');
    case 'ok':
      return t('sync.state.upToDate');
  }
}

/** The state of a group: that of its most pressing feed, named where it is the only one, counted where others share it. */
export function groupStateWords(feeds: readonly FeedStatus[], now: string, t: TFunction): string {
  const conditions = feeds.map(conditionOf);
  const pressing = CONDITIONS.find((condition) => conditions.includes(condition)) ?? 'ok';
  const concerned = feeds.filter((feed) => conditionOf(feed) === pressing);
  const [first] = concerned;
  if (first === undefined) return '';
  const counted = feeds.filter((feed) => !isOff(feed)).length;
  if (pressing === 'ok') return t('sync.state.upToDate');
  if (feeds.length === 1 || (concerned.length === feeds.length && pressing !== 'gap')) return stateWords(first, now, t);
  if (concerned.length === 1) {
    return t('sync.group.one', { feed: feedNameInGroup(first, t), state: stateWords(first, now, t) });
  }
  return t(`sync.group.several.${pressing}`, { count: concerned.length, total: counted });
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

/** The same of a group. */
export function groupCoverageWords(feeds: readonly FeedStatus[], t: TFunction): string {
  const collected = feeds.filter((feed) => !isOff(feed));
  const [first] = collected;
  if (first === undefined) return t('sync.table.nothing');
  if (first.kind === 'directory') {
    const read = collected.filter(({ last_success_at: at }) => at !== null).length;
    return t('sync.table.lists', { count: collected.length, read });
  }
  const start = collected.flatMap(({ coverage }) => coverage[0]?.start ?? []).toSorted()[0];
  if (start === undefined) return t('sync.table.nothing');
  const history = collected.flatMap(({ backfill }) => backfill ?? []);
  const from = day.full(dayOf(start));
  if (history.length === 0) return t('sync.table.span', { from });
  return t('sync.table.spanCollecting', { from, count: history.length });
}
