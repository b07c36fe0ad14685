import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../sync/spans.js';
import { countFilled, filledDaysOf, filledWithin } from './filled-days.js';

/** Days by their number. */
const read = (
  first: number,
  end: number,
  reading: string,
  more: { organizationId?: number; hasRows?: boolean } = {},
) => ({
  organizationId: 1,
  hasRows: true,
  readAt: 0,
  ...more,
  reading,
  start: first * DAY_MS,
  end: end * DAY_MS,
});

const told = (filled: ReturnType<typeof filledDaysOf>) =>
  filled.map(({ start, end, readings }) => `${start / DAY_MS}–${end / DAY_MS} ${readings.join('|')}`);

describe('the days that have points', () => {
  it('are one stretch where they were read alike, at whatever times', () => {
    expect(told(filledDaysOf([read(5, 9, 'a'), read(0, 5, 'a'), read(9, 10, 'b')]))).toEqual(['0–9 a', '9–10 b']);
  });

  it('leave out those without', () => {
    const filled = filledDaysOf([read(0, 3, 'a'), read(3, 4, 'a', { hasRows: false }), read(4, 6, 'a')]);
    expect(told(filled)).toEqual(['0–3 a', '4–6 a']);
    expect(filledDaysOf([])).toEqual([]);
  });

  it('have a reading for each organization', () => {
    const other = { organizationId: 2 };
    const filled = filledDaysOf([read(0, 6, 'a'), read(2, 4, 'b', other), read(4, 8, 'a', other)]);
    expect(told(filled)).toEqual(['0–2 a', '2–4 a|b', '4–8 a']);
  });

  it('are cut to a range, and counted in it by reading', () => {
    const filled = filledDaysOf([read(0, 6, 'a'), read(8, 12, 'b')]);
    const range = { start: 5 * DAY_MS, end: 10 * DAY_MS };
    expect(told(filledWithin(filled, range))).toEqual(['5–6 a', '8–10 b']);
    expect(countFilled(filled, range, () => true)).toBe(3);
    expect(countFilled(filled, range, (reading) => reading === 'b')).toBe(2);
  });
});
