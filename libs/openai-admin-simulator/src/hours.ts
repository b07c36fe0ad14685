/**
 * When within a day and a week traffic happens.
 *
 * A day is spread over its minutes by a rising table: the part until a minute is `floor(total * table[minute] / SCALE)`,
 * and what lies between two minutes is the difference. So minutes add up to hours and hours to the day, to the token,
 * with nothing stored.
 */
import type { Hours } from './names.js';
import { hash, seedOf } from './random.js';

export const MINUTES = 1440;
/** A power of two, so that the division is exact; with totals up to 8e9 the product stays below 2^53. */
const SCALE = 1_048_576;
const LARGEST_TOTAL = 8_000_000_000;

export interface Rhythm {
  /** Factor by weekday, Sunday first. */
  week: readonly number[];
  /** Rising from 0 to SCALE in MINUTES steps. */
  table: Int32Array;
}

const OFFICE_WEEK = [0.14, 1, 1.06, 1.04, 1, 0.86, 0.2];
const STEADY_WEEK = [0.78, 1, 1, 1.02, 1, 1.04, 0.88];

/** Weight of each hour, from the hour of the peak. */
function hourWeight(hours: Hours, hour: number): number {
  if (hours === 'always') return 6 + (hour > 6 && hour < 21 ? 4 : 0);
  if (hours === 'night') return hour >= 1 && hour < 6 ? 20 : 1;
  const opens = { 'office-eu': 7, 'office-us': 14, 'office-jp': 23 }[hours];
  const sinceOpening = (hour - opens + 24) % 24;
  if (sinceOpening >= 10) return 1;
  return sinceOpening === 5 ? 10 : 16 + Math.min(sinceOpening, 4);
}

function makeTable(hours: Hours, variant: number): Int32Array {
  const own = seedOf(variant, hours);
  const weights = Array.from({ length: MINUTES }, (_, minute) => {
    return hourWeight(hours, Math.floor(minute / 60)) * (40 + (hash(own, minute) % 120));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const table = new Int32Array(MINUTES + 1);
  let before = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    before += weights[minute]!;
    table[minute + 1] = Math.floor((before * SCALE) / sum);
  }
  return table;
}

const VARIANTS = 4;
const rhythms = new Map<string, Rhythm>();

/** One of a few rhythms for these hours; they differ in their minutes. */
export function rhythmOf(hours: Hours, address: number): Rhythm {
  const variant = address % VARIANTS;
  const name = `${hours} ${variant}`;
  const known = rhythms.get(name);
  if (known) return known;
  const week = hours.startsWith('office') ? OFFICE_WEEK : STEADY_WEEK;
  const made = { week, table: makeTable(hours, variant) };
  rhythms.set(name, made);
  return made;
}

/** How much of a day's total falls before a minute (0…1440). */
export function partBefore(total: number, rhythm: Rhythm, minute: number): number {
  if (minute >= MINUTES) return total;
  return Math.floor((Math.min(total, LARGEST_TOTAL) * rhythm.table[minute]!) / SCALE);
}

/** Totals above this could not be spread exactly. */
export function clampTotal(total: number): number {
  return Math.min(Math.floor(total), LARGEST_TOTAL);
}
