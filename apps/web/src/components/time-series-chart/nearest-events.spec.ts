import { describe, expect, it } from '@jest/globals';
import type { ChartBucket, ChartEvent } from './chart-data.js';
import { nearestEvents } from './nearest-events.js';

const buckets = Array.from({ length: 12 }, (_, index): ChartBucket => ({
  key: `${index}`,
  label: () => '',
  tick: () => '',
  state: 'final',
  total: null,
  amounts: [],
  previous: null,
  previousLabel: null,
}));
const event = (key: string): ChartEvent => ({ mark: key, key, label: () => '' });
const marks = (events: readonly ChartEvent[], index: number): string[] =>
  nearestEvents(events, buckets, index).map(({ mark }) => mark);

describe('the events that a tooltip names', () => {
  const events = [event('2'), event('4'), event('9')];

  it.each([
    ['those of the bucket itself', 4, ['4']],
    ['the nearest one', 8, ['9']],
    ['both where they are equally near', 3, ['2', '4']],
  ])('are %s', (_name, index, named) => expect(marks(events, index)).toEqual(named));

  it('are none where nothing happened nearby', () => {
    expect(marks([event('0')], 11)).toEqual([]);
    expect(marks([], 3)).toEqual([]);
    expect(marks([event('of another range')], 3)).toEqual([]);
  });
});
