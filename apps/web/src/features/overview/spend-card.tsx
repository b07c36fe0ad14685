import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumnStacked, Table } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityChip } from '../../components/entity-chip.js';
import { Segments } from '../../components/segments.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { axisMoney, money } from '../../lib/format.js';
import { CostBucketTable } from '../costs/cost-bucket-table.js';
import { useChartSentence } from '../costs/chart-sentence.js';
import type { CostReport } from '../costs/cost-report.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { calendarLabels, chartBuckets } from '../explorer/chart-buckets.js';
import { byTotal } from '../explorer/report.js';

const VIEWS = ['chart', 'table'] as const;
const ICONS = { chart: ChartColumnStacked, table: Table } as const;

/** Each day of the month, by project, as a chart or as its table. */
export function SpendCard({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const { t } = useTranslation();
  const { view } = useSearch({ from: '/' });
  const navigate = useNavigate();
  const shown = view === 'table' ? 'table' : 'chart';
  const sentence = useChartSentence(figures.bucket, report);
  return (
    <section className="card area-chart" aria-labelledby="spend-title">
      <div className="card-head">
        <h2 id="spend-title">{t('overview.chart.title')}</h2>
        <Segments
          small
          label={t('overview.chart.view')}
          value={shown}
          options={VIEWS.map((value) => ({ value, label: t(`overview.chart.${value}`), icon: ICONS[value] }))}
          onChange={(next) =>
            void navigate({ to: '/', search: next === 'table' ? { view: next } : {}, resetScroll: false })
          }
        />
      </div>
      <p className="card-caption">{sentence}</p>
      {shown === 'table' ? (
        <CostBucketTable figures={figures} report={report} />
      ) : (
        <SpendChart figures={figures} report={report} sentence={sentence} />
      )}
    </section>
  );
}

function SpendChart({ figures, report, sentence }: { figures: CostFigures; report: CostReport; sentence: string }) {
  const { t } = useTranslation();
  const buckets = useMemo(() => chartBuckets(report, calendarLabels(report, figures.bucket)), [report, figures.bucket]);
  return (
    <div className="card-body">
      <TimeSeriesChart
        buckets={buckets}
        series={report.series}
        mode="bars"
        summary={sentence}
        formatValue={(value) => money(value, report.currency)}
        formatAxis={(position) => axisMoney(position, report.currency)}
        focused={null}
      />
      <ul className="swatches">
        {byTotal(report.series).map(({ id, label, color }) => (
          <li key={id}>
            <EntityChip name={label} color={color} />
          </li>
        ))}
      </ul>
      <ChartKey buckets={buckets} mode="bars" compared={t(`costs.chart.compared.${figures.comparison.kind}`)} grouped />
    </div>
  );
}
