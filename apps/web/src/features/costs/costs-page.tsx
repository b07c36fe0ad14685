import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { usePreloadedChart } from '../../components/time-series-chart/time-series-chart.js';
import { ZERO } from '../../lib/decimal.js';
import { range as rangeText } from '../../lib/format/days.js';
import { useSync } from '../../lib/queries.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { useToday } from '../../lib/today.js';
import { BackfillNote } from '../sync/backfill-note.js';
import { isLate } from '../sync/freshness.js';
import { StaleNotice } from '../sync/stale-notice.js';
import { organizationName } from '../sync/organization-name.js';
import { entityLook } from '../explorer/entity-look.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { suitableBucket } from '../explorer/bucket-width.js';
import { CostChartCard } from './cost-chart-card.js';
import { CostCompleteness } from './cost-completeness.js';
import { CostExportLink } from './cost-export-link.js';
import { CostTableCard } from './cost-table-card.js';
import { CostsAnswer } from './costs-answer.js';
import { CostsControls } from './costs-controls.js';
import { EntityPageLink } from './entity-page-link.js';
import { MoversCard } from './movers-card.js';
import { NewAndGoneCard } from './new-and-gone-card.js';
import { NoCosts } from './no-costs.js';
import type { CostFigures } from './cost-figures.js';
import { useCostFigures } from './use-cost-figures.js';
import { useCostsView, type ChangeView } from './use-costs-view.js';
import './costs.css';

/** What was billed, by day and by whom, against an earlier range. */
export function CostsPage() {
  const { t } = useTranslation();
  usePreloadedChart();
  const today = useToday();
  const { data: sync } = useSync();
  const { view, repairs, change } = useCostsView(today);
  const { figures, isLoading, error, retry } = useCostFigures(view, today);
  if (today === null) return <PageSkeleton title={t('costs.title')} />;
  const bucket = view.bucket ?? suitableBucket(readRange(view.range, today) ?? presetRange('mtd', today));
  const organization = sync === undefined ? null : organizationName(sync);
  return (
    <>
      <PageHead
        title={t('costs.title')}
        stale={sync !== undefined && isLate(sync)}
        answer={
          figures === null ? (
            t(error === null ? 'costs.loading' : 'costs.unavailable')
          ) : (
            <CostsAnswer figures={figures} organization={organization} />
          )
        }
        actions={
          <>
            <EntityPageLink view={view} />
            <CostExportLink view={view} today={today} />
          </>
        }
        meta={figures !== null && <CostCompleteness figures={figures} />}
      />
      {sync !== undefined && <StaleNotice sync={sync} />}
      {sync !== undefined && <BackfillNote sync={sync} />}
      <RepairsNotice repairs={repairs} />
      <CostsControls view={view} today={today} bucket={bucket} figures={figures} change={change} />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {figures === null && error === null && <PageSkeleton />}
      {figures !== null && (
        <div className={isLoading ? 'page-loading loading' : 'page-loading'} aria-busy={isLoading}>
          <CostsBody figures={figures} change={change} />
        </div>
      )}
    </>
  );
}

interface CostsBodyProps {
  figures: CostFigures;
  change: ChangeView;
}

/** Chart and tables stay as they are while the answers of another view come in one by one, and while collecting ticks. */
const CostsBody = memo(function CostsBody({ figures, change }: CostsBodyProps) {
  const { report, counted, movement, comparison, view } = figures;
  const isEmpty = report === null || counted.range === null || (report.total === ZERO && report.series.length === 0);
  if (isEmpty) return <NoCosts figures={figures} change={change} />;
  return (
    <>
      <Caveats figures={figures} />
      <CostChartCard figures={figures} report={report} change={change} />
      {movement !== null && comparison.range !== null && view.groupBy !== null && (
        <div className="grid">
          <MoversCard
            movement={movement}
            report={report}
            before={comparison.range}
            view={view}
            look={entityLook(report, figures.nameOf)}
          />
          {movement.appeared.length + movement.vanished.length > 0 && (
            <NewAndGoneCard figures={figures} movement={movement} />
          )}
        </div>
      )}
      <CostTableCard figures={figures} report={report} change={change} />
    </>
  );
});

/** What the figures do not say by themselves: other currencies, and why there is no comparison. */
function Caveats({ figures: { otherCurrencies, uncompared, comparison, counted } }: { figures: CostFigures }) {
  const { t } = useTranslation();
  return (
    <>
      {otherCurrencies.length > 0 && (
        <Notice tone="notice" title={t('costs.currencies.title')}>
          {t('costs.currencies.text', {
            list: otherCurrencies.map(({ currency, total }) => `${total} ${currency.toUpperCase()}`).join(', '),
          })}
        </Notice>
      )}
      {uncompared !== null && comparison.range !== null && (
        <Notice
          tone="notice"
          title={t('explorer.uncompared.title', { range: rangeText(comparison.range, { year: true }) })}
        >
          {t(`explorer.uncompared.${uncompared}`, { count: counted.missing.length })}
        </Notice>
      )}
    </>
  );
}
