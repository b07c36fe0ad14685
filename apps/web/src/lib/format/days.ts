/** UTC days, months and ranges of them as text. */
import i18next from 'i18next';
import { addDays, lastDay, midnight, wholeMonths, type Day, type DayRange } from '../days.js';
import { dates } from './intl.js';

const at = (day: Day): Date => new Date(midnight(day));

export const day = {
  /** `20 Nov` */
  short: (value: Day): string => dates({ day: 'numeric', month: 'short' }).format(at(value)),
  /** `20 Nov 2026` */
  full: (value: Day): string => dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(at(value)),
  /** `20 November` */
  long: (value: Day): string => dates({ day: 'numeric', month: 'long' }).format(at(value)),
  /** `Fri 20 Nov` */
  weekday: (value: Day): string =>
    dates({ weekday: 'short', day: 'numeric', month: 'short' }).format(at(value)).replace(',', ''),
  /** `20` */
  ofMonth: (value: Day): string => dates({ day: 'numeric' }).format(at(value)),
};

export const month = {
  /** `November` */
  long: (value: Day): string => dates({ month: 'long' }).format(at(value)),
  /** `Nov` */
  short: (value: Day): string => dates({ month: 'short' }).format(at(value)),
  /** `Nov 2026` */
  year: (value: Day): string => dates({ month: 'short', year: 'numeric' }).format(at(value)),
  /** `November 2026` */
  longYear: (value: Day): string => dates({ month: 'long', year: 'numeric' }).format(at(value)),
};

/** `Q4 2026` */
export const quarter = (value: Day): string => `Q${Math.ceil(Number(value.slice(5, 7)) / 3)} ${value.slice(0, 4)}`;

const sameYear = (a: Day, b: Day): boolean => a.slice(0, 4) === b.slice(0, 4);

/** `1–20 Nov`, `28 Oct – 3 Nov`, with the year where `year` is asked for or the ends differ in it. */
export function range(value: DayRange, { year = false } = {}): string {
  const last = lastDay(value);
  const ends = year || !sameYear(value.start, last) ? day.full : day.short;
  if (value.start === last) return ends(last);
  if (value.start.slice(0, 7) === last.slice(0, 7)) return `${day.ofMonth(value.start)}\u2013${ends(last)}`;
  const first = sameYear(value.start, last) ? day.short(value.start) : day.full(value.start);
  return `${first} \u2013 ${ends(last)}`;
}

/** `1 to 20 November`, `October`, `1 December 2025 to 20 November 2026`: a range inside a sentence. */
export function rangeInWords(value: DayRange, today: Day): string {
  const last = lastDay(value);
  const months = wholeMonths(value);
  const thisYear = sameYear(value.start, today) && sameYear(last, today);
  if (months === 1) return thisYear ? month.long(value.start) : month.longYear(value.start);
  const long = (each: Day): string => (thisYear ? day.long(each) : `${day.long(each)} ${each.slice(0, 4)}`);
  if (value.start === last) return long(last);
  const sameMonth = value.start.slice(0, 7) === last.slice(0, 7);
  const from = sameMonth ? day.ofMonth(value.start) : long(value.start);
  return i18next.t('words.range', { from, to: long(last) });
}

/** Label of a bucket that starts at `start`, as wide as the place allows: `Fri 20 Nov`, `16–22 Nov`, `Nov 2026`. */
export function bucketLabel(bucket: { start: Day; from: Day; to: Day }, width: string): string {
  if (width === 'day') return day.weekday(bucket.start);
  if (width === 'month') return month.year(bucket.start);
  if (width === 'quarter') return quarter(bucket.start);
  return range({ start: bucket.from, end: later(bucket) });
}

const later = ({ from, to }: { from: Day; to: Day }): Day => (to > from ? to : addDays(from, 1));

/** `from 1 to 20 November`, `in October`, `on 5 November`: a range with its preposition. */
export function during(value: DayRange, today: Day): string {
  const text = rangeInWords(value, today);
  if (wholeMonths(value) === 1) return i18next.t('words.inMonth', { month: text });
  return i18next.t(value.start === lastDay(value) ? 'words.onDay' : 'words.fromTo', { range: text });
}
