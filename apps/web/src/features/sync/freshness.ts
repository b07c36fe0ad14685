/** How old the figures are, and what collecting needs: read by the shell, the Overview and the Sync page alike. */
import type { FeedStatus, SyncAnswer, SyncError } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';
import { groupOf } from './feed-groups.js';

/** Older than this many periods, data is stale. */
export const STALE_PERIODS = 3;

/** Feeds that have their turn at least so often tell how old figures are; others are meant to be older. */
const FRESH_SECONDS = 3600;

export const tellsAge = ({ period_seconds: period }: FeedStatus): boolean => period <= FRESH_SECONDS;

/** OpenAI does not offer it to this organization or this key: nothing that is late, for nothing comes. */
export const isOff = ({ state }: FeedStatus): boolean => state === 'disabled';

export const isPaused = ({ paused }: FeedStatus): boolean => paused !== null;

export const isStale = (feed: FeedStatus): boolean =>
  !isOff(feed) && feed.lag_seconds !== null && feed.lag_seconds > STALE_PERIODS * feed.period_seconds;

/** Feeds that bring figures and are not switched off. */
export const factFeeds = (sync: SyncAnswer): FeedStatus[] =>
  sync.feeds.filter((feed) => feed.kind === 'facts' && !isOff(feed));

/** What the figures of a page are of. */
export type FigureKind = 'costs' | 'usage';

/** Those of them that bring billed money, or what is used. */
export const figureFeeds = (sync: SyncAnswer, of: FigureKind): FeedStatus[] =>
  factFeeds(sync).filter((feed) => (groupOf(feed) === 'costs') === (of === 'costs'));

export const costFeeds = (sync: SyncAnswer): FeedStatus[] => figureFeeds(sync, 'costs');

/** The oldest of the feeds that bring figures; null before the first complete run. */
export function oldestFacts(sync: SyncAnswer): FeedStatus | null {
  const all = factFeeds(sync);
  const frequent = all.filter((feed) => tellsAge(feed) || isStale(feed));
  const feeds = frequent.length > 0 ? frequent : all;
  if (feeds.some(({ lag_seconds }) => lag_seconds === null)) return null;
  return feeds.reduce<FeedStatus | null>(
    (oldest, feed) => (oldest === null || (feed.lag_seconds ?? 0) > (oldest.lag_seconds ?? 0) ? feed : oldest),
    null,
  );
}

/** Whether figures are older than they should be: because something fails, or because somebody paused it. */
export const isLate = (sync: SyncAnswer, of: FigureKind = 'costs'): boolean => figureFeeds(sync, of).some(isStale);

export interface Trouble {
  /** Null: the whole organization, so no feed of it goes on. Else the first of those that share the error. */
  feed: FeedStatus | null;
  /** All that share it. */
  feeds: readonly FeedStatus[];
  /** Whose; null before OpenAI has named it. */
  organizationId: string | null;
  error: SyncError;
}

/** What has stopped, once each: neither an organization's trouble nor a shared one is repeated for each of its feeds. */
export function troubles(sync: SyncAnswer): Trouble[] {
  const stopped = sync.organizations.filter((each) => each.error !== null);
  const ofOrganizations = stopped.flatMap(({ organization_id: organizationId, error }) =>
    error === null ? [] : [{ feed: null, feeds: [], organizationId, error }],
  );
  const explained = new Set(stopped.map(({ organization_id }) => organization_id));
  const ofFeeds = sync.feeds
    .filter((feed) => !explained.has(feed.organization_id) && isInTrouble(feed))
    .flatMap((feed) => {
      const { last_error: error, organization_id: organizationId } = feed;
      return error === null ? [] : [{ feed, feeds: [feed], organizationId, error }];
    });
  return [...ofOrganizations, ...shared(ofFeeds)];
}

/** What OpenAI does not offer here needs nobody, and what is paused is left alone on purpose. */
function isInTrouble({ failures, state, last_error: error, paused }: FeedStatus): boolean {
  if (error?.code === 'not_found' && state === 'disabled') return false;
  return state === 'stopped' || state === 'disabled' || (failures > 0 && paused === null);
}

/** A refused key or a missing scope stops many feeds with the same words: it is said once. */
function shared(found: readonly (Trouble & { feed: FeedStatus })[]): Trouble[] {
  const byError = new Map<string, Trouble>();
  for (const trouble of found) {
    const { code, missing_scope: scope } = trouble.error;
    const name = `${code} ${scope} ${trouble.feed.organization_id}`;
    const known = byError.get(name);
    const isOfAll = code === 'credential_refused';
    if (known === undefined) byError.set(name, isOfAll ? { ...trouble, feed: null } : trouble);
    else byError.set(name, { ...known, feeds: [...known.feeds, trouble.feed] });
  }
  return [...byError.values()].sort((a, b) => Number(a.feed !== null) - Number(b.feed !== null));
}

/** Gaps that waiting alone does not close: reading them failed, or collecting has stopped. */
export const openGaps = (feed: FeedStatus): FeedStatus['gaps'] =>
  feed.gaps.filter(({ reason }) => reason === 'failed' || reason === 'stopped');

/** The severity of a feed, by what it needs from a person. */
export function feedTone(feed: FeedStatus): Tone {
  if (feed.state === 'stopped') return 'critical';
  if (isOff(feed)) return feed.last_error?.code === 'missing_scope' ? 'notice' : 'unknown';
  if (isPaused(feed)) return 'notice';
  if (feed.failures > 0 || isStale(feed) || openGaps(feed).length > 0) return 'warning';
  if (feed.backfill !== null || feed.lag_seconds === null) return 'notice';
  return 'ok';
}

const WORST_FIRST: readonly Tone[] = ['critical', 'warning', 'notice', 'ok', 'unknown'];

/** The worst of several; what is off counts only where all are. */
export function worstTone(feeds: readonly FeedStatus[]): Tone {
  const tones = new Set(feeds.map(feedTone));
  return WORST_FIRST.find((tone) => tones.has(tone)) ?? 'unknown';
}
