import { beforeAll, describe, expect, it } from '@jest/globals';
import { amount } from '../decimal.js';
import { startWords } from '../i18n/index.js';
import * as days from './days.js';
import * as money from './money.js';
import * as numbers from './numbers.js';
import * as times from './times.js';

const format = { ...money, ...numbers, ...days, ...times };

beforeAll(() => void startWords());

describe('money', () => {
  it.each([
    ['19992.73', '$19,992.73'],
    ['-4.61', '\u2212$4.61'],
    ['0', '$0.00'],
    ['0.005', '$0.00'],
    ['123456789012345678.905', '$123,456,789,012,345,678.90'],
  ])('%s reads %s', (text, shown) => expect(format.money(amount(text), 'usd')).toBe(shown));

  it('carries its sign when it is a change', () => {
    expect(format.moneyChange(amount('480.12'), 'usd')).toBe('+$480.12');
    expect(format.moneyChange(amount('-4.61'), 'usd')).toBe('\u2212$4.61');
    expect(format.cellChange(amount('0'))).toBe('0.00');
  });

  it('is whole in narrow tiles and short on axes', () => {
    expect(format.moneyWhole(amount('18300.22'), 'usd')).toBe('$18,300');
    expect([0, 500, 2500, 25_000, -500].map((each) => format.axisMoney(each, 'usd'))).toEqual([
      '$0',
      '$500',
      '$2,500',
      '$25K',
      '\u2212$500',
    ]);
  });

  it('names other currencies by their own sign', () => expect(format.money(amount('1.5'), 'eur')).toBe('€1.50'));
});

describe('percent', () => {
  it('has a sign and a real minus', () => {
    expect(format.percentChange('16.1')).toBe('+16.1%');
    expect(format.percentChange('-2.9')).toBe('\u22122.9%');
    expect(format.percentChange('0.0')).toBe('0.0%');
  });
});

describe('ranges', () => {
  it.each([
    ['2026-11-01', '2026-11-21', '1\u201320 Nov'],
    ['2026-10-28', '2026-11-04', '28 Oct \u2013 3 Nov'],
    ['2025-12-01', '2026-11-21', '1 Dec 2025 \u2013 20 Nov 2026'],
    ['2026-11-20', '2026-11-21', '20 Nov'],
  ])('from %s to %s (exclusive) is short: %s', (start, end, text) => expect(format.range({ start, end })).toBe(text));

  it.each([
    ['2026-11-01', '2026-11-21', 'from 1 to 20 November'],
    ['2026-10-01', '2026-11-01', 'in October'],
    ['2025-10-01', '2025-11-01', 'in October 2025'],
    ['2026-11-05', '2026-11-06', 'on 5 November'],
    ['2025-12-30', '2026-01-03', 'from 30 December 2025 to 2 January 2026'],
  ])('from %s to %s (exclusive) is a phrase: %s', (start, end, text) =>
    expect(format.during({ start, end }, '2026-11-21')).toBe(text),
  );
});

describe('durations', () => {
  it.each([
    [40, '40 s'],
    [240, '4 min'],
    [3600, '1 h'],
    [18_720, '5 h 12 min'],
    [260_000, '3 days'],
  ])('of %d seconds read %s', (seconds, text) => expect(format.duration(seconds)).toBe(text));
});
