import { MAX_USAGE_DAYS, WIDTHS, type Width } from '@bursar/contract';
import { type FieldError, invalidRequest } from '../http/problem.js';
import { ceilTo, DAY_MS, floorTo, type Span } from '../sync/spans.js';

const BORDERS = {
  '1m': { name: 'a whole minute', why: 'minutes are read as OpenAI counts them' },
  '1h': { name: 'a whole hour', why: 'hours are read as OpenAI counts them' },
  '1d': { name: 'a UTC midnight', why: 'OpenAI bills and counts by UTC day' },
} as const satisfies Record<Width, { name: string; why: string }>;

/**
 * The range that a caller asks for; what lies in the future is cut off at the end of the running day, hour or minute.
 *
 * @param asked instants as the contract's `dayOrInstant` leaves them
 * @param width of the buckets that are read
 * @throws ProblemError 400 naming the parameter: not on a border of the width, reversed or empty, too long, all in the
 * future.
 */
export function askedRange(asked: { start: string; end: string }, now: number, width: Width = '1d'): Span {
  const widthMs = WIDTHS[width].seconds * 1000;
  const start = onBorder('start', asked.start, width);
  const end = onBorder('end', asked.end, width);
  if (end <= start) {
    throw invalidRequest({ parameter: 'end', message: `has to be later than start (${asked.start}); it is exclusive` });
  }
  const longest = MAX_USAGE_DAYS[width];
  if (end - start > longest * DAY_MS) throw invalidRequest(...tooLong(width, longest));
  const future = ceilTo(now + 1, widthMs);
  if (start >= future) {
    const message =
      width === '1d'
        ? `lies in the future; today is ${new Date(future - DAY_MS).toISOString().slice(0, 10)} in UTC`
        : `lies in the future; it is ${new Date(floorTo(now, 1000)).toISOString().slice(0, 19)}Z`;
    throw invalidRequest({ parameter: 'start', message });
  }
  return { start, end: Math.min(end, future) };
}

function tooLong(width: Width, longest: number): FieldError[] {
  const years = width === '1d' ? ' (5 years)' : '';
  const tooLong = { parameter: 'end', message: `has to be at most ${longest} days${years} after start` };
  const wider = { '1m': ['hour', 'day', 'week', 'month', 'total'], '1h': ['day', 'week', 'month', 'total'], '1d': [] };
  return wider[width].length === 0
    ? [tooLong]
    : [tooLong, { parameter: 'bucket', message: 'a wider one has longer ranges', allowed: wider[width] }];
}

function onBorder(parameter: string, text: string, width: Width): number {
  const widthMs = WIDTHS[width].seconds * 1000;
  const at = Date.parse(text);
  if (at % widthMs === 0) return at;
  const allowed = [new Date(floorTo(at, widthMs)).toISOString().replace('.000Z', 'Z')];
  const { name, why } = BORDERS[width];
  throw invalidRequest({ parameter, message: `has to be ${name}: ${why}`, allowed });
}
