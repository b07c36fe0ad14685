/** What to cap a project at while one of its keys is in other hands. */
import { amount, mean, rounded, type Amount } from '../../lib/decimal.js';
import { addMonths, dayCount, startOfMonth, type Day } from '../../lib/days.js';

const SPENT_DAYS = 30;
/** Nobody remembers a limit of 1,203. */
const STEP = 10n;

interface ProjectSpend {
  spend_month_to_date: string | null;
  spend_last_30_days: string | null;
}

export interface CapSuggestion {
  /** In whole units of money. */
  limit: number;
  spent: Amount;
  usualDay: Amount;
}

/**
 * What the project spent this month, and its usual days until the month ends; null: what it spent is not known.
 *
 * @param above what the leaked key spent above its baseline: it is not taken for usual
 */
export function suggestedCap(project: ProjectSpend, above: string | null, today: Day): CapSuggestion | null {
  const { spend_month_to_date: month, spend_last_30_days: lately } = project;
  if (month === null || lately === null) return null;
  const spent = amount(month);
  const usual = amount(lately) - amount(above ?? '0');
  const usualDay = mean(usual < 0n ? 0n : usual, SPENT_DAYS);
  const daysLeft = dayCount({ start: today, end: addMonths(startOfMonth(today), 1) });
  const whole = BigInt(rounded(spent + usualDay * BigInt(daysLeft), 0));
  return { limit: Number(((whole + STEP) / STEP) * STEP), spent, usualDay };
}

/** Whole units of money as somebody types them, in cents; null: it is no such amount. */
export function centsOf(typed: string): number | null {
  const text = typed
    .trim()
    .replace(/^\$\s*/, '')
    .replaceAll(',', '');
  if (!/^[1-9]\d{0,9}$/.test(text)) return null;
  return Number(text) * 100;
}
