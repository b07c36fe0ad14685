/** What the table says of a feed, and of a group of them. */
import type { TFunction } from 'i18next';
import type { FeedStatus } from '@bursar/contract';
import { duration } from '../../lib/format/times.js';
import type { GroupedFeeds } from './feed-groups.js';
import { coverageWords, groupCoverageWords, groupStateWords, stateWords } from './feed-state.js';
import { feedNameInGroup } from './feed-words.js';
import { feedTone, isOff, isPaused, openGaps, worstTone } from './freshness.js';
import type { RowFacts } from './feed-row.js';
import { stripOf, stripOfGroup } from './strips.js';
import { seenOf } from './trouble-notice.js';

/** @param owner the name of the organization, where several are shown */
export function feedFacts(feed: FeedStatus, now: string, t: TFunction, owner: string | null = null): RowFacts {
  const { last_error: error } = feed;
  return {
    name: feedNameInGroup(feed, t),
    owner,
    size: null,
    tone: feedTone(feed),
    strip: stripOf(feed, now),
    coverage: coverageWords(feed, t),
    lagSeconds: feed.lag_seconds,
    period: duration(feed.period_seconds),
    calls: feed.calls_24h,
    pace: feed.pace_per_minute,
    state: stateWords(feed, now, t),
    error: error === null ? null : t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) }),
    isRunning: feed.state === 'running',
    isPaused: isPaused(feed),
    isOff: isOff(feed),
    feeds: [feed.feed],
    gap: gapOf([feed]),
  };
}

/** Of several: the oldest, the slowest, the worst; what is off is counted nowhere but where all are. */
export function groupFacts({ group, feeds }: GroupedFeeds, now: string, t: TFunction): RowFacts {
  const collected = feeds.filter((feed) => !isOff(feed));
  const shown = collected.length > 0 ? collected : feeds;
  const lags = shown.flatMap(({ lag_seconds: lag }) => lag ?? []);
  const paces = shown.flatMap(({ pace_per_minute: pace }) => pace ?? []);
  return {
    name: t(`feeds.group.${group}`),
    owner: null,
    size: t('feeds.count', { count: feeds.length }),
    tone: worstTone(feeds),
    strip: stripOfGroup(shown, now),
    coverage: groupCoverageWords(feeds, t),
    lagSeconds: lags.length < shown.length ? null : Math.max(...lags),
    period: periodWords(shown, t),
    calls: feeds.reduce((sum, { calls_24h: calls }) => sum + calls, 0),
    pace: paces.length === 0 ? null : Math.min(...paces),
    state: groupStateWords(feeds, now, t),
    error: null,
    isRunning: shown.every(({ state }) => state === 'running'),
    isPaused: shown.every(isPaused),
    isOff: collected.length === 0,
    feeds: shown.map(({ feed }) => feed),
    gap: gapOf(feeds),
  };
}

function periodWords(feeds: readonly FeedStatus[], t: TFunction): string {
  const periods = feeds.map(({ period_seconds: period }) => period);
  const [least, most] = [Math.min(...periods), Math.max(...periods)];
  return least === most ? duration(least) : t('sync.group.period', { from: duration(least), to: duration(most) });
}

function gapOf(feeds: readonly FeedStatus[]): RowFacts['gap'] {
  const having = feeds.filter((feed) => openGaps(feed).length > 0);
  const gaps = having.flatMap(openGaps);
  const start = gaps.map((gap) => gap.start).toSorted()[0];
  const end = gaps
    .map((gap) => gap.end)
    .toSorted()
    .at(-1);
  if (start === undefined || end === undefined) return null;
  return { feeds: having.map(({ feed }) => feed), start, end };
}
