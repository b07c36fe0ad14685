/** Which stretches of the audit log a run has to read: a pure function of what is covered and what time it is. */
import { ceilTo, DAY_MS, floorTo, intersect, type Span, subtract } from './spans.js';

/** Events come late: what was read is relied on only when it was read so long after it happened. */
export const OVERLAP_MS = 10 * 60_000;
/** Before the first run, and after a long sleep, what is older is left to the history. */
const LONGEST_LIVE_MS = DAY_MS;
/** OpenAI's audit log is younger. What is asked for and does not exist costs one request, once. */
export const FIRST_DAY = Date.UTC(2020, 0, 1);

const SECOND_MS = 1000;

/** From where the log is covered, which ends an overlap ago, to now, the running second included. */
export function planLive(now: number, coverage: readonly Span[]): Span[] {
  const end = endOfSecond(now);
  const known = Math.max(...coverage.map((span) => span.end).filter((at) => at <= now), end - LONGEST_LIVE_MS);
  return whole({ start: Math.min(known, end - OVERLAP_MS), end });
}

/** What is missing before that, newest first. */
export function planHistory(now: number, coverage: readonly Span[]): Span[] {
  const start = planLive(now, coverage)[0]?.start ?? now;
  return subtract({ start: FIRST_DAY, end: start }, coverage).flatMap(whole).toReversed();
}

/** A range that a person asked for, without what lies in the future. */
export function planAsked(now: number, asked: Span): Span[] {
  return intersect(asked, [{ start: FIRST_DAY, end: endOfSecond(now) }]).flatMap(whole);
}

/** What may be relied on of a stretch that was read at a time. */
export function settled(span: Span, readAt: number): Span {
  return { start: span.start, end: Math.max(span.start, Math.min(span.end, readAt - OVERLAP_MS)) };
}

const endOfSecond = (at: number): number => floorTo(at, SECOND_MS) + SECOND_MS;

/** OpenAI counts seconds. */
function whole({ start, end }: Span): Span[] {
  const span = { start: floorTo(start, SECOND_MS), end: ceilTo(end, SECOND_MS) };
  return span.start < span.end ? [span] : [];
}
