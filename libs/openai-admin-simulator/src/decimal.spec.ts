import { describe, expect, it } from '@jest/globals';
import { parseDecimal, plainDecimal, wireDecimal } from './decimal.js';

describe('decimals', () => {
  it.each([
    ['0.0036275', '0.003627500000000000000000000000000000'],
    ['12.5', '12.50000000000000000000000000000000'],
    ['-3.2', '-3.200000000000000000000000000000000'],
    ['1', '1.000000000000000000000000000000000'],
    ['0.0000000000000000000000000000000001', `0.${'0'.repeat(33)}1${'0'.repeat(33)}`],
    ['123456.1234567890123456789012345678901234', '123456.1234567890123456789012345678901234'],
    ['100000.0000000000000000000000000001', '100000.0000000000000000000000000001'],
  ])('%s goes over the wire as %s and comes back', (plain, wire) => {
    const units = parseDecimal(plain);
    expect(wireDecimal(units)).toBe(wire);
    expect(plainDecimal(units)).toBe(plain);
  });

  it.each(['1e3', '1,5', '.5', '5.', '', 'NaN', `0.${'1'.repeat(35)}`])('refuse "%s"', (text) => {
    expect(() => parseDecimal(text)).toThrow(RangeError);
  });
});
