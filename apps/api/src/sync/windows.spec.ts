import { describe, expect, it } from '@jest/globals';
import type { Span } from './spans.js';
import {
  CLOSED_MONTH,
  planAsked,
  planBackfill,
  planRereads,
  reachStart,
  type RereadMarks,
  type WindowPolicy,
} from './windows.js';

const POLICY: WindowPolicy = {
  width: '1d',
  liveBuckets: 3,
  rereads: [
    { name: 'nightly', buckets: 35, every: 'day' },
    { name: 'weekly', buckets: 100, every: 'week' },
  ],
  closedMonthOn: 3,
  history: { months: 13 },
  kept: null,
  detailDays: null,
  borders: [Date.parse('2025-12-06')],
};

const at = (text: string): number => Date.parse(text);
const span = (start: string, end: string): Span => ({ start: at(start), end: at(end) });
const words = (spans: readonly Span[]): string[] => spans.map(({ start, end }) => `${word(start)}..${word(end)}`);
const word = (time: number): string => new Date(time).toISOString().replace('T00:00:00.000Z', '');

/** Everything is done for the day, so that only what a case is about remains. */
const done = (day: string, monday: string, month: string): RereadMarks => ({
  nightly: day,
  weekly: monday,
  [CLOSED_MONTH]: month,
});

describe('the live window', () => {
  it.each([
    ['in the middle of a month', '2026-11-21T22:54:53Z', ['2026-11-19..2026-11-22']],
    ['at the last second of a day', '2026-11-20T23:59:59.999Z', ['2026-11-18..2026-11-21']],
    ['at midnight, when a new day runs', '2026-11-21T00:00:00Z', ['2026-11-19..2026-11-22']],
    ['on the 1st: the newer month first', '2026-12-01T00:00:01Z', ['2026-12-01..2026-12-02', '2026-11-29..2026-12-01']],
    ['on the 2nd', '2026-12-02T08:00:00Z', ['2026-12-01..2026-12-03', '2026-11-30..2026-12-01']],
    ['over a leap day', '2028-03-01T12:00:00Z', ['2028-03-01..2028-03-02', '2028-02-28..2028-03-01']],
    ['after a February without one', '2027-03-01T12:00:00Z', ['2027-03-01..2027-03-02', '2027-02-27..2027-03-01']],
    ['over the turn of a year', '2027-01-01T00:00:00Z', ['2027-01-01..2027-01-02', '2026-12-30..2027-01-01']],
    ['when European clocks go back', '2026-10-25T01:30:00Z', ['2026-10-23..2026-10-26']],
    ['when European clocks go forward', '2027-03-28T01:30:00Z', ['2027-03-26..2027-03-29']],
    ['across the border of the keys', '2025-12-07T10:00:00Z', ['2025-12-06..2025-12-08', '2025-12-05..2025-12-06']],
  ])('%s', (_, now, expected) => {
    const month = new Date(reachStart(at(now), { months: 1 })).toISOString().slice(0, 7);
    const marks = planRereads(at(now), [], POLICY, {}).marks;
    const plan = planRereads(at(now), [span('2025-01-01', now)], POLICY, { ...marks, [CLOSED_MONTH]: month });
    expect(words(plan.windows)).toEqual(expected);
  });

  it('is read whatever is covered, for its days still change', () => {
    expect(words(planRereads(at('2026-11-21T10:00:00Z'), [], POLICY, {}).windows)).toEqual(['2026-11-19..2026-11-22']);
  });
});

describe('the re-reads', () => {
  const everything = [span('2025-01-01', '2026-11-21T09:00:00Z')];
  const now = at('2026-11-21T10:00:00Z');

  it('at night go back 35 days, without those that the live window has just read', () => {
    const plan = planRereads(now, everything, POLICY, done('2026-11-20', '2026-11-16', '2026-10'));
    expect(words(plan.windows)).toEqual(['2026-11-19..2026-11-22', '2026-11-01..2026-11-19', '2026-10-18..2026-11-01']);
    expect(plan.marks).toEqual(done('2026-11-21', '2026-11-16', '2026-10'));
  });

  it('once a week go back 100 days, from Monday on', () => {
    const sunday = planRereads(
      at('2026-11-22T10:00:00Z'),
      everything,
      POLICY,
      done('2026-11-22', '2026-11-16', '2026-10'),
    );
    expect(words(sunday.windows)).toEqual(['2026-11-20..2026-11-23']);
    const monday = planRereads(
      at('2026-11-23T10:00:00Z'),
      everything,
      POLICY,
      done('2026-11-23', '2026-11-16', '2026-10'),
    );
    expect(words(monday.windows)).toEqual([
      '2026-11-21..2026-11-24',
      // The 21st is covered in part: it counts as read and belongs to the live window.
      '2026-11-01..2026-11-21',
      '2026-10-01..2026-11-01',
      '2026-09-01..2026-10-01',
      '2026-08-16..2026-09-01',
    ]);
    expect(monday.marks['weekly']).toBe('2026-11-23');
  });

  it('read each day once when several are due', () => {
    const plan = planRereads(now, everything, POLICY, {});
    const days = plan.windows.flatMap(({ start, end }) => {
      const list: number[] = [];
      for (let day = start; day < end; day += 86_400_000) list.push(day);
      return list;
    });
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe(100);
  });

  it('leave to the backfill what was never read', () => {
    const plan = planRereads(now, [span('2026-11-10', '2026-11-12')], POLICY, {});
    expect(words(plan.windows)).toEqual(['2026-11-19..2026-11-22', '2026-11-10..2026-11-12']);
    expect(plan.marks).toEqual(done('2026-11-21', '2026-11-16', '2026-10'));
  });

  it.each([
    ['not on the 2nd', '2026-12-02T23:59:59Z', []],
    ['on the 3rd', '2026-12-03T00:00:00Z', ['2026-11-01..2026-12-01']],
    ['later, where the server was off on the 3rd', '2026-12-17T05:00:00Z', ['2026-11-01..2026-12-01']],
    ['a February of 29 days', '2028-03-03T05:00:00Z', ['2028-02-01..2028-03-01']],
    ['a December', '2027-01-03T05:00:00Z', ['2026-12-01..2027-01-01']],
  ])('of the closed month: %s', (_, time, expected) => {
    const policy = { ...POLICY, rereads: [], liveBuckets: 1 };
    const covered = [span('2025-01-01', time)];
    const plan = planRereads(at(time), covered, policy, { [CLOSED_MONTH]: 'an earlier one' });
    expect(words(plan.windows.slice(1))).toEqual(expected);
    expect(planRereads(at(time), covered, policy, plan.marks).windows).toHaveLength(1);
  });
});

describe('the backfill', () => {
  const now = at('2026-02-10T10:00:00Z');

  it('goes back month by month, newest first, and splits where the keys begin', () => {
    const policy = { ...POLICY, history: { months: 3 } };
    expect(words(planBackfill(now, [], policy))).toEqual([
      '2026-02-01..2026-02-08',
      '2026-01-01..2026-02-01',
      '2025-12-06..2026-01-01',
      '2025-12-01..2025-12-06',
      '2025-11-01..2025-12-01',
    ]);
  });

  it('reads only what is missing, a day that is covered in part as a whole', () => {
    const covered = [span('2025-11-01', '2026-01-03T15:00:00Z'), span('2026-01-20', '2026-02-10T09:00:00Z')];
    expect(words(planBackfill(now, covered, { ...POLICY, history: { months: 3 } }))).toEqual([
      '2026-01-03..2026-01-20',
    ]);
  });

  it('has nothing to do when all is covered up to the live window', () => {
    expect(planBackfill(now, [span('2025-01-01', '2026-02-08')], POLICY)).toEqual([]);
  });

  it('leaves the live window alone, even on the first of a month', () => {
    expect(words(planBackfill(at('2026-02-01T00:00:00Z'), [], { ...POLICY, history: { months: 1 } }))).toEqual([
      '2026-01-01..2026-01-30',
    ]);
  });

  it.each([
    [13, '2026-11-21T10:00:00Z', '2025-10-01'],
    [1, '2026-01-31T23:59:59Z', '2025-12-01'],
    [12, '2028-02-29T00:00:00Z', '2027-02-01'],
    [60, '2026-11-01T00:00:00Z', '2021-11-01'],
  ])('of %i months on %s begins on %s', (months, time, expected) => {
    expect(word(reachStart(at(time), { months }))).toBe(expected);
  });

  it('covers the whole history without a hole and without an overlap, whatever the day (case 84)', () => {
    for (let day = at('2026-01-01T12:00:00Z'); day < at('2028-04-01'); day += 86_400_000) {
      const windows = [...planRereads(day, [], POLICY, {}).windows, ...planBackfill(day, [], POLICY)];
      const sorted = windows.toSorted((a, b) => a.start - b.start);
      expect(sorted[0]?.start).toBe(reachStart(day, { months: 13 }));
      expect(sorted.at(-1)?.end).toBe(Math.floor(day / 86_400_000) * 86_400_000 + 86_400_000);
      sorted.slice(1).forEach((window, index) => expect(window.start).toBe(sorted[index]?.end));
      expect(sorted.every((window) => window.end - window.start <= 31 * 86_400_000)).toBe(true);
    }
  });
});

describe('what a person asks for', () => {
  const now = at('2026-11-21T10:00:00Z');

  it.each([
    ['a day', span('2026-10-05', '2026-10-06'), ['2026-10-05..2026-10-06']],
    [
      'several months',
      span('2026-09-15', '2026-11-02'),
      ['2026-11-01..2026-11-02', '2026-10-01..2026-11-01', '2026-09-15..2026-10-01'],
    ],
    ['more than there is', span('2026-11-20', '2027-01-01'), ['2026-11-20..2026-11-22']],
    ['only the future', span('2026-11-22', '2026-11-23'), []],
    ['before the history', span('2023-02-28', '2023-03-02'), ['2023-03-01..2023-03-02', '2023-02-28..2023-03-01']],
  ])('%s', (_, asked, expected) => {
    expect(words(planAsked(now, asked, POLICY))).toEqual(expected);
  });
});

describe('windows of an hour', () => {
  const hourly: WindowPolicy = {
    ...POLICY,
    width: '1h',
    rereads: [],
    closedMonthOn: null,
    history: { months: 1 },
    borders: [],
  };

  it('lie on hours', () => {
    expect(planRereads(at('2026-11-21T10:30:00Z'), [], hourly, {}).windows).toEqual([
      span('2026-11-21T08:00:00Z', '2026-11-21T11:00:00Z'),
    ]);
    expect(planBackfill(at('2026-11-21T10:30:00Z'), [], hourly)).toEqual([
      span('2026-11-01', '2026-11-21T08:00:00Z'),
      span('2026-10-01', '2026-11-01'),
    ]);
  });
});

describe('minutes after a pause', () => {
  const MINUTES: WindowPolicy = {
    ...POLICY,
    width: '1m',
    liveBuckets: 21,
    rereads: [],
    closedMonthOn: null,
    history: { days: 3 },
    kept: { days: 3 },
    borders: [],
  };
  const times = (spans: readonly Span[]): string[] =>
    spans.map(({ start, end }) => [start, end].map((time) => new Date(time).toISOString().slice(11, 16)).join('..'));
  const covered = [span('2026-11-18', '2026-11-21T12:53:04Z')];

  it('read what still changed when it was read last, and only then what moves the end of the coverage', () => {
    const { windows } = planRereads(at('2026-11-21T13:10:30Z'), covered, MINUTES, {});
    expect(times(windows)).toEqual(['12:34..12:50', '12:50..13:11']);
    const late = planRereads(at('2026-11-21T13:42:30Z'), covered, MINUTES, {});
    expect(times(late.windows)).toEqual(['12:34..12:54', '13:22..13:43']);
  });

  it('are not forgotten where the history between is read before', () => {
    const now = at('2026-11-21T13:42:30Z');
    expect(times(planBackfill(now, covered, MINUTES))).toEqual(['12:34..13:22']);
    const both = [...covered, span('2026-11-21T13:22:00Z', '2026-11-21T13:42:30Z')];
    expect(times(planBackfill(now, both, MINUTES))).toEqual(['12:34..13:22']);
    expect(planBackfill(now, [span('2026-11-18', '2026-11-21T13:42:30Z')], MINUTES)).toEqual([]);
  });
});
