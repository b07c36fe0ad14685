/** Whether a key is still used: a pure function of what was read. */
import {
  type DrainReason,
  type DrainState,
  ROTATION_LOOK_MINUTES,
  ROTATION_QUIET_MINUTES,
  ROTATION_SETTLE_MINUTES,
} from '@bursar/contract';
import { floorTo, type Span, subtract } from '../sync/spans.js';

export const MINUTE_MS = 60_000;

/** What minutes of one capability tell of a key. */
export interface WatchedCapability {
  capability: string;
  /** What of the looked-at minutes was not read. */
  gaps: readonly Span[];
  /** False: some of them could not be told by key. */
  namesKeys: boolean;
  /** Calls of the old key in them. */
  requests: number;
  /** When OpenAI answered last that there is no such thing, where nobody has used it of late; null: it did not. */
  notFoundAt: number | null;
}

/** OpenAI's `last_used_at` of the key, and when it was asked for. */
export interface LastUse {
  at: Date | null;
  /** null: never. */
  readAt: Date | null;
  /** It said something else when it was read before, so that somebody uses the key while it is looked at. */
  hasMoved: boolean;
}

export interface Observation {
  /** OpenAI's time. */
  now: number;
  /** Starts of minutes with calls of the key, and how many, oldest first. */
  calls: readonly { start: number; requests: number }[];
  capabilities: readonly WatchedCapability[];
  lastUse: LastUse;
}

export interface Verdict {
  state: DrainState;
  reasons: DrainReason[];
  lastCallAt: number | null;
  /** null: it was used just now, or there is no call to count from. */
  quietSince: number | null;
  requestsInRequired: number;
}

/** What OpenAI said longer ago says nothing of now. */
const FRESH_MINUTES = 10;
/** What OpenAI does not offer is asked for again so often while a rotation is open: twice while its answer is fresh. */
export const ASK_AGAIN_MINUTES = 4;

/** The minutes that have to be read completely. */
export function lookedAt(now: number): Span {
  const minute = floorTo(now, MINUTE_MS);
  return { start: minute - ROTATION_LOOK_MINUTES * MINUTE_MS, end: minute - ROTATION_SETTLE_MINUTES * MINUTE_MS };
}

/**
 * Whether OpenAI does not offer a capability to the organization: then nothing can be metered there, and nothing is missed.
 *
 * A 404 of a while ago, or one that came after minutes that were read, tells of a disturbance instead.
 */
export function isNotOffered(
  { gaps, notFoundAt }: Pick<WatchedCapability, 'gaps' | 'notFoundAt'>,
  now: number,
): boolean {
  const look = lookedAt(now);
  const wasReadAtAll = subtract(look, gaps).length > 0;
  return notFoundAt !== null && isFresh(notFoundAt, now) && !wasReadAtAll;
}

/**
 * Judges what was observed.
 *
 * What was not read is not known, and what is not known is never taken for silence. Calls that arrived in the minutes
 * that may still be incomplete count all the same.
 */
export function judgeDrain(observed: Observation): Verdict {
  const { now, calls, lastUse } = observed;
  const { start } = lookedAt(now);
  const requiredFrom = floorTo(now, MINUTE_MS) - ROTATION_QUIET_MINUTES * MINUTE_MS;
  const lately = calls.filter((call) => call.start >= requiredFrom && call.requests > 0);
  const lastUsed = lastUse.at?.getTime() ?? null;
  const lastCallAt = newest([calls.findLast(({ requests }) => requests > 0)?.start ?? null, lastUsed]);
  const isUsed = lately.length > 0 || (lastUsed !== null && lastUsed >= requiredFrom);
  const unknown = unknownReasons(observed);
  const used: DrainReason[] = [
    ...(lately.length > 0 ? (['used_lately'] as const) : []),
    ...(lastUsed !== null && lastUsed >= requiredFrom ? (['last_used_lately'] as const) : []),
    ...(lastCallAt !== null && lastCallAt >= start && !isUsed ? (['used_in_window'] as const) : []),
  ];
  return {
    state: stateOf({ isUsed, isUnknown: unknown.length > 0, isInWindow: used.length > 0 }),
    reasons: [...used, ...unknown],
    lastCallAt,
    quietSince: isUsed || lastCallAt === null ? null : floorTo(lastCallAt, MINUTE_MS) + MINUTE_MS,
    requestsInRequired: lately.reduce((sum, { requests }) => sum + requests, 0),
  };
}

function stateOf({
  isUsed,
  isUnknown,
  isInWindow,
}: Record<'isUsed' | 'isUnknown' | 'isInWindow', boolean>): DrainState {
  if (isUsed) return 'traffic';
  if (isUnknown) return 'unknown';
  return isInWindow ? 'quiet' : 'drained';
}

function unknownReasons({ now, capabilities, lastUse }: Observation): DrainReason[] {
  const offered = capabilities.filter((one) => !isNotOffered(one, now));
  const isAsked = lastUse.readAt !== null && isFresh(lastUse.readAt.getTime(), now);
  return [
    ...(offered.some(({ gaps, namesKeys }) => namesKeys && gaps.length > 0) ? (['minutes_missing'] as const) : []),
    ...(offered.some(({ namesKeys }) => !namesKeys) ? (['keys_not_named'] as const) : []),
    ...(isAsked ? [] : (['last_used_not_read'] as const)),
    ...(lastUse.hasMoved ? (['last_used_moved'] as const) : []),
  ];
}

const isFresh = (at: number, now: number): boolean => at >= now - FRESH_MINUTES * MINUTE_MS;

function newest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
