import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumnStacked, Table } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { Segments } from '../../components/segments.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { ZERO } from '../../lib/decimal.js';
import { axisMoney, money } from '../../lib/format.js';
import { useChartSentence } from '../costs/chart-sentence.js';
import { CostBucketTable } from '../costs/cost-bucket-table.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { CostLegend } from '../costs/cost-legend.js';
import type { CostReport } from '../costs/cost-report.js';
import { writeCostsView } from '../costs/costs-view.js';
import { calendarLabels, chartBuckets } from '../explorer/chart-buckets.js';

const VIEWS = ['chart', 'table'] as const;
const ICONS = { chart: ChartColumnStacked, table: Table } as const;

/** Each of the last 30 days by line item, as a chart or as its table. */
export function ProjectSpendCard({ figures }: { figures: CostFigures | null }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/projects/$projectId' });
  const navigate = useNavigate();
  const shown = search['view'] === 'table' ? 'table' : 'chart';
  const { view: _view, ...others } = search;
  return (
    <section className="card span-8" aria-labelledby="spend-title">
      <div className="card-head">
        <h2 id="spend-title">{t('projects.detail.chart.title')}</h2>
        <Segments
          small
          label={t('projects.detail.chart.view')}
          value={shown}
          options={VIEWS.map((value) => ({ value, label: t(`projects.detail.chart.${value}`), icon: ICONS[value] }))}
          onChange={(next) =>
            void navigate({
              to: '.',
              search: next === 'table' ? { ...others, view: next } : others,
              resetScroll: false,
            })
          }
        />
      </div>
      {figures === null ? (
        <div className="card-body">
          <div className="skeleton" style={{ height: 320 }} />
        </div>
      ) : (
        <Spend figures={figures} shown={shown} />
      )}
    </section>
  );
}

function Spend({ figures, shown }: { figures: CostFigures; shown: 'chart' | 'table' }) {
  const { t } = useTranslation();
  const { report, counted } = figures;
  if (report === null || counted.range === null || (report.total === ZERO && report.series.length === 0)) {
    const isMissing = counted.range === null && counted.missing.length > 0;
    return (
      <EmptyState title={t('projects.detail.noCost.title')}>
        {t(isMissing ? 'projects.detail.noCost.notCollected' : 'projects.detail.noCost.text')}
      </EmptyState>
    );
  }
  if (shown === 'table') return <CostBucketTable figures={figures} report={report} />;
  return <SpendChart figures={figures} report={report} />;
}

function SpendChart({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [focused, setFocused] = useState<string | null>(null);
  const sentence = useChartSentence(figures.bucket, report);
  const buckets = useMemo(() => chartBuckets(report, calendarLabels(report, figures.bucket)), [report, figures.bucket]);
  return (
    <>
      <p className="card-caption">{sentence}</p>
      <div className="card-body project-chart">
        <div>
          <TimeSeriesChart
            buckets={buckets}
            series={report.series}
            mode="bars"
            summary={sentence}
            formatValue={(value) => money(value, report.currency)}
            formatAxis={(position) => axisMoney(position, report.currency)}
            focused={focused}
          />
          <ChartKey
            buckets={buckets}
            mode="bars"
            compared={t(`costs.chart.compared.${figures.comparison.kind}`)}
            grouped
          />
        </div>
        <CostLegend
          figures={figures}
          report={report}
          onFocus={setFocused}
          // A line of the legend opens where it can be taken apart: on the Costs page.
          change={(part) => void navigate({ to: '/costs', search: writeCostsView({ ...figures.view, ...part }) })}
        />
      </div>
    </>
  );
}
