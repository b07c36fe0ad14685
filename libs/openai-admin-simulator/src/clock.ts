/** The simulator's idea of now: real time until it is set, then fixed until it is set or advanced again. */
export interface Clock {
  now(): Date;
  /** Fixes the clock at an instant. */
  set(at: Date): void;
  /** Moves the clock on. A clock that follows real time keeps following it, shifted. */
  advance(ms: number): void;
}

export function createClock(fixed?: Date): Clock {
  let base = fixed?.getTime() ?? null;
  let shift = 0;
  return {
    now: () => new Date(base ?? Date.now() + shift),
    set(at) {
      if (Number.isNaN(at.getTime())) throw new RangeError('The clock was given an invalid date; give a valid one.');
      base = at.getTime();
    },
    advance(ms) {
      if (base === null) shift += ms;
      else base += ms;
    },
  };
}
