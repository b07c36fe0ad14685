/** How old the figures are, and what collecting needs: read by the shell, the Overview and the Sync page alike. */
import type { FeedStatus, SyncAnswer, SyncError } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';

/** Older than this many periods, data is stale. */
export const STALE_PERIODS = 3;

export const isStale = (feed: FeedStatus): boolean =>
  feed.lag_seconds !== null && feed.lag_seconds > STALE_PERIODS * feed.period_seconds;

export const factFeeds = (sync: SyncAnswer): FeedStatus[] => sync.feeds.filter(({ kind }) => kind === 'facts');

/** The oldest of the feeds that bring figures; null before the first complete run. */
export function oldestFacts(sync: SyncAnswer): FeedStatus | null {
  const feeds = factFeeds(sync);
  if (feeds.some(({ lag_seconds }) => lag_seconds === null)) return null;
  return feeds.reduce<FeedStatus | null>(
    (oldest, feed) => (oldest === null || (feed.lag_seconds ?? 0) > (oldest.lag_seconds ?? 0) ? feed : oldest),
    null,
  );
}

export const isLate = (sync: SyncAnswer): boolean => factFeeds(sync).some(isStale);

export interface Trouble {
  /** Null: the whole organization, so no feed of it goes on. */
  feed: FeedStatus | null;
  error: SyncError;
}

/** What has stopped, once each: an organization's trouble is not repeated for each of its feeds. */
export function troubles(sync: SyncAnswer): Trouble[] {
  const stopped = sync.organizations.filter((each) => each.error !== null);
  const ofOrganizations = stopped.flatMap(({ error }) => (error === null ? [] : [{ feed: null, error }]));
  const explained = new Set(stopped.map(({ organization_id }) => organization_id));
  const ofFeeds = sync.feeds
    .filter((feed) => feed.failures > 0 || feed.state === 'stopped' || feed.state === 'disabled')
    .filter((feed) => !explained.has(feed.organization_id))
    .flatMap((feed) => (feed.last_error === null ? [] : [{ feed, error: feed.last_error }]));
  return [...ofOrganizations, ...uniqueRefusals(ofFeeds)];
}

/** A refused key stops every feed with the same words: it is said once. */
function uniqueRefusals(found: readonly Trouble[]): Trouble[] {
  const refusal = found.find(({ error }) => error.code === 'credential_refused');
  if (refusal === undefined) return [...found];
  const others = found.filter(({ error }) => error.code !== 'credential_refused');
  return [{ feed: null, error: refusal.error }, ...others];
}

/** Gaps that waiting alone does not close: reading them failed, or collecting has stopped. */
export const openGaps = (feed: FeedStatus): FeedStatus['gaps'] =>
  feed.gaps.filter(({ reason }) => reason === 'failed' || reason === 'stopped');

/** The severity of a feed, by what it needs from a person. */
export function feedTone(feed: FeedStatus): Tone {
  if (feed.state === 'stopped') return 'critical';
  if (feed.state === 'disabled') return 'unknown';
  if (feed.failures > 0 || isStale(feed) || openGaps(feed).length > 0) return 'warning';
  if (feed.backfill !== null || feed.lag_seconds === null) return 'notice';
  return 'ok';
}
