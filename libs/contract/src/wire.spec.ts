import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { dayOrInstant, decimalString, identifier, instant, page, repeatable } from './wire.js';

describe('decimalString', () => {
  it.each(['0', '7', '-7', '19992.73', '-0.5', `0.${'0'.repeat(33)}1`, '123456789012345678901234567890.5'])(
    'takes %s',
    (text) => expect(decimalString.parse(text)).toBe(text),
  );

  it.each([
    '',
    '-',
    '.5',
    '5.',
    '1.50',
    '0.0',
    '01',
    '+1',
    '1e3',
    '0E-6176',
    '1,000',
    ' 1',
    '1 ',
    '1\n',
    'NaN',
    '٣',
    5,
  ])('refuses %j', (value) => expect(decimalString.safeParse(value).success).toBe(false));
});

describe('instant', () => {
  it('takes UTC to the second', () => {
    expect(instant.parse('2026-10-01T00:00:00Z')).toBe('2026-10-01T00:00:00Z');
  });

  it.each([
    '2026-10-01',
    '2026-10-01T00:00:00',
    '2026-10-01T00:00:00.000Z',
    '2026-10-01T00:00:00+00:00',
    1_790_812_800,
  ])('refuses %j', (value) => expect(instant.safeParse(value).success).toBe(false));
});

describe('dayOrInstant', () => {
  it('reads a day as its midnight in UTC', () => {
    expect(dayOrInstant.parse('2028-02-29')).toBe('2028-02-29T00:00:00Z');
  });

  it('leaves an instant as it is', () => {
    expect(dayOrInstant.parse('2026-10-01T13:14:15Z')).toBe('2026-10-01T13:14:15Z');
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-10-32', '2026-10-01T24:00:00Z', '2026-10-01T10:60:00Z'])(
    'refuses %s, which does not exist',
    (text) => expect(dayOrInstant.safeParse(text).error?.issues[0]?.message).toContain('a day that exists'),
  );

  it.each(['', 'yesterday', '26-10-01', '2026-10-1', '2026-10-01T10:00Z', '2026-10-01 10:00:00Z', '+002026-10-01'])(
    'refuses %j and says how it is written',
    (text) => expect(dayOrInstant.safeParse(text).error?.issues[0]?.message).toContain('YYYY-MM-DD'),
  );
});

describe('repeatable', () => {
  const schema = repeatable(identifier);

  it('takes one value or several, and none', () => {
    expect(schema.parse('a')).toEqual(['a']);
    expect(schema.parse(['a', 'b'])).toEqual(['a', 'b']);
    expect(schema.parse(undefined)).toBeUndefined();
  });

  it('says which of several is wrong', () => {
    expect(schema.safeParse(['a', '']).error?.issues[0]?.path).toEqual([1]);
  });
});

describe('identifier', () => {
  it('takes names that would be harmful elsewhere', () => {
    for (const text of ['<img src=x onerror=alert(1)>', "'; drop table series; --", '%_\\', '\u202eabc']) {
      expect(identifier.parse(text)).toBe(text);
    }
  });

  it('refuses what Postgres cannot compare', () => {
    expect(identifier.safeParse('a\0b').error?.issues[0]?.message).toContain('NUL');
  });
});

describe('page', () => {
  it('always says whether there is more', () => {
    const schema = page(z.string());
    expect(schema.safeParse({ data: [] }).success).toBe(false);
    expect(schema.parse({ data: ['a'], next_cursor: null })).toEqual({ data: ['a'], next_cursor: null });
  });
});
