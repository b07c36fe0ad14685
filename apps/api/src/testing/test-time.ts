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

  constructor(private readonly clock: DatabaseClock) {}

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
      await nextTurn();
      if (this.underWay > 0) rounds = -1;
    }
  }

  private async goTo(at: number): Promise<void> {
    if (at > this.clock.now().getTime()) await this.clock.set(new Date(Math.ceil(at)));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
