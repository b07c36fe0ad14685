/** Which stretches of the audit log a run has to read: a pure function of what is covered and what time it is. */
import { ceilTo, DAY_MS, floorTo, intersect, type Span, subtract } from './spans.js';
import { type Reach, reachStart, type RereadMarks } from './windows.js';

/** Events come late: what was read is relied on only when it was read so long after it happened. */
export const OVERLAP_MS = 10 * 60_000;
/** Before the first run, and after a long sleep, what is older is left to the history. */
const LONGEST_LIVE_MS = DAY_MS;
/** OpenAI's audit log is younger. What is asked for and does not exist costs one request, once. */
export const FIRST_DAY = Date.UTC(2020, 0, 1);

/** The first instant of which events are read and kept. */
export function logReach(now: number, kept: Reach | null): number {
  return kept === null ? FIRST_DAY : Math.max(FIRST_DAY, reachStart(now, kept));
}

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/**
 * How far back the log is read again, and how often, for events that come later than the overlap.
 *
 * A call brings 100 events: an organization with few costs one more call an hour and one a night, beside sixty an hour
 * for the newest ones; one with 10,000 a day costs ten an hour and 300 a night. An event that comes later than the
 * longest of these is found only when a person asks for its days.
 */
const REREADS = [
  { name: 'hourly', reachMs: 2 * HOUR_MS, everyMs: HOUR_MS },
  { name: 'nightly', reachMs: 3 * DAY_MS, everyMs: DAY_MS },
] as const;

/** From where the log is covered, which ends an overlap ago, to now, the running second included. */
export function planLive(now: number, coverage: readonly Span[]): Span[] {
  const end = endOfSecond(now);
  const known = Math.max(...coverage.map((span) => span.end).filter((at) => at <= now), end - LONGEST_LIVE_MS);
  return whole({ start: Math.min(known, end - OVERLAP_MS), end });
}

/** What is missing before that, newest first. @param from the first instant that is kept */
export function planHistory(now: number, coverage: readonly Span[], from: number = FIRST_DAY): Span[] {
  const start = planLive(now, coverage)[0]?.start ?? now;
  return subtract({ start: from, end: Math.max(from, start) }, coverage)
    .flatMap(whole)
    .toReversed();
}

/**
 * What of the log that was read before is to be read again, joined, newest first.
 *
 * @param coverage what was covered before the present turn: what was never read is left to the history
 * @param done marks of the re-reads that are behind us
 */
export function planRereads(
  now: number,
  coverage: readonly Span[],
  done: RereadMarks,
): { spans: Span[]; marks: RereadMarks } {
  const end = planLive(now, coverage)[0]?.start ?? now;
  const due = REREADS.map((reread) => ({ ...reread, mark: new Date(floorTo(now, reread.everyMs)).toISOString() }));
  const spans = due
    .filter(({ name, mark }) => done[name] !== mark)
    .flatMap(({ reachMs }) => intersect({ start: endOfSecond(now) - reachMs, end }, coverage))
    .flatMap(whole);
  return {
    spans: together(spans),
    marks: { ...done, ...Object.fromEntries(due.map(({ name, mark }) => [name, mark])) },
  };
}

/** Spans that overlap as one, newest first. */
export function together(spans: readonly Span[]): Span[] {
  const reach = { start: FIRST_DAY, end: Math.max(FIRST_DAY, ...spans.map(({ end }) => end)) };
  return intersect(reach, spans).toReversed();
}

/** A range that a person asked for, without what lies in the future or is not kept. */
export function planAsked(now: number, asked: Span, from: number = FIRST_DAY): Span[] {
  return intersect(asked, [{ start: from, end: endOfSecond(now) }]).flatMap(whole);
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
