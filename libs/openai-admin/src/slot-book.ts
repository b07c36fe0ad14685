import type { Priority } from './pacing.js';
import { MINUTE_MS, rateAfterQuiet, rateAfterRefusal, requestsAtOnce, type FamilyRate } from './pace-rules.js';

/** What a book of slots answers to whoever wants to send a request. */
export type SlotAnswer =
  | {
      granted: true;
      /** Counts the slots of a family: a refusal is known by it. */
      number: number;
      /** So many requests of the family may be under way in this process. */
      atOnce: number;
    }
  | {
      granted: false;
      /** When to ask again. */
      waitMs: number;
    };

/**
 * Where all who share a rate of OpenAI's write down their requests before they send them: replicas in a table of
 * their database, a process alone in its memory.
 */
export interface SlotBook {
  /** Takes the slot that is due now, or says when to ask again: a slot is never promised, so that a 429 holds for all. */
  reserveSlot(family: string, priority: Priority): Promise<SlotAnswer>;
  /**
   * The request of a slot was answered with 429. The family rests for everybody; its rate changes unless a request
   * that was under way at the same time had been refused before.
   */
  refused(family: string, refusal: { number: number; coolDownMs: number }): Promise<void>;
  /** Requests a minute that OpenAI has held so far; null: never refused. */
  ratePerMinute(family: string): Promise<number | null>;
}

interface Page {
  rate: FamilyRate;
  /** Start times within the last minute. */
  started: number[];
  nextAt: number;
  /** Whether somebody had to wait since the rate last changed: only then it was proven. */
  wasLimiting: boolean;
  granted: number;
  /** Slots up to this one were given before the last refusal. */
  refusedThrough: number;
}

/** A book in memory, for one process. @param now milliseconds of a clock that never goes back. */
export function createSlotBook(now: () => number): SlotBook {
  return new MemorySlotBook(now);
}

class MemorySlotBook implements SlotBook {
  readonly #now: () => number;
  readonly #pages = new Map<string, Page>();

  constructor(now: () => number) {
    this.#now = now;
  }

  reserveSlot(family: string): Promise<SlotAnswer> {
    const page = this.#page(family);
    const now = this.#now();
    const waitMs = page.nextAt - now;
    if (waitMs > 0) {
      page.wasLimiting = true;
      return Promise.resolve({ granted: false, waitMs });
    }
    const risen = rateAfterQuiet(page.rate, page.wasLimiting, now);
    if (risen !== page.rate) page.wasLimiting = false;
    page.rate = risen;
    page.started.push(now);
    if (risen.perMinute !== null) page.nextAt = now + MINUTE_MS / risen.perMinute;
    return Promise.resolve({
      granted: true,
      number: ++page.granted,
      atOnce: requestsAtOnce(risen, this.#startedLastMinute(page)),
    });
  }

  refused(family: string, { number, coolDownMs }: { number: number; coolDownMs: number }): Promise<void> {
    const page = this.#page(family);
    const now = this.#now();
    page.nextAt = Math.max(page.nextAt, now + coolDownMs);
    if (number > page.refusedThrough) {
      page.rate = rateAfterRefusal(page.rate, this.#startedLastMinute(page), now);
      page.refusedThrough = page.granted;
      page.wasLimiting = false;
    }
    return Promise.resolve();
  }

  ratePerMinute(family: string): Promise<number | null> {
    return Promise.resolve(this.#page(family).rate.perMinute);
  }

  #page(family: string): Page {
    const known = this.#pages.get(family);
    if (known) return known;
    const page: Page = {
      rate: { perMinute: null, held: null, since: this.#now() },
      started: [],
      nextAt: 0,
      wasLimiting: false,
      granted: 0,
      refusedThrough: 0,
    };
    this.#pages.set(family, page);
    return page;
  }

  #startedLastMinute(page: Page): number {
    const since = this.#now() - MINUTE_MS;
    const recent = page.started.findIndex((time) => time > since);
    page.started.splice(0, recent < 0 ? page.started.length : recent);
    return page.started.length;
  }
}
