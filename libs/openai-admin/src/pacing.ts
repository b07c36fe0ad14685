import {
  MINUTE_MS,
  coolDownMs,
  rateAfterQuiet,
  rateAfterRefusal,
  requestsAtOnce,
  type FamilyRate,
} from './pace-rules.js';

/** Who waits for an answer, most urgent first. */
export const PRIORITIES = ['person', 'live', 'run-now', 'directory', 'backfill'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How a request ended; `status` is null where no answer came. */
export interface Outcome {
  status: number | null;
  retryAfterMs: number | null;
}

/**
 * Decides when a request may go. A family is one method and path template, `GET /organization/projects/{}/api_keys`:
 * OpenAI limits each on its own.
 */
export interface Pace {
  /** Resolves when the request may go; each needs one `settled`. Rejects with the signal's reason, then without. */
  reserve(family: string, priority: Priority, signal?: AbortSignal): Promise<void>;
  /** The request has ended, its body included. */
  settled(family: string, outcome: Outcome): void;
  /** Requests a minute that OpenAI has held so far; null: never refused. */
  ratePerMinute(family: string): number | null;
}

export interface PaceOptions {
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  random?: () => number;
  /** Runs the callback later. @returns what cancels it. */
  setTimer?: (callback: () => void, delayMs: number) => () => void;
}

interface Waiting {
  priority: number;
  start: () => void;
}

interface Family {
  rate: FamilyRate;
  waiting: Waiting[];
  underWay: number;
  /** Requests that were under way at a refusal: their own refusals tell nothing new. */
  startedBeforeRefusal: number;
  /** Start times within the last minute. */
  started: number[];
  notBefore: number;
  wasLimiting: boolean;
  cancelTimer: (() => void) | null;
}

/**
 * A pace in memory, for one process.
 *
 * A family starts unthrottled. The first 429 halves its rate and lets it rest (as long as OpenAI asks, else a minute);
 * from then on its requests are spaced evenly, one more a minute after each quiet five minutes.
 */
export function createPace(options: PaceOptions = {}): Pace {
  return new MemoryPace({
    now: options.now ?? (() => performance.now()),
    random: options.random ?? Math.random,
    setTimer: options.setTimer ?? realTimer,
  });
}

function realTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

class MemoryPace implements Pace {
  readonly #options: Required<PaceOptions>;
  readonly #families = new Map<string, Family>();

  constructor(options: Required<PaceOptions>) {
    this.#options = options;
  }

  reserve(name: string, priority: Priority, signal?: AbortSignal): Promise<void> {
    const family = this.#family(name);
    return new Promise((resolve, reject) => {
      // An AbortSignal's reason is whatever its owner gave; passing it on untouched is the convention.
      if (signal?.aborted) return reject(signal.reason);
      const abort = (): void => {
        family.waiting = family.waiting.filter((other) => other !== waiting);
        reject(signal?.reason);
        // Without anybody left to wait for, the timer must not keep the process alive.
        this.#startDue(family);
      };
      const waiting: Waiting = {
        priority: PRIORITIES.indexOf(priority),
        start: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      family.waiting.push(waiting);
      this.#startDue(family);
    });
  }

  settled(name: string, outcome: Outcome): void {
    const family = this.#family(name);
    family.underWay--;
    const wasBefore = family.startedBeforeRefusal > 0;
    if (wasBefore) family.startedBeforeRefusal--;
    if (outcome.status === 429) this.#refused(family, outcome.retryAfterMs, wasBefore);
    this.#startDue(family);
  }

  ratePerMinute(name: string): number | null {
    return this.#families.get(name)?.rate.perMinute ?? null;
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known) return known;
    const family: Family = {
      rate: { perMinute: null, held: null, since: this.#options.now() },
      waiting: [],
      underWay: 0,
      startedBeforeRefusal: 0,
      started: [],
      notBefore: 0,
      wasLimiting: false,
      cancelTimer: null,
    };
    this.#families.set(name, family);
    return family;
  }

  #refused(family: Family, retryAfterMs: number | null, wasBefore: boolean): void {
    const now = this.#options.now();
    family.notBefore = Math.max(family.notBefore, now + coolDownMs(retryAfterMs, this.#options.random));
    if (wasBefore) return;
    family.rate = rateAfterRefusal(family.rate, this.#startedLastMinute(family), now);
    family.startedBeforeRefusal = family.underWay;
    family.wasLimiting = false;
  }

  #startedLastMinute(family: Family): number {
    const since = this.#options.now() - MINUTE_MS;
    const recent = family.started.findIndex((time) => time > since);
    family.started.splice(0, recent < 0 ? family.started.length : recent);
    return family.started.length;
  }

  /** Starts what may go now, most urgent first, and sets the timer for the next. */
  #startDue(family: Family): void {
    family.cancelTimer?.();
    family.cancelTimer = null;
    while (family.waiting.length > 0) {
      if (family.underWay >= requestsAtOnce(family.rate, this.#startedLastMinute(family))) return;
      const now = this.#options.now();
      const delay = family.notBefore - now;
      if (delay > 0) {
        family.wasLimiting = true;
        family.cancelTimer = this.#options.setTimer(() => this.#startDue(family), delay);
        return;
      }
      this.#startNext(family, now);
    }
  }

  #startNext(family: Family, now: number): void {
    const urgency = Math.min(...family.waiting.map(({ priority }) => priority));
    const index = family.waiting.findIndex(({ priority }) => priority === urgency);
    const [next] = family.waiting.splice(index, 1);
    const risen = rateAfterQuiet(family.rate, family.wasLimiting, now);
    if (risen !== family.rate) family.wasLimiting = false;
    family.rate = risen;
    family.started.push(now);
    family.underWay++;
    if (risen.perMinute !== null) family.notBefore = now + MINUTE_MS / risen.perMinute;
    next?.start();
  }
}
