import { createPace, type Pace, type SlotBook } from '@bursar/openai-admin';
import type { DatabaseClock } from './database-clock.js';

interface Timer {
  at: number;
  callback: () => void;
}

/**
 * Time for a suite: timers that fire when the suite goes on to them, and the database's clock with them.
 *
 * Time stands still while something is under way, so that nothing depends on how fast a machine is.
 */
export class TestTime {
  private timers: Timer[] = [];
  private underWay = 0;

  /** @param isIdle asked before time goes on, for what is not told by `during`. */
  constructor(
    private readonly clock: DatabaseClock,
    private readonly isIdle: () => Promise<boolean> = () => Promise.resolve(true),
  ) {}

  readonly setTimer = (callback: () => void, delayMs: number): (() => void) => {
    const timer = { at: this.clock.now().getTime() + delayMs, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  /** Resolves after so much of this time. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(resolve, ms));
  }

  /** Time stands still until it has ended. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.underWay++;
    try {
      return await work;
    } finally {
      this.underWay--;
    }
  }

  /** Goes on from timer to timer, at most so far. */
  async advance(ms: number): Promise<void> {
    const end = this.clock.now().getTime() + ms;
    for (;;) {
      await this.quiet();
      const due = this.timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((other) => other !== due);
      await this.goTo(due.at);
      due.callback();
    }
    await this.goTo(end);
  }

  /** Until nothing is under way, and nothing begins when that is told. */
  async quiet(): Promise<void> {
    for (let rounds = 0; rounds < 2; rounds++) {
      while (this.underWay > 0) await nextTurn();
      if (!(await this.isIdle())) rounds = -1;
      await nextTurn();
      if (this.underWay > 0) rounds = -1;
    }
  }

  /** A pace whose timers are this time's. A slot is asked for while time stands still; a request may take some of it. */
  pace(slots: SlotBook): Pace {
    const watched: SlotBook = {
      reserveSlot: (...asked) => this.during(slots.reserveSlot(...asked)),
      refused: (...told) => this.during(slots.refused(...told)),
      ratePerMinute: (family) => slots.ratePerMinute(family),
    };
    return createPace({ slots: watched, random: () => 0, setTimer: this.setTimer });
  }

  /** The same pace; time stands still until the request that was given a slot has ended. */
  holdingRequests(pace: Pace): Pace {
    return {
      reserve: async (...asked) => {
        const slot = await pace.reserve(...asked);
        this.underWay++;
        return {
          settled: (outcome) => {
            this.underWay--;
            slot.settled(outcome);
          },
        };
      },
    };
  }

  private async goTo(at: number): Promise<void> {
    if (at > this.clock.now().getTime()) await this.clock.set(new Date(Math.ceil(at)));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
