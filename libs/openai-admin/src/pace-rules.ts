/** The arithmetic of pacing, apart from clocks and queues, so that a pace kept in a database can follow the same rules. */

export const MINUTE_MS = 60_000;
/** A family that was never refused may have so many requests under way. */
export const REQUESTS_AT_ONCE = 4;
/** After so long without a refusal, a rate that was made use of rises by one request a minute. */
export const QUIET_MS = 5 * MINUTE_MS;

/**
 * OpenAI's known limits for admin calls lie between 7 and 10 a minute: through that zone the requests of a process go
 * one by one, and a little beyond it, for another replica may hear of a refusal only after it has sent its next one.
 */
const PROBED_FROM = 6;
const PROBED_TO = 16;

const COOL_DOWN_JITTER = 0.25;
const LONGEST_REST_MS = 60 * MINUTE_MS;

/** What was learnt about one endpoint family. Times are milliseconds of one clock. */
export interface FamilyRate {
  /** Requests a minute; null: never refused. */
  perMinute: number | null;
  /** The highest rate that stood a quiet time; null: none yet. */
  held: number | null;
  /** When `perMinute` last changed. */
  since: number;
}

/** How many requests of a family may be under way, given those that were started within the last minute. */
export function requestsAtOnce(rate: FamilyRate, startedLastMinute: number): number {
  const isProbing = rate.perMinute === null && startedLastMinute >= PROBED_FROM && startedLastMinute < PROBED_TO;
  return isProbing ? 1 : REQUESTS_AT_ONCE;
}

/**
 * The rate after a 429: half of what was tried, or what held before it was raised.
 *
 * Several requests may be under way when the first is refused; call this once for all of them.
 */
export function rateAfterRefusal(rate: FamilyRate, startedLastMinute: number, now: number): FamilyRate {
  const { perMinute, held } = rate;
  if (perMinute === null) {
    return { perMinute: Math.max(REQUESTS_AT_ONCE, Math.floor(startedLastMinute / 2)), held: null, since: now };
  }
  if (held !== null && held < perMinute) return { perMinute: held, held, since: now };
  return { perMinute: Math.max(1, Math.floor(perMinute / 2)), held: null, since: now };
}

/** The rate after time has passed. @param wasLimiting whether requests had to wait for it: only then it was proven. */
export function rateAfterQuiet(rate: FamilyRate, wasLimiting: boolean, now: number): FamilyRate {
  const { perMinute } = rate;
  if (perMinute === null || !wasLimiting || now - rate.since < QUIET_MS) return rate;
  return { perMinute: perMinute + 1, held: perMinute, since: now };
}

/**
 * How long a family rests after a 429: as long as OpenAI asks, but an hour at most, for a rest is kept for all replicas
 * and a date that went wrong must not silence them for days; else a minute and a little more.
 */
export function coolDownMs(retryAfterMs: number | null, random: () => number): number {
  return Math.min(LONGEST_REST_MS, retryAfterMs ?? MINUTE_MS * (1 + COOL_DOWN_JITTER * random()));
}
