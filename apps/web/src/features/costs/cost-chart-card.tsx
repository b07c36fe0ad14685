import { useTranslation } from 'react-i18next';
import { ChartCard } from '../explorer/chart-card.js';
import { eventsQuestion } from '../chart-events/events-question.js';
import { CHARTS } from '../explorer/view-parts.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';
import { drillInto } from './drill-down.js';
import type { ChangeView } from './use-costs-view.js';
import { useDrawnCosts } from './use-drawn-costs.js';

interface CostChartCardProps {
  figures: CostFigures;
  report: CostReport;
  change: ChangeView;
}

/** What was billed, drawn. */
export function CostChartCard({ figures, report, change }: CostChartCardProps) {
  const { t } = useTranslation();
  const { view, bucket, asked } = figures;
  return (
    <ChartCard
      title={t(`costs.chart.title.${bucket}`)}
      drawn={useDrawnCosts(figures, report)}
      view={view}
      kinds={CHARTS}
      onChart={(chart) => change({ chart })}
      events={{
        isOn: view.events,
        onChange: (events) => change({ events }),
        question: eventsQuestion(asked, view.filters),
      }}
      onOpen={({ group }) => change(group === null ? { rows: 'group' } : drillInto(view, group))}
    />
  );
}
