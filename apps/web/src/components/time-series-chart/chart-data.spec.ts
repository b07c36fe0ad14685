import { describe, expect, it } from '@jest/globals';
import { labelled, type ChartBucket } from './chart-data.js';

const buckets = (count: number): ChartBucket[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `${index}`,
    label: () => '',
    tick: () => '',
    state: 'final',
    total: null,
    amounts: [],
    previous: null,
    previousLabel: null,
  }));

describe('buckets that may be labelled', () => {
  it('are all of a hundred', () => {
    expect(labelled(buckets(100))).toHaveLength(100);
  });

  it('are at most a hundred of two years of days, equally far apart', () => {
    const keys = labelled(buckets(730)).map(Number);
    expect(keys.length).toBeLessThanOrEqual(100);
    expect(new Set(keys.slice(1).map((key, index) => key - (keys[index] ?? 0)))).toEqual(new Set([8]));
  });

  it('are none where there is no bucket', () => {
    expect(labelled([])).toEqual([]);
  });
});
