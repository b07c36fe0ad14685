import { describe, expect, it } from '@jest/globals';
import { precedingRange, presetRange, readRange, sameDaysOfPreviousMonth, spellRange } from './ranges.js';

const TODAY = '2026-11-21';

describe('a range in a link', () => {
  it.each([
    ['mtd', '2026-11-01', '2026-11-22'],
    ['7d', '2026-11-14', '2026-11-22'],
    ['last-month', '2026-10-01', '2026-11-01'],
    ['3m', '2026-09-01', '2026-11-22'],
    ['12m', '2025-12-01', '2026-11-22'],
    ['2026-10', '2026-10-01', '2026-11-01'],
    ['2026-11', '2026-11-01', '2026-11-22'],
    ['2026-10-05..2026-10-05', '2026-10-05', '2026-10-06'],
  ])('%s is [%s, %s)', (text, start, end) => expect(readRange(text, TODAY)).toEqual({ start, end }));

  it.each([
    '',
    'soon',
    '2026-13',
    '2026-02-30..2026-03-01',
    '2026-10-05..2026-10-01',
    '2027-01',
    '1900-01-01..2026-01-01',
  ])('%p is none', (text) => expect(readRange(text, TODAY)).toBeNull());

  it('is spelt as it is read', () => {
    const range = { start: '2026-10-05', end: '2026-10-12' };
    expect(readRange(spellRange(range), TODAY)).toEqual(range);
  });

  it('begins on the first day of a month also on that day', () => {
    expect(presetRange('mtd', '2026-12-01')).toEqual({ start: '2026-12-01', end: '2026-12-02' });
  });
});

describe('the range to compare with', () => {
  it('is as many days right before, or whole months before whole months', () => {
    expect(precedingRange({ start: '2026-11-14', end: '2026-11-21' })).toEqual({
      start: '2026-11-07',
      end: '2026-11-14',
    });
    expect(precedingRange({ start: '2026-09-01', end: '2026-11-01' })).toEqual({
      start: '2026-07-01',
      end: '2026-09-01',
    });
  });

  it.each([
    ['2026-11-01', '2026-11-21', '2026-10-01', '2026-10-21'],
    ['2026-03-01', '2026-04-01', '2026-02-01', '2026-03-01'],
    ['2026-02-01', '2026-03-01', '2026-01-01', '2026-02-01'],
    ['2026-03-01', '2026-03-31', '2026-02-01', '2026-03-01'],
    ['2026-01-05', '2026-01-09', '2025-12-05', '2025-12-09'],
  ])('is, for [%s, %s), the same days of the month before: [%s, %s)', (start, end, before, until) =>
    expect(sameDaysOfPreviousMonth({ start, end })).toEqual({ start: before, end: until }),
  );

  it('is none where the month before has no such day, or where the range spans months', () => {
    expect(sameDaysOfPreviousMonth({ start: '2026-03-30', end: '2026-03-31' })).toBeNull();
    expect(sameDaysOfPreviousMonth({ start: '2026-10-30', end: '2026-11-02' })).toBeNull();
  });
});
