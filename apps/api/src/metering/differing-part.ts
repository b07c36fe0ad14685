import { DAY_MS } from '../sync/spans.js';
import type { Merge } from './merge-window.js';
import { type DayRecord, daysOf, isWhole } from './reading-days.js';

/** A part of a window: every day in it that may differ from what is stored. */
export interface Part {
  start: Date;
  end: Date;
}

/**
 * What of a window has to be compared with what is stored; null: nothing, for each day was stored as it was read now, by
 * the same reading.
 */
export function differingPart({ target, reading, digests }: Merge, before: readonly DayRecord[]): Part | null {
  const isSame = (day: number): boolean => {
    const records = before.filter((record) => record.day === day);
    const [record] = records;
    if (record === undefined || records.length > 1 || !isWhole(day, target)) return false;
    return record.reading === reading.name && record.digest?.equals(digests.of(day)) === true;
  };
  const differing = daysOf(target).filter((day) => !isSame(day));
  const [first, last] = [differing[0], differing.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    start: new Date(Math.max(first, target.start.getTime())),
    end: new Date(Math.min(last + DAY_MS, target.end.getTime())),
  };
}
