import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import type { ChartProps } from './chart-props.js';
import './time-series-chart.css';

// The drawing library is the largest part of the download: shell, figures and tables do not wait for it.
const loadChart = async () => ({ default: (arrived = (await import('./chart.js')).Chart) });
const LateChart = lazy(loadChart);
/** Drawn at once where it is already there: React shows a placeholder, and for a third of a second, of all that is lazy. */
let arrived: ComponentType<ChartProps> | null = null;

/** Lets the drawing library travel while the figures of a page are asked for: the chart comes with them. */
export function usePreloadedChart(): void {
  useEffect(() => {
    // What does not arrive is asked for again, and missed, by the chart itself.
    void loadChart().catch(() => undefined);
  }, []);
}

/** A figure with its sentence; the same numbers stand in the table twin, which every page offers beside it. */
export function TimeSeriesChart(props: ChartProps) {
  // Kept for as long as it is shown: another component would be drawn from the beginning.
  const [Chart] = useState(() => arrived ?? LateChart);
  return (
    <figure className="chart">
      <figcaption className="visually-hidden">{props.summary}</figcaption>
      <Suspense fallback={<div className="chart-plot skeleton" />}>
        <Chart {...props} />
      </Suspense>
    </figure>
  );
}
