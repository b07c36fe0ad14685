/** How much of what OpenAI will bill for a day is known. */
import { BUCKET_STATES, type BucketState } from '@bursar/contract';
import { DAY_MS } from '../sync/spans.js';

/** The last complete read of a day, whichever reading is its base. */
export interface ReadDay {
  organizationId: number;
  /** Midnight, in milliseconds. */
  day: number;
  reading: string;
  readAt: number;
  hasRows: boolean;
}

const HOUR_MS = 3_600_000;
/** Costs arrive hours late: an empty day counts as read only this long after its end. */
const EMPTY_MS = 48 * HOUR_MS;
/** What is still the same this long after the end of a day is taken as final. */
const FINAL_MS = 72 * HOUR_MS;

/**
 * State of a UTC day.
 *
 * A day that is over but was read last while it was running is missing: no complete read covers its rest. A day that
 * was never read is missing, also while it runs.
 */
export function stateOfDay(
  day: number,
  read: Pick<ReadDay, 'readAt' | 'hasRows'> | undefined,
  now: number,
): BucketState {
  const end = day + DAY_MS;
  if (read === undefined) return 'missing';
  if (now < end) return 'pending';
  if (read.readAt < end) return 'missing';
  if (read.readAt >= end + FINAL_MS) return 'final';
  if (!read.hasRows && read.readAt < end + EMPTY_MS) return 'pending';
  return 'provisional';
}

/** A wider bucket, or several organizations, are as good as the worst of them. */
export function worstState(states: Iterable<BucketState>): BucketState {
  let worst = BUCKET_STATES.length - 1;
  for (const state of states) worst = Math.min(worst, BUCKET_STATES.indexOf(state));
  return BUCKET_STATES[worst] ?? 'missing';
}
