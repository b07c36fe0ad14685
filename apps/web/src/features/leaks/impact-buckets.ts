/** The hours of a leak as a chart draws them: what is usual, and what is above it. */
import type { BucketState, ImpactHour } from '@bursar/contract';
import type { ChartBucket, ChartSeries } from '../../components/time-series-chart/chart-data.js';
import { amount, ZERO, type Amount } from '../../lib/decimal.js';
import { day } from '../../lib/format/days.js';
import { clockOnly } from '../../lib/format/times.js';
import { dayOf } from '../../lib/days.js';
import { OTHER_COLOR, seriesColor } from '../../lib/series-colors.js';
import { amountOrNull } from './impact-words.js';
import type { ImpactUnit } from './leak-view.js';

export interface HourFigures {
  start: string;
  state: BucketState;
  /** null: not known. */
  total: Amount | null;
  /** The part of the total that is usual, and the rest; null: nobody can tell which is which. */
  usual: Amount | null;
  above: Amount | null;
}

/** Of a day that is not billed nothing is known, which is not zero. */
export const billedIn = ({ billed_state: state, amount_estimate: billed }: ImpactHour): string | null =>
  state === 'pending' && billed === '0' ? null : billed;

/** Exact requests, or an estimate of costs, of one hour. */
export function hourFigures(hour: ImpactHour, unit: ImpactUnit): HourFigures {
  const isRead = hour.state !== 'missing';
  const total = unit === 'cost' ? amountOrNull(billedIn(hour)) : isRead ? amount(hour.requests) : null;
  const baseline = amountOrNull(unit === 'cost' ? hour.baseline_amount_estimate : hour.baseline_requests);
  const state = unit === 'cost' ? hour.billed_state : hour.state;
  const isKnown = total !== null && baseline !== null;
  const above = isKnown ? (total > baseline ? total - baseline : ZERO) : null;
  return {
    start: hour.start,
    // What is billed in part is drawn as what it is so far.
    state: total !== null && state === 'pending' ? 'provisional' : state,
    total,
    above,
    usual: total === null || above === null ? null : total - above,
  };
}

/** In the order of the stack: usual, above it, and what cannot be told apart. */
export function impactSeries(hours: readonly HourFigures[], words: Record<SeriesName, string>): ChartSeries[] {
  const colors = { baseline: seriesColor(5), above: 'var(--critical-mark)', unbased: OTHER_COLOR } as const;
  const hasUnbased = hours.some(({ total, above }) => total !== null && above === null);
  const names: readonly SeriesName[] = hasUnbased ? ['baseline', 'above', 'unbased'] : ['baseline', 'above'];
  return names.map((id) => ({ id, label: words[id], color: colors[id] }));
}
export type SeriesName = 'baseline' | 'above' | 'unbased';

/** @param notRead said of an hour without a figure */
export function impactBuckets(hours: readonly HourFigures[], notRead: string): ChartBucket[] {
  return hours.map(({ start, state, total, usual, above }) => ({
    key: start,
    label: () => `${day.weekday(dayOf(start))}, ${clockOnly(start)}`,
    tick: () => day.short(dayOf(start)),
    state: total === null && state !== 'pending' ? 'missing' : state,
    total,
    amounts: [usual, above, above === null ? total : ZERO],
    previous: null,
    previousLabel: null,
    unknown: total === null && state !== 'pending' ? notRead : undefined,
  }));
}

/** Days are named where they begin, in UTC. */
export const midnightsOf = (hours: readonly HourFigures[]): string[] =>
  hours.map(({ start }) => start).filter((start) => start.endsWith('T00:00:00Z'));
