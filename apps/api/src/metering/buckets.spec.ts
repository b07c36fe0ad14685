import { describe, expect, it } from '@jest/globals';
import type { CostBucket } from '@bursar/contract';
import { bucketsOf, instantOf } from './buckets.js';

const day = (text: string) => Date.parse(text);
const written = (start: string, end: string, bucket: CostBucket) =>
  bucketsOf({ start: day(start), end: day(end) }, bucket).map((one) =>
    [one.start, one.from, one.to].map((at) => instantOf(at).slice(0, 10)).join(' '),
  );

describe('buckets of a range', () => {
  it.each<[CostBucket, string, string, string[]]>([
    ['day', '2026-02-28', '2026-03-02', ['2026-02-28 2026-02-28 2026-03-01', '2026-03-01 2026-03-01 2026-03-02']],
    ['day', '2028-02-28', '2028-03-01', ['2028-02-28 2028-02-28 2028-02-29', '2028-02-29 2028-02-29 2028-03-01']],
    // 2026-10-01 is a Thursday: ISO weeks begin on Monday.
    [
      'week',
      '2026-10-01',
      '2026-10-13',
      ['2026-09-28 2026-10-01 2026-10-05', '2026-10-05 2026-10-05 2026-10-12', '2026-10-12 2026-10-12 2026-10-13'],
    ],
    ['week', '2024-12-30', '2025-01-06', ['2024-12-30 2024-12-30 2025-01-06']],
    [
      'month',
      '2026-01-31',
      '2026-03-02',
      ['2026-01-01 2026-01-31 2026-02-01', '2026-02-01 2026-02-01 2026-03-01', '2026-03-01 2026-03-01 2026-03-02'],
    ],
    [
      'quarter',
      '2025-12-31',
      '2026-04-02',
      ['2025-10-01 2025-12-31 2026-01-01', '2026-01-01 2026-01-01 2026-04-01', '2026-04-01 2026-04-01 2026-04-02'],
    ],
    ['total', '2026-05-03', '2026-06-09', ['2026-05-03 2026-05-03 2026-06-09']],
  ])('by %s from %s to %s are cut to it', (bucket, start, end, expected) => {
    expect(written(start, end, bucket)).toEqual(expected);
  });
});
