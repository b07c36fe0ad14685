import type { Amount } from '../../lib/decimal.js';
import type { ChartBucket, ChartEvent, ChartMode, ChartSeries, ChartSpan } from './chart-data.js';

export interface ChartProps {
  buckets: readonly ChartBucket[];
  /** In the order of the stack, from the bottom. */
  series: readonly ChartSeries[];
  mode: ChartMode;
  /** What the drawing says, for those who do not see it. */
  summary: string;
  formatValue: (value: Amount) => string;
  formatAxis: (position: number) => string;
  /** Series under the pointer or the focus elsewhere on the page: the others step back. */
  focused: string | null;
  /** In their order; several of a bucket are one. */
  events?: readonly ChartEvent[] | undefined;
  /** Drawn behind everything, with its words. */
  span?: ChartSpan | null | undefined;
  /** Keys that may be labelled; absent: as many as fit. */
  ticks?: readonly string[] | undefined;
}
