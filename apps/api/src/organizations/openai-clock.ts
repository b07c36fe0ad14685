import type { Clock } from '../tokens.js';

/** The `Date` header counts whole seconds and travels: a smaller difference says nothing. */
const SMALLEST_DIFFERENCE_MS = 2_000;

/**
 * The server's own clock, corrected by what OpenAI's answers say: which day it is decides what may be read and what
 * is still to come. Leases and schedules use the database's clock instead.
 */
export class OpenaiClock implements Clock {
  private offsetMs = 0;

  constructor(private readonly own: Clock) {}

  now(): Date {
    return new Date(this.own.now().getTime() + this.offsetMs);
  }

  /** Takes over what an answer's `Date` header said at the time that the own clock showed then. */
  correct(serverDate: Date, receivedAt: Date): void {
    const difference = serverDate.getTime() - receivedAt.getTime();
    this.offsetMs = Math.abs(difference) < SMALLEST_DIFFERENCE_MS ? 0 : difference;
  }
}
