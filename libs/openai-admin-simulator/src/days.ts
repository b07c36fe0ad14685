/** UTC days as whole numbers since 1970-01-01. */

export const DAY_SECONDS = 86_400;
const DAY_MS = 86_400_000;
const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}

export function dayStart(day: number): Date {
  return new Date(day * DAY_MS);
}

/** `2026-10-01`. */
export function dayText(day: number): string {
  return dayStart(day).toISOString().slice(0, 10);
}

/** Reads a day from `2026-10-01` or any instant of it. @throws RangeError if there is no such day. */
export function parseDay(day: Date | string): number {
  if (typeof day === 'string' && !DAY_TEXT.test(day)) throw new RangeError(`"${day}" is no day; write 2026-10-01.`);
  const at = new Date(day);
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${String(day)}" is no day; write 2026-10-01.`);
  return dayOf(at);
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (day + 4) % 7;
}

/** First day of the month that lies `months` after the month of the given day. */
export function monthStart(day: number, months = 0): number {
  const at = dayStart(day);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1) / DAY_MS;
}
