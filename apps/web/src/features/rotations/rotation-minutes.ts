/** The minutes of a rotation, as its chart and its table count them. */
import type { RotationMinute } from '@bursar/contract';

/** Several minutes of the clock, as a row of the table. */
export interface MinuteGroup {
  /** First minute, and the last one in it. */
  start: string;
  last: string;
  old: number;
  new: number;
  /** How many of its minutes were read completely. */
  read: 'all' | 'some' | 'none';
}

const MINUTE_MS = 60_000;

/** By the quarters of the clock, the newest first; the first and the last may be shorter. */
export function quartersOf(minutes: readonly RotationMinute[]): MinuteGroup[] {
  const groups = new Map<number, RotationMinute[]>();
  for (const minute of minutes) {
    const quarter = Math.floor(Date.parse(minute.start) / (15 * MINUTE_MS));
    groups.set(quarter, [...(groups.get(quarter) ?? []), minute]);
  }
  return [...groups.values()].map(groupOf).reverse();
}

/** All of them as one; null where there is none. */
export const wholeOf = (minutes: readonly RotationMinute[]): MinuteGroup | null =>
  minutes.length === 0 ? null : groupOf(minutes);

function groupOf(minutes: readonly RotationMinute[]): MinuteGroup {
  const read = minutes.filter(({ is_complete }) => is_complete).length;
  return {
    start: minutes[0]?.start ?? '',
    last: minutes.at(-1)?.start ?? '',
    old: minutes.reduce((sum, minute) => sum + minute.old, 0),
    new: minutes.reduce((sum, minute) => sum + minute.new, 0),
    read: read === minutes.length ? 'all' : read === 0 ? 'none' : 'some',
  };
}

/** Start of the newest minute in which the old key called; null: in none. */
export const lastOldCall = (minutes: readonly RotationMinute[]): string | null =>
  minutes.findLast(({ old }) => old > 0)?.start ?? null;
