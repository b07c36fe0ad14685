import { describe, expect, it } from '@jest/globals';
import type { BucketState } from '@bursar/contract';
import { DAY_MS } from '../sync/spans.js';
import { stateOfDay, statesOfDays } from './day-states.js';
import { statesIn, worstOf } from './state-runs.js';

const run = (start: number, end: number, state: BucketState) => ({ start, end, state });

describe('the states of days that were read at once', () => {
  it('are those of each day by itself', () => {
    const start = Date.parse('2026-11-01');
    const end = start + 20 * DAY_MS;
    for (let now = start; now < end + 3 * DAY_MS; now += DAY_MS / 4) {
      for (let readAt = start; readAt <= now; readAt += DAY_MS / 4) {
        for (const hasRows of [true, false]) {
          const runs = statesOfDays({ start, end, readAt, hasRows }, now);
          expect(runs.at(0)?.start).toBe(start);
          expect(runs.at(-1)?.end).toBe(end);
          const days = runs.flatMap((one) => Array((one.end - one.start) / DAY_MS).fill(one.state));
          expect(days).toEqual(
            Array.from({ length: 20 }, (_, day) => stateOfDay(start + day * DAY_MS, { readAt, hasRows }, now)),
          );
        }
      }
    }
  });
});

describe('the state of a wider bucket', () => {
  const runs = [run(0, 10, 'final'), run(10, 12, 'pending'), run(12, 20, 'provisional')];

  it('is the worst of the runs that it touches', () => {
    const spans = [
      { start: 0, end: 5 },
      { start: 5, end: 10 },
      { start: 9, end: 13 },
      { start: 12, end: 20 },
    ];
    expect(statesIn(spans, runs)).toEqual(['final', 'final', 'pending', 'provisional']);
  });

  it('is missing where no run tells of all of it', () => {
    expect(statesIn([{ start: 15, end: 21 }], runs)).toEqual(['missing']);
    expect(statesIn([{ start: 1, end: 9 }], [run(0, 4, 'final'), run(5, 9, 'final')])).toEqual(['missing']);
    expect(statesIn([{ start: 0, end: 1 }], [])).toEqual(['missing']);
  });
});

describe('the states of several organizations', () => {
  const range = { start: 0, end: 20 };

  it('are the worst at each instant', () => {
    const one = [run(0, 15, 'final'), run(15, 20, 'pending')];
    const other = [run(0, 5, 'missing'), run(5, 17, 'provisional'), run(17, 20, 'final')];
    expect(worstOf(range, [one, other])).toEqual([
      run(0, 5, 'missing'),
      run(5, 15, 'provisional'),
      run(15, 17, 'pending'),
      run(17, 20, 'pending'),
    ]);
  });

  it('are missing where there is none', () => {
    expect(worstOf(range, [])).toEqual([run(0, 20, 'missing')]);
  });
});
