import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import type { ChartEvent } from '../../components/time-series-chart/chart-data.js';
import { ZERO } from '../../lib/decimal.js';
import { ChartEvents } from '../chart-events/chart-events.js';
import { eventsQuestion } from '../chart-events/events-question.js';
import { EventsSwitch } from '../chart-events/events-switch.js';
import { useEventsParameter } from '../chart-events/use-events-parameter.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
import { CostBucketTable } from '../costs/cost-bucket-table.js';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ChartOrTable } from '../costs/chart-or-table.js';
import type { CostFigures } from '../costs/cost-figures.js';
import { SpendOverDays } from '../costs/spend-over-days.js';

/** Each of the last 30 days by line item, as a chart or as its table. */
export function ProjectSpendCard({ figures }: { figures: CostFigures | null }) {
  const { t } = useTranslation();
  const shown = useChartOrTable();
  const events = useEventsParameter();
  return (
    <section className="card span-8" aria-labelledby="spend-title">
      <div className="card-head">
        <h2 id="spend-title">{t('projects.detail.chart.title')}</h2>
        {shown === 'chart' && <EventsSwitch {...events} />}
        <ChartOrTable />
      </div>
      <SpendOverDays
        figures={figures}
        empty={(isMissing) => (
          <EmptyState title={t('projects.detail.noCost.title')}>
            {t(isMissing ? 'projects.detail.noCost.notCollected' : 'projects.detail.noCost.text')}
          </EmptyState>
        )}
      />
    </section>
  );
}

function Spend({ figures }: { figures: CostFigures }) {
  const { t } = useTranslation();
  const shown = useChartOrTable();
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
  const drawn = useDrawnCosts(figures, report);
  const { view, asked } = figures;
  const { isOn } = useEventsParameter();
  const [marked, setMarked] = useState<readonly ChartEvent[]>([]);
  const keys = useMemo(() => drawn.buckets.map(({ key }) => key), [drawn.buckets]);
  // A line of the legend opens where it can be taken apart: on the Costs page.
  const open = ({ group }: ReportSeries) => {
    const part = group === null ? ({ rows: 'group' } as const) : drillInto(view, group);
    void navigate({ to: '/costs', search: writeCostsView({ ...view, ...part }) });
  };
  return (
    <>
      <p className="card-caption">{drawn.words.sentence}</p>
      <div className="card-body stacked-legend">
        <ChartWithLegend drawn={drawn} mode="bars" head={groupingHead(view, t)} events={marked} onOpen={open} />
      </div>
      <ChartEvents isOn={isOn} question={eventsQuestion(asked, view.filters)} keys={keys} onEvents={setMarked} />
    </>
  );
}
