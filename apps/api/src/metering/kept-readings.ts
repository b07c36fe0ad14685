import type { ReadStretch } from './day-states.js';

/** Which days of an organization were read, and what it was billed in, at a revision of its feeds. */
export interface Readings {
  /** Sum over its feeds, see `answer-revision.ts`. */
  revision: string;
  days: readonly ReadStretch[];
  sideDays: readonly ReadStretch[];
  currencies: readonly string[];
}

/** Questions. */
const MOST_KEPT = 100;

/** By organization. */
export type ReadingsByOrganization = ReadonlyMap<number, Readings>;

const NOTHING: ReadingsByOrganization = new Map();

/**
 * What was last read beside the numbers, for as long as its revision stays: ten questions of a page, and the next
 * grouping of the same range, rest on the same days, which take as long to read as a short answer.
 *
 * Those of a question that was asked least recently leave.
 */
export class KeptReadings {
  private readonly kept = new Map<string, ReadingsByOrganization>();

  find(name: string): ReadingsByOrganization {
    return this.kept.get(name) ?? NOTHING;
  }

  /** Adds to what is kept of the same question, and replaces what is older. */
  keep(name: string, readings: ReadingsByOrganization): void {
    const before = this.find(name);
    this.kept.delete(name);
    this.kept.set(name, new Map([...before, ...readings]));
    if (this.kept.size <= MOST_KEPT) return;
    for (const oldest of this.kept.keys()) {
      this.kept.delete(oldest);
      return;
    }
  }
}
