import { ChartColumnStacked, ChartLine, TrendingUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { Segments } from '../../components/segments.js';
import { calendarLabels, chartBuckets } from '../explorer/chart-buckets.js';
import { moneyFormat } from '../explorer/value-format.js';
import { CostLegend } from './cost-legend.js';
import { useChartSentence } from './chart-sentence.js';
import type { CostReport } from './cost-report.js';
import { CHARTS, type ChartKind } from './costs-view.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

const ICONS = { bars: ChartColumnStacked, lines: ChartLine, cumulative: TrendingUp } as const;

interface ChartCardProps {
  figures: CostFigures;
  report: CostReport;
  change: ChangeView;
}

/** The chart, what it says in words, and its legend with totals and deltas. */
export function ChartCard({ figures, report, change }: ChartCardProps) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const { view, bucket, comparison } = figures;
  const format = moneyFormat(report.currency);
  const sentence = useChartSentence(bucket, report);
  const buckets = useMemo(() => chartBuckets(report, calendarLabels(report, bucket)), [report, bucket]);
  const ungrouped = view.groupBy === null ? ' ungrouped' : '';
  return (
    <section className={`card chart-card${ungrouped}`} aria-labelledby="chart-title">
      <div className="card-head">
        <h2 id="chart-title">{t(`costs.chart.title.${bucket}`)}</h2>
        <Segments<ChartKind>
          small
          label={t('explorer.chart.kind')}
          value={view.chart}
          options={CHARTS.map((value) => ({ value, label: t(`explorer.chart.${value}`), icon: ICONS[value] }))}
          onChange={(chart) => change({ chart })}
        />
      </div>
      <p className="card-caption">{sentence}</p>
      <div className="card-body">
        <div className={`chart-with-legend${ungrouped}`}>
          <div>
            <TimeSeriesChart
              buckets={buckets}
              series={report.series}
              mode={view.chart}
              summary={sentence}
              formatValue={format.full}
              formatAxis={format.axis}
              focused={focused}
            />
            <ChartKey
              buckets={buckets}
              mode={view.chart}
              compared={t(`costs.chart.compared.${comparison.kind}`)}
              grouped={report.series.length > 1}
            />
          </div>
          {view.groupBy !== null && (
            <CostLegend figures={figures} report={report} onFocus={setFocused} change={change} />
          )}
        </div>
      </div>
    </section>
  );
}
