/**
 * The one place that turns numbers, money and dates into text.
 *
 * Amounts come in exact and are rounded here, half to even, by `Intl` on decimal text: no double is involved.
 * All days and times are UTC. The minus on screen is U+2212; copies and exports use `-` (see copy-table.ts).
 */
import i18next from 'i18next';
import { magnitude, rounded, type Amount } from './decimal.js';
import { addDays, lastDay, midnight, wholeMonths, type Day, type DayRange } from './days.js';

const NUMBERS = 'en-US';
const DATES = 'en-GB';
const MINUS = '\u2212';

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = JSON.stringify(options);
  const known = numberFormats.get(name) ?? new Intl.NumberFormat(NUMBERS, options);
  numberFormats.set(name, known);
  return known;
}

function dates(options: Intl.DateTimeFormatOptions, zone = 'UTC'): Intl.DateTimeFormat {
  const name = JSON.stringify([options, zone]);
  const known = dateFormats.get(name) ?? new Intl.DateTimeFormat(DATES, { ...options, timeZone: zone });
  dateFormats.set(name, known);
  return known;
}

type Sign = 'negative' | 'exceptZero';

function decimalText(value: Amount, decimals: number, options: Intl.NumberFormatOptions): string {
  // `rounded` writes plain decimals only, which is what Intl reads as an exact number.
  const text = rounded(value, decimals) as `${number}`;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return numbers({ ...options, ...digits })
    .format(text)
    .replace('-', MINUS);
}

const inCurrency = (currency: string, signDisplay: Sign): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency: currency.toUpperCase(),
  currencyDisplay: 'narrowSymbol',
  signDisplay,
});

/** `$19,992.73`: money in sentences and tiles. */
export const money = (value: Amount, currency: string): string =>
  decimalText(value, 2, inCurrency(currency, 'negative'));

/** `+$480.12`, `−$4.61`: a change of money. */
export const moneyChange = (value: Amount, currency: string): string =>
  decimalText(value, 2, inCurrency(currency, 'exceptZero'));

/** `$19,993`: narrow tiles only, where the exact figure stands in a table beside. */
export const moneyWhole = (value: Amount, currency: string): string =>
  decimalText(value, 0, inCurrency(currency, 'negative'));

/** `19,992.73`: cells of a column whose head names the currency. */
export const cell = (value: Amount): string => decimalText(value, 2, { signDisplay: 'negative' });

/** `+480.12`: cells of a column of changes. */
export const cellChange = (value: Amount): string => decimalText(value, 2, { signDisplay: 'exceptZero' });

/** `$`, `€`: for column heads. */
export const currencySymbol = (currency: string): string =>
  numbers({ style: 'currency', currency: currency.toUpperCase(), currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency.toUpperCase();

/** `US dollars`, `euros`: for the sentence above a chart. */
export const currencyName = (currency: string): string =>
  numbers({ style: 'currency', currency: currency.toUpperCase(), currencyDisplay: 'name' })
    .formatToParts(2)
    .find(({ type }) => type === 'currency')?.value ?? currency.toUpperCase();

/** `$2,500`, `$1.2M`: chart axes, the only place where money is abbreviated. Takes a position, not an amount. */
export function axisMoney(position: number, currency: string): string {
  const size = Math.abs(position);
  const compact = size >= 10_000 ? ({ notation: 'compact', maximumFractionDigits: 1 } as const) : {};
  const decimals = size > 0 && size < 10 ? { minimumFractionDigits: 2 } : { maximumFractionDigits: 0 };
  return numbers({ ...inCurrency(currency, 'negative'), ...decimals, ...compact })
    .format(position)
    .replace('-', MINUS);
}

/** `16.1%` from the text that `percentOf` gives. */
export const percent = (text: string): string => `${text.replace('-', MINUS)}%`;

/** `+16.1%`, `−2.9%`. */
export const percentChange = (text: string): string => percent(/^-|^[0.]+$/.test(text) ? text : `+${text}`);

/** `+1.3`, `−0.4`: the difference of two percentages. */
export const percentagePoints = (value: Amount): string => decimalText(value, 1, { signDisplay: 'exceptZero' });

/** `61%` from a share between 0 and 1 of something that is not money. */
export const shareOf = (share: number): string => `${Math.floor(share * 100)}%`;

export const count = (value: number): string => numbers({ maximumFractionDigits: 0 }).format(value);

export const oneDecimal = (value: number): string =>
  numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);

/** True when no cent would be shown: for such an amount a sign or an arrow would claim too much. */
export const isBelowCent = (value: Amount): boolean => /^[0.]*$/.test(rounded(magnitude(value), 2));

/** `1,204,377`, `5,132.5`: counts exactly, fractions with at most two decimals. */
export function quantity(value: Amount, signDisplay: 'negative' | 'exceptZero' = 'negative'): string {
  const decimals = rounded(value, 2).replace(/^[^.]*\.?|0+$/g, '').length;
  return decimalText(value, decimals, { signDisplay });
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `12.4 GB` in powers of 1000; the exact bytes stand on hover. */
export function bytes(value: Amount, signDisplay: 'negative' | 'exceptZero' = 'negative'): string {
  const digits = rounded(magnitude(value), 0).length;
  const step = Math.min(Math.floor((digits - 1) / 3), BYTE_UNITS.length - 1);
  const text = decimalText(value / 1000n ** BigInt(step), step === 0 ? 0 : 1, { signDisplay });
  return `${text} ${BYTE_UNITS[step] ?? ''}`;
}

/** `2.5M`, `400`: axes of counts. Takes a position, not an amount. */
export const axisQuantity = (position: number): string =>
  numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(position).replace('-', MINUS);

/** `300 GB`: axes of bytes, in the units of `bytes`. */
export function axisBytes(position: number): string {
  const size = Math.abs(position);
  const step = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), BYTE_UNITS.length - 1);
  const text = numbers({ maximumFractionDigits: 1 }).format(position / 1000 ** step);
  return `${text.replace('-', MINUS)} ${BYTE_UNITS[step] ?? ''}`;
}

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

/** `14:12 UTC` */
export const clock = (instant: string): string =>
  `${dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant))} UTC`;

/** `14:12` */
export const clockOnly = (instant: string): string =>
  dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** Times in a zone by its IANA name, such as `Europe/Berlin`. */
export const zoned = {
  /** `15:00` */
  clock: (instant: string, zone: string): string =>
    dates({ hour: '2-digit', minute: '2-digit' }, zone).format(new Date(instant)),
  /** `Fri 20 Nov, 15:00` */
  dayClock: (instant: string, zone: string): string =>
    `${dates({ weekday: 'short', day: 'numeric', month: 'short' }, zone).format(new Date(instant)).replace(',', '')}, ${zoned.clock(instant, zone)}`,
  /** `20 Nov 15:00` */
  shortDayClock: (instant: string, zone: string): string =>
    `${dates({ day: 'numeric', month: 'short' }, zone).format(new Date(instant))} ${zoned.clock(instant, zone)}`,
  /** `GMT+1`: tells apart the two hours that a clock shows twice. */
  offset: (instant: string, zone: string): string =>
    dates({ timeZoneName: 'shortOffset' }, zone)
      .formatToParts(new Date(instant))
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone,
};

/** `20 Nov 08:00 – 14:00`, `19 Nov 20:00 – 20 Nov 02:00`: a range narrower than days, without the word UTC. */
export function span(value: { start: string; end: string }, zone = 'UTC'): string {
  const { from, to } = spanEnds(value, zone);
  return `${from} \u2013 ${to}`;
}

/** Both ends of such a range; the day of the second is left out where it is the first one's. */
export function spanEnds({ start, end }: { start: string; end: string }, zone: string): { from: string; to: string } {
  const dayIn = (instant: string): string => dates({ dateStyle: 'short' }, zone).format(new Date(instant));
  const to = dayIn(start) === dayIn(end) ? zoned.clock(end, zone) : zoned.shortDayClock(end, zone);
  return { from: zoned.shortDayClock(start, zone), to };
}
/** `14:12:09`: where two things happen within a minute. */
export const clockToSecond = (instant: string): string =>
  dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));

/** `20 Nov 2026, 14:12:09 UTC` */
export const exactMoment = (instant: string): string =>
  i18next.t('words.exactMoment', { day: day.full(instant.slice(0, 10)), time: clockToSecond(instant) });

/** `20 Nov 2026, 14:12 UTC` */
export const moment = (instant: string): string => `${day.full(instant.slice(0, 10))}, ${clock(instant)}`;

/** `19 Nov, 19:00–21:00 UTC`, or as days where both ends are midnights: a stretch of time that is no range of days. */
export function stretch({ start, end }: { start: string; end: string }): string {
  const [from, to] = [start.slice(0, 10), end.slice(0, 10)];
  const isMidnight = (instant: string): boolean => instant.slice(11, 16) === '00:00';
  if (isMidnight(start) && isMidnight(end)) return range({ start: from, end: to });
  const times = { from: clockOnly(start), to: clockOnly(end) };
  if (from === to) return i18next.t('words.spanInDay', { day: day.short(from), ...times });
  return i18next.t('words.spanOfDays', { firstDay: day.short(from), lastDay: day.short(to), ...times });
}

/** `40 s`, `4 min`, `5 h 12 min`, `3 days`: never more than two units. */
export function duration(seconds: number): string {
  if (seconds < 60) return i18next.t('words.seconds', { count: Math.max(0, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return i18next.t('words.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return i18next.t('words.days', { count: Math.round(hours / 24) });
  const rest = minutes % 60;
  if (rest === 0) return i18next.t('words.hours', { count: hours });
  return i18next.t('words.hoursMinutes', { hours, minutes: rest });
}

export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

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
