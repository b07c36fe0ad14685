/**
 * How numbers and dates become text: the one place that knows the locale.
 *
 * Amounts come in exact and are rounded here, half to even, by `Intl` on decimal text: no double is involved. The minus
 * on screen is U+2212; copies and exports use `-` (see copy-table.ts).
 */
import { rounded, type Amount } from '../decimal.js';

const NUMBERS = 'en-US';
const DATES = 'en-GB';
/** What stands on screen before what is negative. */
export const MINUS = '\u2212';

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** A format of numbers, made once: making one costs more than using it. */
export function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = JSON.stringify(options);
  const known = numberFormats.get(name) ?? new Intl.NumberFormat(NUMBERS, options);
  numberFormats.set(name, known);
  return known;
}

/** A format of dates and times, in UTC where no zone is asked for. */
export function dates(options: Intl.DateTimeFormatOptions, zone = 'UTC'): Intl.DateTimeFormat {
  const name = JSON.stringify([options, zone]);
  const known = dateFormats.get(name) ?? new Intl.DateTimeFormat(DATES, { ...options, timeZone: zone });
  dateFormats.set(name, known);
  return known;
}

/** Which numbers carry a sign. */
export type Sign = 'negative' | 'exceptZero';

/** An exact amount with so many decimals. */
export function decimalText(value: Amount, decimals: number, options: Intl.NumberFormatOptions): string {
  // `rounded` writes plain decimals only, which is what Intl reads as an exact number.
  const text = rounded(value, decimals) as `${number}`;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return numbers({ ...options, ...digits })
    .format(text)
    .replace('-', MINUS);
}

const lists = new Intl.ListFormat(DATES, { type: 'conjunction' });

/** `owners, admins and engineers`. */
export const listOf = (words: readonly string[]): string => lists.format(words);
