import { MAX_RANGE_DAYS } from '@bursar/contract';
import { invalidRequest } from '../http/problem.js';
import { ceilTo, DAY_MS, type Span } from '../sync/spans.js';

/**
 * The days that a caller asks for; what lies in the future is cut off at the end of the running day.
 *
 * @param asked instants as the contract's `dayOrInstant` leaves them
 * @throws ProblemError 400 naming the parameter: no UTC midnight, reversed or empty, too long, all in the future.
 */
export function askedRange(asked: { start: string; end: string }, now: number): Span {
  const start = midnight('start', asked.start);
  const end = midnight('end', asked.end);
  if (end <= start) {
    throw invalidRequest({ parameter: 'end', message: `has to be later than start (${asked.start}); it is exclusive` });
  }
  if ((end - start) / DAY_MS > MAX_RANGE_DAYS) {
    throw invalidRequest({
      parameter: 'end',
      message: `has to be at most ${MAX_RANGE_DAYS} days (5 years) after start`,
    });
  }
  const tomorrow = ceilTo(now + 1, DAY_MS);
  if (start >= tomorrow) {
    const latest = new Date(tomorrow - DAY_MS).toISOString().slice(0, 10);
    throw invalidRequest({ parameter: 'start', message: `lies in the future; today is ${latest} in UTC` });
  }
  return { start, end: Math.min(end, tomorrow) };
}

function midnight(parameter: string, text: string): number {
  const at = Date.parse(text);
  if (at % DAY_MS === 0) return at;
  const allowed = [`${text.slice(0, 10)}T00:00:00Z`];
  throw invalidRequest({ parameter, message: 'has to be a UTC midnight: costs are billed by UTC day', allowed });
}
