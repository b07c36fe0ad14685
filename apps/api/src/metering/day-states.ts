/** How much of what OpenAI will bill for a day is known. */
import { BUCKET_STATES, type BucketState } from '@bursar/contract';
import { DAY_MS, floorTo, type Span, splitAt } from '../sync/spans.js';

/** Days in a row of which the last complete read was the same one, whichever reading is their base. */
export interface ReadStretch extends Span {
  organizationId: number;
  reading: string;
  readAt: number;
  /** All of them have rows, or none has. */
  hasRows: boolean;
}

/** Buckets in a row that are in the same state. */
export interface StateRun extends Span {
  state: BucketState;
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
  read: Pick<ReadStretch, 'readAt' | 'hasRows'> | undefined,
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

/** The states of days that were read at once. They differ by how long after a day's end it was: years take a few looks. */
export function statesOfDays(read: Omit<ReadStretch, 'organizationId' | 'reading'>, now: number): StateRun[] {
  // Where one of the comparisons of `stateOfDay` turns out otherwise than on the day before.
  const borders = [now, read.readAt, read.readAt - EMPTY_MS, read.readAt - FINAL_MS].map((at) => floorTo(at, DAY_MS));
  return splitAt(read, borders).map((span) => ({ ...span, state: stateOfDay(span.start, read, now) }));
}

/** A wider bucket, or several organizations, are as good as the worst of them. */
export function worstState(states: Iterable<BucketState>): BucketState {
  let worst = BUCKET_STATES.length - 1;
  for (const state of states) worst = Math.min(worst, BUCKET_STATES.indexOf(state));
  return BUCKET_STATES[worst] ?? 'missing';
}
