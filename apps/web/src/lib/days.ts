/**
 * Days of the calendar in UTC, which is how OpenAI bills: `2026-11-20`.
 *
 * Text sorts and compares as it should, and no time zone of the browser can shift it. Ranges are half-open.
 */
export type Day = string;

/** Half-open: `end` is the first day that no longer belongs. */
export interface DayRange {
  start: Day;
  end: Day;
}

const DAY_MS = 86_400_000;
const toMs = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const fromMs = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** The UTC day that an instant lies in. */
export const dayOf = (instant: string): Day => instant.slice(0, 10);

export const midnight = (day: Day): string => `${day}T00:00:00Z`;

/** A range of days as the API takes it. */
export const instants = ({ start, end }: DayRange): { start: string; end: string } => ({
  start: midnight(start),
  end: midnight(end),
});

/** True for a day that exists; 30 February does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = toMs(text);
  return !Number.isNaN(ms) && fromMs(ms) === text;
}

export const addDays = (day: Day, count: number): Day => fromMs(toMs(day) + count * DAY_MS);

export const dayCount = ({ start, end }: DayRange): number => Math.max(0, (toMs(end) - toMs(start)) / DAY_MS);

export const startOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** The first day of the month `count` months later (or earlier). */
export function addMonths(day: Day, count: number): Day {
  const date = new Date(toMs(startOfMonth(day)));
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 10);
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** Calendar months of a range that starts and ends on month borders, else null. */
export function wholeMonths({ start, end }: DayRange): number | null {
  if (!start.endsWith('-01') || !end.endsWith('-01') || end <= start) return null;
  const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(end) - months(start);
}

export const lastDay = (range: DayRange): Day => addDays(range.end, -1);

/** Every day of a range, in order. */
export const daysOf = (range: DayRange): Day[] =>
  Array.from({ length: dayCount(range) }, (_, index) => addDays(range.start, index));
