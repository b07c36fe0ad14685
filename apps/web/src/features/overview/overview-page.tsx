import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { instants, addMonths, startOfMonth, type Day } from '../../lib/days.js';
import { amount, ZERO } from '../../lib/decimal.js';
import { shareOf } from '../../lib/format/numbers.js';
import { useCosts, useSync } from '../../lib/queries.js';
import { useToday } from '../../lib/today.js';
import { CostCompleteness } from '../costs/cost-completeness.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { DEFAULT_VIEW, writeCostsView, type CostsView } from '../costs/costs-view.js';
import { NoCosts } from '../costs/no-costs.js';
import { useCostFigures } from '../costs/use-cost-figures.js';
import { backfilling, BackfillNote, historyMonths } from '../sync/backfill-note.js';
import { isLate } from '../sync/freshness.js';
import { StaleNotice } from '../sync/stale-notice.js';
import { HealthCard } from './health-card.js';
import { NextStepsCard } from './next-steps-card.js';
import { nextSteps } from './next-steps.js';
import { OverviewAnswer } from './overview-answer.js';
import { OverviewTiles } from './overview-tiles.js';
import { PaceCard } from './pace-card.js';
import { ProjectsCard } from './projects-card.js';
import { SpendCard } from './spend-card.js';
import './overview.css';

const LAST_MONTH: CostsView = { ...DEFAULT_VIEW, range: 'last-month' };

/** What was spent this month, in one sentence, and what needs someone. */
export function OverviewPage() {
  const { t } = useTranslation();
  const today = useToday();
  const { data: sync } = useSync();
  const current = useCostFigures(DEFAULT_VIEW, today);
  const counted = current.figures?.counted;
  const isUnknown = counted?.range === null && counted.missing.length > 0;
  const isEarly = counted?.range === null && !isUnknown;
  // On the first of a month there is nothing of it to show yet: the month before stands in, and the sentence says so.
  const last = useCostFigures(LAST_MONTH, isEarly ? today : null);
  const monthBefore = useMonthBefore(today);
  const navigate = useNavigate();
  const openCosts = (view: CostsView) => void navigate({ to: '/costs', search: writeCostsView(view) });
  const { figures, error, retry } = current;
  const stale = sync !== undefined && isLate(sync);
  const shown = isEarly ? last.figures : figures;
  const report = shown?.report ?? null;
  const steps = nextSteps(sync, report, shown?.movement ?? null);
  const hasFigures = shown !== null && report !== null && shown.counted.range !== null;
  const isEmpty = hasFigures && report.total === ZERO && report.series.length === 0;
  const backfill = sync === undefined ? undefined : backfilling(sync);
  const answer = (): React.ReactNode => {
    if (figures === null) return t(error === null ? 'overview.loading' : 'overview.answer.unavailable');
    if (!isUnknown) return <OverviewAnswer figures={figures} monthBefore={monthBefore} />;
    if (backfill === undefined) return t('overview.answer.connecting');
    return t('overview.answer.firstSync', {
      months: historyMonths(backfill.days_total),
      share: shareOf(backfill.share),
    });
  };
  return (
    <>
      <PageHead
        title={t('overview.title')}
        stale={stale}
        answer={answer()}
        meta={shown !== null && <CostCompleteness figures={shown} />}
      />
      {sync !== undefined && <StaleNotice sync={sync} />}
      {sync !== undefined && <BackfillNote sync={sync} />}
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {figures === null && error === null && <PageSkeleton />}
      <div className="overview">
        {hasFigures && <OverviewTiles figures={shown} report={report} monthBefore={monthBefore} stale={stale} />}
        {hasFigures && !isEmpty && <SpendCard figures={shown} report={report} />}
        {shown !== null && (isEmpty || isUnknown) && (
          <div className="area-chart">
            <NoCosts figures={shown} change={(part) => openCosts({ ...DEFAULT_VIEW, ...part })} />
          </div>
        )}
        {sync !== undefined && (
          <div className="area-side">
            <NextStepsCard steps={steps} figures={shown} />
            <HealthCard sync={sync} />
          </div>
        )}
        {hasFigures && !isEmpty && <ProjectsCard figures={shown} report={report} />}
        {hasFigures && !isEmpty && (
          <div className="area-pace">
            <PaceCard figures={shown} report={report} />
          </div>
        )}
      </div>
    </>
  );
}

interface MonthBefore {
  total: bigint;
  currency: string;
  isComplete: boolean;
}

function useMonthBefore(today: Day | null): MonthBefore | null {
  const { data } = useCosts(
    today === null ? null : { ...instants({ start: addMonths(today, -1), end: startOfMonth(today) }), bucket: 'month' },
  );
  if (data === undefined) return null;
  const isComplete = data.buckets.every(({ state }) => state === 'final' || state === 'provisional');
  return { total: amount(data.total), currency: data.currency, isComplete };
}
