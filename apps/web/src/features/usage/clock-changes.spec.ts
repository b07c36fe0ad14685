import { describe, expect, it } from '@jest/globals';
import { zoned } from '../../lib/format/times.js';
import { clockChanges, offsetMinutes } from './clock-changes.js';

/** UTC hours from an instant on. */
const hours = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * 3_600_000).toISOString().replace('.000Z', 'Z'),
  );

const shown = (starts: readonly string[], zone: string): string[] =>
  starts.map((start) => `${zoned.clock(start, zone)} ${zoned.offset(start, zone)}`);

describe('local hours where clocks go back', () => {
  const starts = hours('2026-10-24T23:00:00Z', 4);

  it('shows an hour twice, told apart by its offset', () => {
    expect(shown(starts, 'Europe/Berlin')).toEqual(['01:00 GMT+2', '02:00 GMT+2', '02:00 GMT+1', '03:00 GMT+1']);
  });

  it('marks the second one, and nothing else', () => {
    expect([...clockChanges(starts, 'Europe/Berlin')]).toEqual([['2026-10-25T01:00:00Z', 'repeated']]);
  });
});

describe('local hours where clocks go forward', () => {
  const starts = hours('2026-03-29T00:00:00Z', 3);

  it('leaves out the hour that does not exist', () => {
    expect(shown(starts, 'Europe/Berlin')).toEqual(['01:00 GMT+1', '03:00 GMT+2', '04:00 GMT+2']);
  });

  it('marks the hour after it', () => {
    expect([...clockChanges(starts, 'Europe/Berlin')]).toEqual([['2026-03-29T01:00:00Z', 'skipped']]);
  });
});

describe('a local day (case 78)', () => {
  const hoursOf = (day: string, zone: string): number => {
    const around = hours(new Date(Date.parse(day) - 86_400_000).toISOString(), 72);
    return around.filter((start) => {
      const local = Date.parse(start) + offsetMinutes(start, zone) * 60_000;
      return new Date(local).toISOString().startsWith(day);
    }).length;
  };

  it.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-08', 'America/Los_Angeles', 23],
    ['2026-11-01', 'America/Los_Angeles', 25],
    ['2026-03-29', 'UTC', 24],
    ['2026-03-29', 'Asia/Tokyo', 24],
  ])('%s in %s is made of %i hours', (day, zone, count) => expect(hoursOf(day, zone)).toBe(count));
});

describe('an offset', () => {
  it.each([
    ['UTC', 0],
    ['Asia/Kolkata', 330],
    ['America/St_Johns', -210],
    ['Asia/Tokyo', 540],
  ])('of %s is %i minutes', (zone, minutes) => expect(offsetMinutes('2026-11-20T12:00:00Z', zone)).toBe(minutes));

  it('never changes in UTC', () => expect(clockChanges(hours('2026-10-24T00:00:00Z', 72), 'UTC').size).toBe(0));
});
