import type { BucketState } from '@bursar/contract';
import { toPixels, ZERO, type Amount } from '../../lib/decimal.js';

export interface ChartSeries {
  id: string;
  label: string;
  color: string;
  /** A line over the bars; such series come after all that are stacked. */
  isLine?: true;
}

/** Something that happened, marked above the plot. */
export interface ChartEvent {
  /** Stands in its circle: a letter or a number. */
  mark: string;
  /** Of the bucket that it happened in. */
  key: string;
  /** When and what, in a line. */
  label: () => string;
}

/** A part of the plot that has a meaning of its own. */
export interface ChartSpan {
  first: string;
  last: string;
  title: string;
  text: string;
}

/** Texts are made when they are looked at: to word the dates of two years takes longer than to draw them. */
export interface ChartBucket {
  /** Unique and in order. */
  key: string;
  /** Date of the tooltip and of the table. */
  label: () => string;
  /** Shortest form, under the axis. */
  tick: () => string;
  state: BucketState;
  total: Amount | null;
  /** One for each series, in their order; null where nothing is known. */
  amounts: readonly (Amount | null)[];
  previous: Amount | null;
  previousLabel: (() => string) | null;
  /** Why there is no figure, where the usual words do not say it. */
  unknown?: string | undefined;
}

export type ChartMode = 'bars' | 'lines' | 'cumulative';

/** One bucket in numbers that are only good for drawing. */
export interface DrawnBucket {
  key: string;
  index: number;
  /** Sum of the negative and of the positive parts: the two ends of a stack. */
  low: number;
  high: number;
  values: readonly (number | null)[];
  total: number | null;
  previous: number | null;
}

const drawn = (value: Amount | null): number | null => (value === null ? null : toPixels(value));

/**
 * Frozen, or the library would freeze every number of it by itself.
 *
 * @param stacked how many series, from the first, are parts of a stack
 */
export function drawnBuckets(buckets: readonly ChartBucket[], stacked: number): readonly DrawnBucket[] {
  const all = buckets.map((bucket, index) => {
    const values = bucket.amounts.map(drawn);
    const parts = values.slice(0, stacked);
    return {
      key: bucket.key,
      index,
      low: parts.reduce<number>((low, value) => low + Math.min(0, value ?? 0), 0),
      high: parts.reduce<number>((high, value) => high + Math.max(0, value ?? 0), 0),
      values,
      total: drawn(bucket.total),
      previous: drawn(bucket.previous),
    };
  });
  return Object.freeze(all);
}

/**
 * The same buckets, each holding all that came before it. Exact, because amounts are integers.
 *
 * After a gap the sum goes on without the missing days; at the gap itself there is no value, so the line breaks.
 */
export function cumulated(buckets: readonly ChartBucket[]): ChartBucket[] {
  const running = (read: (bucket: ChartBucket) => Amount | null): (Amount | null)[] => {
    let sum = ZERO;
    return buckets.map((bucket) => {
      const value = read(bucket);
      if (value === null) return null;
      sum += value;
      return sum;
    });
  };
  const totals = running((bucket) => bucket.total);
  const previous = running((bucket) => bucket.previous);
  const columns = (buckets[0]?.amounts ?? []).map((_, series) => running((bucket) => bucket.amounts[series] ?? null));
  return buckets.map((bucket, index) => ({
    ...bucket,
    total: totals[index] ?? null,
    previous: previous[index] ?? null,
    amounts: columns.map((column) => column[index] ?? null),
  }));
}

export interface Scale {
  low: number;
  high: number;
  ticks: readonly number[];
}

/** A scale from zero with four to six round ticks; credits reach below it only as far as they go. */
export function roundScale(values: readonly number[]): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const raw = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.max(high === 0 && low < 0 ? 0 : 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: low === 0 ? 0 : low - (high - low) * 0.02, high: last * step, ticks };
}

/** All positions that a drawing must have room for. */
export function extent(data: readonly DrawnBucket[], mode: ChartMode, stacked: number): number[] {
  const ends = data.flatMap(({ low, high, values, total, previous }) =>
    mode === 'bars'
      ? [low, high, previous, ...values.slice(stacked)]
      : [...values, mode === 'cumulative' ? total : null, previous],
  );
  return ends.filter((value) => value !== null);
}

/** More labels than fit below the widest chart. */
const MOST_LABELS = 100;

/**
 * Keys of the buckets that may be labelled, equally far apart; as many of them are as fit.
 *
 * To find those that fit the library measures each label in the page, which lays it out anew each time: of two years of
 * days that would be most of the work of drawing them.
 */
export function labelled(buckets: readonly ChartBucket[]): string[] {
  const step = Math.ceil(buckets.length / MOST_LABELS);
  return buckets.filter((_, index) => index % step === 0).map(({ key }) => key);
}
