import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { EventsSwitch } from '../chart-events/events-switch.js';
import { useEventsParameter } from '../chart-events/use-events-parameter.js';
import { ChartOrTable, useChartOrTable } from '../costs/chart-or-table.js';
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
