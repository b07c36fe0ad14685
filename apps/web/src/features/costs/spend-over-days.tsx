import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { ChartEvent } from '../../components/time-series-chart/chart-data.js';
import { useTranslation } from 'react-i18next';
import { ZERO } from '../../lib/decimal.js';
import { ChartEvents } from '../chart-events/chart-events.js';
import { eventsQuestion } from '../chart-events/events-question.js';
import { useEventsParameter } from '../chart-events/use-events-parameter.js';
import { ChartWithLegend } from '../explorer/chart-with-legend.js';
import { groupingHead } from '../explorer/dimension-words.js';
import type { ReportSeries } from '../explorer/report.js';
import { useChartOrTable } from './chart-or-table.js';
import { CostBucketTable } from './cost-bucket-table.js';
import type { CostFigures } from './cost-figures.js';
import type { CostReport } from './cost-report.js';
import { writeCostsView } from './costs-view.js';
import { drillInto } from './drill-down.js';
import { useDrawnCosts } from './use-drawn-costs.js';

interface SpendOverDaysProps {
  /** Null: on their way. */
  figures: CostFigures | null;
  /** What stands where nothing was billed. @param isMissing the days are not collected, which is not zero */
  empty: (isMissing: boolean) => ReactNode;
}

/** What one thing spent, each day by its parts: a chart or its table, as the address says. */
export function SpendOverDays({ figures, empty }: SpendOverDaysProps) {
  const shown = useChartOrTable();
  if (figures === null) {
    return (
      <div className="card-body">
        <div className="skeleton" style={{ height: 320 }} />
      </div>
    );
  }
  const { report, counted } = figures;
  if (report === null || counted.range === null || (report.total === ZERO && report.series.length === 0)) {
    return empty(counted.range === null && counted.missing.length > 0);
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
