import { useTranslation } from 'react-i18next';
import { EntityChip } from '../../components/entity-chip.js';
import { ChartKey } from '../../components/time-series-chart/chart-key.js';
import { TimeSeriesChart } from '../../components/time-series-chart/time-series-chart.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
import { CostBucketTable } from '../costs/cost-bucket-table.js';
import type { CostReport } from '../costs/cost-report.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { useDrawnCosts } from '../costs/use-drawn-costs.js';
import type { DrawnReport } from '../explorer/chart-with-legend.js';
import { byTotal } from '../explorer/report.js';

/** Each day of the month, by project, as a chart or as its table. */
export function SpendCard({ figures, report }: { figures: CostFigures; report: CostReport }) {
  const { t } = useTranslation();
  const shown = useChartOrTable();
  const drawn = useDrawnCosts(figures, report);
  return (
    <section className="card area-chart" aria-labelledby="spend-title">
      <div className="card-head">
        <h2 id="spend-title">{t('overview.chart.title')}</h2>
        <ChartOrTable />
      </div>
      <p className="card-caption">{drawn.words.sentence}</p>
      {shown === 'table' ? <CostBucketTable figures={figures} report={report} /> : <SpendChart drawn={drawn} />}
    </section>
  );
}

/** The projects are named under the chart: their figures stand in the card beside. */
function SpendChart({ drawn: { report, format, buckets, words } }: { drawn: DrawnReport }) {
  return (
    <div className="card-body">
      <TimeSeriesChart
        buckets={buckets}
        series={report.series}
        mode="bars"
        summary={words.sentence}
        formatValue={format.full}
        formatAxis={format.axis}
        focused={null}
      />
      <ul className="swatches">
        {byTotal(report.series).map(({ id, label, color }) => (
          <li key={id}>
            <EntityChip name={label} color={color} />
          </li>
        ))}
      </ul>
      <ChartKey buckets={buckets} mode="bars" compared={words.compared} grouped />
    </div>
  );
}
