import { describe, expect, it } from '@jest/globals';
import { amount, byLargest, exact, mean, median, percentOf, rounded, sum } from './decimal.js';

describe('amounts', () => {
  it('keep all 34 decimals through a sum', () => {
    const parts = ['0.1', '0.2', '0.0000000000000000000000000000000001', '-0.3'].map(amount);
    expect(exact(sum(parts))).toBe('0.0000000000000000000000000000000001');
  });

  it('add up where doubles do not', () => {
    expect(exact(sum(['9007199254740993.01', '0.02'].map(amount)))).toBe('9007199254740993.03');
  });

  it.each(['0', '12.5', '-4.61', '0.0000000000000000000000000000000001', '123456789012345678901234.5'])(
    'read and write %s unchanged',
    (text) => expect(exact(amount(text))).toBe(text),
  );

  it.each(['', '1e5', '0E-6176', '1.', '.5', '+1', '1,000', 'NaN', `0.${'1'.repeat(35)}`])(
    'refuse %p instead of rounding or guessing',
    (text) => expect(() => amount(text)).toThrow(RangeError),
  );
});

describe('rounding', () => {
  it.each([
    ['0.005', '0.00'],
    ['0.015', '0.02'],
    ['0.025', '0.02'],
    ['0.0250000000000000000000000000000001', '0.03'],
    ['-0.015', '-0.02'],
    ['-0.004', '0.00'],
    ['1.995', '2.00'],
    ['19992.73', '19992.73'],
  ])('of %s to cents is %s, half to even', (text, cents) => expect(rounded(amount(text), 2)).toBe(cents));

  it('keeps the median of an even count between its two middle amounts', () => {
    expect(exact(median(['1', '4', '2', '10'].map(amount)) ?? 0n)).toBe('3');
    expect(median([])).toBeNull();
  });

  it('gives the mean of nothing as zero', () => expect(mean(amount('5'), 0)).toBe(0n));
});

describe('percent', () => {
  it.each([
    ['2767.45', '17225.28', '16.1'],
    ['-440.39', '2753.48', '-16.0'],
    ['1', '3', '33.3'],
    ['-1', '-4', '25.0'],
    ['5', '1000', '0.5'],
  ])('of %s in %s is %s', (part, whole, percent) => expect(percentOf(amount(part), amount(whole))).toBe(percent));

  it('of nothing is not a number', () => expect(percentOf(amount('1'), 0n)).toBeNull());
});

it('sorts the largest amount first, credits last', () => {
  const sorted = ['2', '-5', '10', '0.5'].map(amount).sort(byLargest);
  expect(sorted.map(exact)).toEqual(['10', '2', '0.5', '-5']);
});
