import { describe, expect, it } from '@jest/globals';
import { centsOf, suggestedCap } from './cap-amount.js';

describe('what a project is capped at', () => {
  it('is what it spent this month and its usual days until the month ends, in tens', () => {
    const project = { spend_month_to_date: '812.4', spend_last_30_days: '1500' };
    expect(suggestedCap(project, '600', '2026-11-21')?.limit).toBe(1120);
    expect(suggestedCap(project, null, '2026-11-30')?.limit).toBe(870);
  });

  it('takes nothing from the usual where more was spent by others than is billed so far', () => {
    expect(suggestedCap({ spend_month_to_date: '5', spend_last_30_days: '10' }, '20', '2026-11-01')?.limit).toBe(10);
  });

  it('is not suggested where nobody knows what was spent', () => {
    expect(suggestedCap({ spend_month_to_date: null, spend_last_30_days: '10' }, null, '2026-11-01')).toBeNull();
  });

  it.each([
    ['1120', 112_000],
    [' $1,120 ', 112_000],
    ['0', null],
    ['12.50', null],
    ['a lot', null],
    ['', null],
  ])('is read from %p as cents', (typed, cents) => expect(centsOf(typed)).toBe(cents));
});
