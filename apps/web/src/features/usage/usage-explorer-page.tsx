import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, CircleSlash } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '@bursar/contract/capabilities';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { ZERO } from '../../lib/decimal.js';
import { isolated } from '../../lib/names.js';
import { useSync } from '../../lib/queries.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { BackfillNote } from '../sync/backfill-note.js';
import { isLate } from '../sync/freshness.js';
import { StaleNotice } from '../sync/stale-notice.js';
import { measureFormat } from './measure-format.js';
import { NoUsage } from './no-usage.js';
import { spanInWords } from './time-labels.js';
import { UsageAnswer } from './usage-answer.js';
import { UsageChartCard } from './usage-chart-card.js';
import { UsageCompleteness } from './usage-completeness.js';
import { UsageControls } from './usage-controls.js';
import { UsageExportLink } from './usage-export-link.js';
import type { UsageFigures } from './usage-figures.js';
import type { UsagePlan } from './usage-plan.js';
import { UsageTableCard } from './usage-table-card.js';
import { capabilityNamed } from './usage-table.js';
import { useMinute } from './use-minute.js';
import { useUsageFigures } from './use-usage-figures.js';
import { useUsageView, type ChangeUsageView } from './use-usage-view.js';
import { ViewShares } from './view-shares.js';
import './usage.css';

/** One capability by time and by whom, against an earlier range. */
export function UsageExplorerPage() {
  const { capability: name } = useParams({ from: '/usage/$capability' });
  const capability = capabilityNamed(name);
  return capability === null ? (
    <NoSuchUsage name={name} />
  ) : (
    <Explorer key={name} name={name} capability={capability} />
  );
}

function Explorer({ name, capability }: { name: string; capability: Capability }) {
  const { t } = useTranslation();
  const now = useMinute();
  const { data: sync } = useSync();
  const { view, repairs, change } = useUsageView(name, capability, now);
  const { figures, plan, isLoading, error, retry } = useUsageFigures({ name, capability, view, now });
  const format = useMemo(() => (figures === null ? null : measureFormat(figures, t)), [figures, t]);
  if (plan === null) return <PageSkeleton title={capability.label} />;
  return (
    <>
      <BackToAll />
      <PageHead
        title={capability.label}
        stale={sync !== undefined && isLate(sync, 'usage')}
        answer={
          figures === null || format === null ? (
            t(error === null ? 'usage.loading' : 'usage.unavailable')
          ) : (
            <UsageAnswer figures={figures} format={format} />
          )
        }
        actions={<UsageExportLink name={name} plan={plan} />}
        meta={figures !== null && <Meta name={name} plan={plan} figures={figures} />}
      />
      {sync !== undefined && <StaleNotice sync={sync} of="usage" />}
      {sync !== undefined && <BackfillNote sync={sync} of="usage" />}
      <RepairsNotice repairs={repairs} />
      <UsageControls name={name} plan={plan} figures={figures} change={change} />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {figures === null && error === null && <PageSkeleton />}
      {figures !== null && (
        <div className={isLoading ? 'page-loading loading' : 'page-loading'} aria-busy={isLoading}>
          <Body figures={figures} change={change} />
        </div>
      )}
    </>
  );
}

function Meta({ name, plan, figures }: { name: string; plan: UsagePlan; figures: UsageFigures }) {
  const { counted, comparison, previousGroups } = figures;
  const compared = previousGroups === null ? null : comparison.range;
  return (
    <>
      <UsageCompleteness figures={figures} />
      {counted.range !== null && <ViewShares name={name} plan={plan} range={counted.range} compared={compared} />}
    </>
  );
}

function Body({ figures, change }: { figures: UsageFigures; change: ChangeUsageView }) {
  const { t } = useTranslation();
  const { report, counted, uncompared, comparison } = figures;
  const format = useMemo(() => measureFormat(figures, t), [figures, t]);
  const isEmpty = report === null || counted.range === null || (report.total === ZERO && report.series.length === 0);
  if (isEmpty) return <NoUsage figures={figures} change={change} />;
  return (
    <>
      {uncompared !== null && comparison.range !== null && (
        <Notice
          tone="notice"
          title={t('explorer.uncompared.title', { range: spanInWords(figures, comparison.range, t) })}
        >
          {t(`explorer.uncompared.${uncompared}`, { count: counted.missing.length })}
        </Notice>
      )}
      <UsageChartCard figures={figures} report={report} format={format} change={change} />
      <UsageTableCard figures={figures} report={report} format={format} change={change} />
    </>
  );
}

function BackToAll() {
  const { t } = useTranslation();
  return (
    <Link to="/usage" className="back-link">
      <ArrowLeft aria-hidden="true" />
      {t('usage.all')}
    </Link>
  );
}

/** A link to something that OpenAI does not count, or not yet. */
function NoSuchUsage({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h1 className="visually-hidden">{t('usage.unknown.title')}</h1>
      <section className="card">
        <EmptyState
          icon={CircleSlash}
          title={t('usage.unknown.title')}
          actions={
            <Link to="/usage" className="control">
              {t('usage.all')}
            </Link>
          }
        >
          {t('usage.unknown.text', { name: isolated(name.slice(0, 80)) })}
        </EmptyState>
      </section>
    </>
  );
}
