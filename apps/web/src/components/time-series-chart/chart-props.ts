import type { Amount } from '../../lib/decimal.js';
import type { ChartBucket, ChartMode, ChartSeries } from './chart-data.js';

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
}
