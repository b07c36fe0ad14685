import { lazy, Suspense } from 'react';
import type { ChartProps } from './chart-props.js';
import './time-series-chart.css';

// The drawing library is the largest part of the download: shell, figures and tables do not wait for it.
const Chart = lazy(async () => ({ default: (await import('./chart.js')).Chart }));

/** A figure with its sentence; the same numbers stand in the table twin, which every page offers beside it. */
export function TimeSeriesChart(props: ChartProps) {
  return (
    <figure className="chart">
      <figcaption className="visually-hidden">{props.summary}</figcaption>
      <Suspense fallback={<div className="chart-plot skeleton" />}>
        <Chart {...props} />
      </Suspense>
    </figure>
  );
}
