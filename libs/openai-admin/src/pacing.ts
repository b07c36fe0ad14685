import { REQUESTS_AT_ONCE, coolDownMs } from './pace-rules.js';
import { type SlotBook, createSlotBook } from './slot-book.js';

/** Who waits for an answer, most urgent first. */
export const PRIORITIES = ['person', 'live', 'run-now', 'directory', 'backfill'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How a request ended; `status` is null where no answer came. */
export interface Outcome {
  status: number | null;
  retryAfterMs: number | null;
}

/** The leave to send one request. */
export interface Slot {
  /** The request has ended, its body included; to be called once. */
  settled(outcome: Outcome): void;
}

/**
 * Decides when a request may go. A family is one method and path template, `GET /organization/projects/{}/api_keys`:
 * OpenAI limits each on its own.
 */
export interface Pace {
  /** Resolves when the request may go. Rejects with the signal's reason, or where the book of slots cannot be read. */
  reserve(family: string, priority: Priority, signal?: AbortSignal): Promise<Slot>;
}

export interface PaceOptions {
  /** Default one in memory, for a process that shares its rate with no other. */
  slots?: SlotBook;
  /** Milliseconds of a clock that never goes back; only the book in memory looks at it. */
  now?: () => number;
  random?: () => number;
  /** Runs the callback later. @returns what cancels it. */
  setTimer?: (callback: () => void, delayMs: number) => () => void;
}

interface Waiting {
  /** Place in PRIORITIES. */
  urgency: number;
  start: (slot: Slot) => void;
  fail: (error: unknown) => void;
}

interface Family {
  name: string;
  waiting: Waiting[];
  underWay: number;
  atOnce: number;
  isAsking: boolean;
  /** How urgent the request was that was told to wait. */
  askedFor: number;
  cancelTimer: (() => void) | null;
  /** Refusals on their way into the book: it is asked again when they are in it. */
  noted: Promise<unknown>;
}

/**
 * A queue for each family in front of a book of slots: whoever is most urgent when a slot is due gets it.
 *
 * A family starts unthrottled. The first 429 halves its rate and lets it rest (as long as OpenAI asks, else a minute);
 * from then on its requests are spaced evenly, one more a minute after each quiet five minutes.
 */
export function createPace(options: PaceOptions = {}): Pace {
  return new QueuedPace({
    slots: options.slots ?? createSlotBook(options.now ?? (() => performance.now())),
    random: options.random ?? Math.random,
    setTimer: options.setTimer ?? realTimer,
  });
}

function realTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

class QueuedPace implements Pace {
  readonly #options: Required<Omit<PaceOptions, 'now'>>;
  readonly #families = new Map<string, Family>();

  constructor(options: Required<Omit<PaceOptions, 'now'>>) {
    this.#options = options;
  }

  reserve(name: string, priority: Priority, signal?: AbortSignal): Promise<Slot> {
    const family = this.#family(name);
    return new Promise((resolve, reject) => {
      // An AbortSignal's reason is whatever its owner gave; passing it on untouched is the convention.
      if (signal?.aborted) return reject(signal.reason);
      const abort = (): void => {
        family.waiting = family.waiting.filter((other) => other !== waiting);
        reject(signal?.reason);
        // Without anybody left to wait for, the timer must not keep the process alive.
        this.#look(family);
      };
      const waiting: Waiting = {
        urgency: PRIORITIES.indexOf(priority),
        start: (slot) => {
          signal?.removeEventListener('abort', abort);
          resolve(slot);
        },
        fail: (error) => {
          signal?.removeEventListener('abort', abort);
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      family.waiting.push(waiting);
      this.#look(family);
    });
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known) return known;
    const family: Family = {
      name,
      waiting: [],
      underWay: 0,
      atOnce: REQUESTS_AT_ONCE,
      isAsking: false,
      askedFor: 0,
      cancelTimer: null,
      noted: Promise.resolve(),
    };
    this.#families.set(name, family);
    return family;
  }

  /** Asks for a slot if somebody waits and may go, unless that is under way or the time to ask again has not come. */
  #look(family: Family): void {
    if (family.isAsking) return;
    const urgency = Math.min(...family.waiting.map((waiting) => waiting.urgency));
    const isWanted = family.waiting.length > 0 && family.underWay < family.atOnce;
    // Somebody more urgent asks again at once, for other replicas make room for what is urgent.
    if (isWanted && family.cancelTimer !== null && urgency >= family.askedFor) return;
    family.cancelTimer?.();
    family.cancelTimer = null;
    if (!isWanted) return;
    family.isAsking = true;
    family.askedFor = urgency;
    void this.#ask(family, PRIORITIES[urgency] ?? 'backfill');
  }

  /** Never rejects: whoever waited longest among the most urgent hears of a failure. */
  async #ask(family: Family, priority: Priority): Promise<void> {
    try {
      const { noted } = family;
      family.noted = Promise.resolve();
      await noted;
      const answer = await this.#options.slots.reserveSlot(family.name, priority);
      if (answer.granted) {
        family.atOnce = answer.atOnce;
        // Where nobody waits any more, the slot passes unused.
        const next = this.#next(family);
        next?.start(this.#begin(family, answer.number));
      } else {
        family.cancelTimer = this.#options.setTimer(() => {
          family.cancelTimer = null;
          this.#look(family);
        }, answer.waitMs);
      }
    } catch (error) {
      this.#next(family)?.fail(error);
    } finally {
      family.isAsking = false;
      this.#look(family);
    }
  }

  #next(family: Family): Waiting | undefined {
    const urgency = Math.min(...family.waiting.map((waiting) => waiting.urgency));
    const index = family.waiting.findIndex((waiting) => waiting.urgency === urgency);
    return family.waiting.splice(index, 1)[0];
  }

  #begin(family: Family, number: number): Slot {
    family.underWay++;
    return {
      settled: ({ status, retryAfterMs }) => {
        family.underWay--;
        if (status === 429) this.#note(family, number, retryAfterMs);
        this.#look(family);
      },
    };
  }

  #note(family: Family, number: number, retryAfterMs: number | null): void {
    const rest = coolDownMs(retryAfterMs, this.#options.random);
    const noting = this.#options.slots.refused(family.name, { number, coolDownMs: rest });
    family.noted = Promise.all([family.noted, noting]);
    // Its failure is told to who asks next; where nobody does, nobody misses it.
    family.noted.catch(() => undefined);
  }
}
