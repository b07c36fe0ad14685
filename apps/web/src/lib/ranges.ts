/** Ranges of days as a link spells them: a preset (`mtd`), a month (`2026-10`) or two days (`2026-10-01..2026-10-20`). */
import {
  addDays,
  addMonths,
  dayCount,
  isDay,
  later,
  startOfMonth,
  wholeMonths,
  type Day,
  type DayRange,
} from './days.js';

export const PRESETS = ['mtd', '7d', '30d', '90d', 'last-month', '3m', '6m', '12m'] as const;
export type Preset = (typeof PRESETS)[number];

/** Longest range that the API reads, in days. */
const LONGEST_DAYS = 1827;

export const isPreset = (text: string): text is Preset => (PRESETS as readonly string[]).includes(text);

/**
 * The days that a preset stands for, the running day included, because its bar is shown as pending.
 *
 * "Last 7 days" are seven days that are over, and today beside them.
 */
export function presetRange(preset: Preset, today: Day): DayRange {
  const end = addDays(today, 1);
  switch (preset) {
    case 'mtd':
      return { start: startOfMonth(today), end };
    case '7d':
    case '30d':
    case '90d':
      return { start: addDays(today, -Number.parseInt(preset, 10)), end };
    case 'last-month':
      return { start: addMonths(today, -1), end: startOfMonth(today) };
    case '3m':
    case '6m':
    case '12m':
      return { start: addMonths(today, 1 - Number.parseInt(preset, 10)), end };
  }
}

/** Null when the text stands for no range, or for one that lies in the future or is longer than the API reads. */
export function readRange(text: string, today: Day): DayRange | null {
  if (isPreset(text)) return presetRange(text, today);
  const range = monthRange(text) ?? daysRange(text);
  if (range === null || range.start > today) return null;
  const cut = { start: range.start, end: range.end > today ? addDays(today, 1) : range.end };
  return dayCount(cut) > LONGEST_DAYS ? null : cut;
}

/** The spelling of a custom range; its last day is written, because that is how people say it. */
export const spellRange = ({ start, end }: DayRange): string => `${start}..${addDays(end, -1)}`;

/** `2026-10` */
export const spellMonth = (day: Day): string => day.slice(0, 7);

function monthRange(text: string): DayRange | null {
  const start = `${text}-01`;
  return /^\d{4}-\d{2}$/.test(text) && isDay(start) ? { start, end: addMonths(start, 1) } : null;
}

function daysRange(text: string): DayRange | null {
  const [start, last, ...rest] = text.split('..');
  if (start === undefined || last === undefined || rest.length > 0) return null;
  return isDay(start) && isDay(last) && start <= last ? { start, end: addDays(last, 1) } : null;
}

/** The same number of days right before; whole months before whole months. */
export function precedingRange(range: DayRange): DayRange {
  const months = wholeMonths(range);
  if (months !== null) return { start: addMonths(range.start, -months), end: range.start };
  return { start: addDays(range.start, -dayCount(range)), end: range.start };
}

/**
 * The same days of the month before: 1–20 November → 1–20 October. A whole month stands against the whole month.
 *
 * @returns null when the range touches more than one month, where "the same days" means nothing.
 */
export function sameDaysOfPreviousMonth(range: DayRange): DayRange | null {
  const first = startOfMonth(range.start);
  const next = addMonths(first, 1);
  if (range.end > next) return null;
  const previous = addMonths(first, -1);
  if (range.start === first && range.end === next) return { start: previous, end: first };
  const offset = dayCount({ start: first, end: range.start });
  const start = addDays(previous, offset);
  const end = addDays(start, dayCount(range));
  // 30 January has no counterpart in February: the days that exist are compared, none is invented.
  const cut = end > first ? first : end;
  return cut > start ? { start: later(start, previous), end: cut } : null;
}
