/**
 * Which windows a feed of facts has to read next: a pure function of what is covered, what time it is and the policy.
 *
 * All times are milliseconds since 1970 in UTC; windows lie on borders of the feed's width, never reach beyond the
 * running bucket and never cross a month or one of the policy's borders: each is small enough to be stored soon, and
 * a month's rollup is written once.
 */
import { WIDTHS, type Width } from '@bursar/contract';
import {
  DAY_MS,
  ceilTo,
  floorTo,
  intersect,
  monthStarts,
  type Span,
  splitAt,
  startOfMonth,
  subtract,
} from './spans.js';

/** How often and how far back what is stored is read again, for OpenAI restates. */
export interface Reread {
  /** Remembered by this name when it is done. */
  name: string;
  /** Buckets back from the running one, which counts. */
  buckets: number;
  every: 'day' | 'week';
}

/** Whole months before the running one, or whole days before the running one; the running one counts besides. */
export type Reach = { months: number } | { days: number };

export interface WindowPolicy {
  width: Width;
  /** The running bucket and those before it: read at every turn. */
  liveBuckets: number;
  rereads: readonly Reread[];
  /** From this day of a month on, the month before is read once more as a whole; null: never. */
  closedMonthOn: number | null;
  /** How far back is collected. */
  history: Reach;
  /** How far back is kept; null: for ever. Never less than the history. */
  kept: Reach | null;
  /** Days after whose end fewer dimensions are read and kept; null: all dimensions for ever. */
  detailDays: number | null;
  /** Instants that no window may cross, for OpenAI answers differently before and after. */
  borders: readonly number[];
}

/** Name of a re-read → the day, week or month for which it was done. */
export type RereadMarks = Readonly<Record<string, string>>;

export const CLOSED_MONTH = 'closed month';

export interface Plan {
  windows: readonly Span[];
  /** To be remembered when the last of the windows is stored. */
  marks: RereadMarks;
}

/**
 * The live window first, then the re-reads that are due, newest first, each day at most once.
 *
 * What was read last while it still changed comes before the live window: that one moves the end of the coverage, by
 * which alone it is known, and the run may break off between the two.
 */
export function planRereads(now: number, coverage: readonly Span[], policy: WindowPolicy, done: RereadMarks): Plan {
  const live = backFromNow(now, policy, policy.liveBuckets);
  const late = unsettled(coverage, policy).flatMap((span) => subtract(span, [live]));
  const planned: Span[] = [live, ...late];
  const windows = [...cut(late, now, policy), ...cut([live], now, policy)];
  const marks: Record<string, string> = { ...done };
  for (const due of dueRereads(now, policy, done)) {
    // What was never read is left to the backfill: a re-read looks for changes.
    const known = intersect(due.span, wholeBuckets(coverage, policy.width));
    windows.push(
      ...cut(
        known.flatMap((span) => subtract(span, planned)),
        now,
        policy,
      ),
    );
    planned.push(...known);
    marks[due.name] = due.mark;
  }
  return { windows, marks };
}

/**
 * What is missing of the history, newest first, with what was read before it while it still changed; what the live
 * window reads is left to it.
 */
export function planBackfill(now: number, coverage: readonly Span[], policy: WindowPolicy): Span[] {
  const live = backFromNow(now, policy, policy.liveBuckets);
  const history = { start: reachStart(now, policy.history), end: live.start };
  if (history.start >= history.end) return [];
  const holes = missing(history, coverage, policy.width);
  const early = holes.flatMap(({ start }) =>
    unsettled(intersect({ start: history.start, end: start }, coverage), policy),
  );
  return cut(subtract(history, subtract(history, [...holes, ...early])), now, policy);
}

/** A range that a person asked for, newest first, without what lies in the future or would not be kept. */
export function planAsked(now: number, asked: Span, policy: WindowPolicy): Span[] {
  const end = Math.min(asked.end, backFromNow(now, policy, 1).end);
  const start = policy.kept === null ? asked.start : Math.max(asked.start, reachStart(now, policy.kept));
  return start < end ? cut([{ start, end }], now, policy) : [];
}

/** The first instant that a reach holds: the start of the month, or the midnight, so long ago. */
export function reachStart(now: number, reach: Reach): number {
  return 'months' in reach ? startOfMonth(now, -reach.months) : floorTo(now, DAY_MS) - reach.days * DAY_MS;
}

/** The midnight before which fewer dimensions are read and kept; null: nowhere. */
export function detailStart(now: number, { detailDays }: Pick<WindowPolicy, 'detailDays'>): number | null {
  return detailDays === null ? null : reachStart(now, { days: detailDays });
}

/**
 * The end of what will not be read again by itself, for widths without re-reads: buckets that end before it were read
 * so many buckets after their end that they no longer change.
 */
export function settledEnd(coverageEnd: number, { width, liveBuckets }: WindowPolicy): number {
  const widthMs = WIDTHS[width].seconds * 1000;
  return floorTo(coverageEnd, widthMs) - (liveBuckets - 2) * widthMs;
}

/** Whole buckets of `range` of which some part was never read completely, oldest first. */
export function missing(range: Span, coverage: readonly Span[], width: Width): Span[] {
  const holes = subtract(range, coverage).map((hole) => widen(hole, width));
  return intersect(range, holes);
}

/** From the start of the oldest of the last `buckets` buckets to the end of the running one. */
function backFromNow(now: number, { width }: WindowPolicy, buckets: number): Span {
  const widthMs = WIDTHS[width].seconds * 1000;
  const running = floorTo(now, widthMs);
  return { start: running - (buckets - 1) * widthMs, end: running + widthMs };
}

/**
 * What was read last while it still changed. After a pause the live window begins later than where it ended, and where
 * nothing else reads back, those buckets would stay as they were seen too early.
 */
function unsettled(coverage: readonly Span[], policy: WindowPolicy): Span[] {
  const last = coverage.at(-1);
  if (last === undefined || policy.rereads.length > 0) return [];
  const recent = { start: settledEnd(last.end, policy), end: last.end };
  return intersect(recent, coverage).map((span) => widen(span, policy.width));
}

function dueRereads(
  now: number,
  policy: WindowPolicy,
  done: RereadMarks,
): { name: string; mark: string; span: Span }[] {
  const due = policy.rereads.map((reread) => ({
    name: reread.name,
    mark: markOf(now, reread.every),
    span: backFromNow(now, policy, reread.buckets),
  }));
  if (policy.closedMonthOn !== null && new Date(now).getUTCDate() >= policy.closedMonthOn) {
    const span = { start: startOfMonth(now, -1), end: startOfMonth(now) };
    due.push({ name: CLOSED_MONTH, mark: dayOf(span.start).slice(0, 7), span });
  }
  return due.filter(({ name, mark }) => done[name] !== mark);
}

/** The day, or the Monday of the week, that an instant lies in. */
function markOf(now: number, every: 'day' | 'week'): string {
  const day = floorTo(now, DAY_MS);
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return dayOf(every === 'day' ? day : day - sinceMonday * DAY_MS);
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A bucket of which a part is covered was read: reading it again is a re-read. */
function wholeBuckets(coverage: readonly Span[], width: Width): Span[] {
  return coverage.map((span) => widen(span, width));
}

function widen(span: Span, width: Width): Span {
  const widthMs = WIDTHS[width].seconds * 1000;
  return { start: floorTo(span.start, widthMs), end: ceilTo(span.end, widthMs) };
}

function cut(spans: readonly Span[], now: number, policy: WindowPolicy): Span[] {
  const detail = detailStart(now, policy);
  const borders = detail === null ? policy.borders : [...policy.borders, detail];
  return spans
    .flatMap((span) => splitAt(span, [...monthStarts(span), ...borders]))
    .toSorted((a, b) => b.start - a.start);
}
