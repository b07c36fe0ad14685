/** The days that have points, by how they were read: told by stretches, for years of days were read in a few ways. */
import { DAY_MS, type Span } from '../sync/spans.js';
import type { ReadStretch } from './day-states.js';

/** Days in a row that have points, and their readings: of bases or of sides, one for each organization. */
export interface FilledStretch extends Span {
  readings: readonly string[];
}

/** In order, none overlapping another. */
export type FilledDays = readonly FilledStretch[];

/** Of several organizations together. */
export function filledDaysOf(reads: readonly ReadStretch[]): FilledDays {
  const filled = reads.filter(({ hasRows }) => hasRows);
  const borders = [...new Set(filled.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const places = new Map(borders.map((border, index) => [border, index]));
  const readings = borders.map(() => new Set<string>());
  for (const { start, end, reading } of filled) {
    const last = places.get(end) ?? 0;
    for (let place = places.get(start) ?? last; place < last; place++) readings[place]?.add(reading);
  }
  const stretches: FilledStretch[] = [];
  for (const [place, start] of borders.entries()) {
    const names = [...(readings[place] ?? [])].sort();
    const end = borders[place + 1];
    if (names.length === 0 || end === undefined) continue;
    const before = stretches.at(-1);
    if (before?.end === start && before.readings.join() === names.join()) before.end = end;
    else stretches.push({ start, end, readings: names });
  }
  return stretches;
}

/** What of them lies in a range. */
export function filledWithin(filled: FilledDays, { start, end }: Span): FilledStretch[] {
  return filled
    .filter((stretch) => stretch.end > start && stretch.start < end)
    .map(({ readings, ...stretch }) => ({
      start: Math.max(stretch.start, start),
      end: Math.min(stretch.end, end),
      readings,
    }));
}

/** How many days of a range have points of some reading that is meant. */
export function countFilled(filled: FilledDays, range: Span, isMeant: (reading: string) => boolean): number {
  return filledWithin(filled, range)
    .filter(({ readings }) => readings.some(isMeant))
    .reduce((days, { start, end }) => days + (end - start) / DAY_MS, 0);
}
