/** What a coverage strip draws: a pure function of feeds and now. All times are instants in UTC, which sort as text. */
import type { FeedStatus } from '@bursar/contract';
import { openGaps } from './freshness.js';

export interface TimeSpan {
  start: string;
  end: string;
}

export interface Strip {
  /** From the oldest instant that is collected to now. */
  start: string;
  end: string;
  stored: readonly TimeSpan[];
  /** Gaps that waiting alone does not close. */
  gaps: readonly TimeSpan[];
  /** From here on to the end of what is stored figures may still change; null: none. */
  provisionalFrom: string | null;
}

/** What one feed holds. */
export function stripOf(feed: FeedStatus, now: string): Strip {
  const start = feed.history_start ?? now;
  if (feed.kind === 'directory') return { ...emptyStrip(now), stored: feed.last_success_at === null ? [] : [WHOLE] };
  return {
    start,
    end: now,
    stored: feed.coverage,
    gaps: openGaps(feed),
    provisionalFrom: feed.provisional_from,
  };
}

/** What of a group is stored of all its feeds: anything that one of them lacks is drawn as lacking. */
export function stripOfGroup(feeds: readonly FeedStatus[], now: string): Strip {
  const [first, ...others] = feeds;
  if (first === undefined) return emptyStrip(now);
  if (others.length === 0 || first.kind === 'audit') return stripOf(first, now);
  if (first.kind === 'directory') {
    const read = feeds.filter(({ last_success_at: at }) => at !== null);
    return { ...emptyStrip(now), stored: read.length === feeds.length ? [WHOLE] : [] };
  }
  // A feed that rests because nothing is used has no gaps, although it covers nothing of late.
  const start = feeds.map(({ history_start: each }) => each ?? now).toSorted()[0] ?? now;
  const known = feeds.some(({ coverage }) => coverage.length > 0) ? [{ start, end: now }] : [];
  const provisional = feeds.flatMap(({ provisional_from: from }) => from ?? []).toSorted();
  return {
    start,
    end: now,
    stored: feeds.flatMap(({ gaps }) => gaps).reduce(without, known),
    gaps: feeds.flatMap(openGaps),
    provisionalFrom: provisional[0] ?? null,
  };
}

const WHOLE: TimeSpan = { start: '', end: '' };

/** A list has no history: it is whole or it is not. */
const emptyStrip = (now: string): Strip => ({ start: now, end: now, stored: [], gaps: [], provisionalFrom: null });

export const isWhole = (span: TimeSpan): boolean => span === WHOLE;

function without(spans: readonly TimeSpan[], hole: TimeSpan): TimeSpan[] {
  return spans.flatMap(({ start, end }) => {
    if (hole.end <= start || hole.start >= end) return [{ start, end }];
    const parts = [
      { start, end: hole.start },
      { start: hole.end, end },
    ];
    return parts.filter((part) => part.start < part.end);
  });
}
