import { useState } from 'react';
import type { ChartBucket, ChartEvent, ChartMode } from '../../components/time-series-chart/chart-data.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { LegendTable } from './legend-table.js';
import type { Report, ReportSeries } from './report.js';
import type { ValueFormat } from './value-format.js';

/** What a chart of a report draws, and what is said about it. */
export interface DrawnReport {
  report: Report;
  format: ValueFormat;
  buckets: readonly ChartBucket[];
  /** True when the legend has a column of changes. */
  compares: boolean;
  words: {
    /** What the chart shows, for whoever reads it and for whoever cannot see it. */
    sentence: string;
    /** What the marks of the comparison are called. */
    compared: string;
    /** Range of the legend's totals. */
    range: string;
  };
}

interface ChartWithLegendProps {
  drawn: DrawnReport;
  mode: ChartMode;
  /** Head of the legend: what is grouped by; null where nothing is, and a legend would say nothing. */
  head: string | null;
  /** What happened meanwhile, to be marked. */
  events?: readonly ChartEvent[];
  /** Opens a series of the legend; Other has no group. */
  onOpen: (series: ReportSeries) => void;
}

/** A chart with its legend as a table: whoever points at a row sees its series. */
export function ChartWithLegend({ drawn, mode, head, events, onOpen }: ChartWithLegendProps) {
  const [focused, setFocused] = useState<string | null>(null);
  const { report, format, buckets, compares, words } = drawn;
  return (
    <div className={head === null ? 'chart-with-legend ungrouped' : 'chart-with-legend'}>
      <div>
        <TimeSeriesChart
          buckets={buckets}
          series={report.series}
          mode={mode}
          summary={words.sentence}
          formatValue={format.full}
          formatAxis={format.axis}
          focused={focused}
          events={events}
        />
        <ChartKey buckets={buckets} mode={mode} compared={words.compared} grouped={report.series.length > 1} />
      </div>
      {head !== null && (
        <LegendTable
          report={report}
          format={format}
          head={head}
          range={words.range}
          compares={compares}
          onFocus={setFocused}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}
