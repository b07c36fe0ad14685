import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityFacetsAnswer } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { ExportLink } from '../../components/export-link.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { StateChip } from '../../components/state-chip.js';
import { useActivity, useActivityFacets } from '../../lib/activity-queries.js';
import { activityExportAddress } from '../../lib/api.js';
import { listOf } from '../../lib/format/intl.js';
import { moment } from '../../lib/format/times.js';
import { useToday } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import './activity-words.js';
import { ActivityCard } from './activity-card.js';
import { ActivityControls } from './activity-controls.js';
import { filterCount, filtersOf, type ActivityView } from './activity-view.js';
import { EntryPanel } from './entry-panel.js';
import { useActivityView } from './use-activity-view.js';
import '../../components/event-log.css';
import './activity.css';

/** What people and programs did in Bursar. */
export function ActivityPage() {
  const { t } = useTranslation();
  const today = useToday();
  const { view, repairs, change } = useActivityView(today);
  const filters = today === null ? null : filtersOf(view, today);
  const list = useActivity(filters);
  const facets = useActivityFacets(filters);
  const error = list.error ?? facets.error;
  const retry = () => {
    list.startOver();
    void facets.refetch();
  };
  return (
    <>
      <PageHead
        title={t('shell.page.activity')}
        answer={
          facets.data === undefined ? (
            t(error === null ? 'activity.loading' : 'activity.unavailable')
          ) : (
            <ActivityAnswer facets={facets.data} isFiltered={filterCount(view) > 0} />
          )
        }
        actions={
          filters !== null && (
            <ExportLink address={activityExportAddress(filters)} words={t('activity.table.exported')} />
          )
        }
        meta={<StateChip parts={[{ icon: Link2, text: t('activity.chip.chained') }]} />}
      />
      <RepairsNotice repairs={repairs} />
      {today !== null && <ActivityControls view={view} today={today} facets={facets.data} change={change} />}
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {error === null && (list.rows === null || facets.data === undefined) && <PageSkeleton />}
      {list.rows !== null && facets.data !== undefined && (
        <ActivityCard list={list} entries={list.rows} facets={facets.data} view={view} change={change} />
      )}
      <EntryPanel id={view.entry} known={knownEntry(list.rows, view)} change={change} />
    </>
  );
}

const knownEntry = <Row extends { id: string }>(rows: readonly Row[] | null, { entry }: ActivityView) =>
  rows?.find(({ id }) => id === entry);

interface ActivityAnswerProps {
  facets: ActivityFacetsAnswer;
  isFiltered: boolean;
}

/** "1,204 things were done in Bursar since 2 Nov 2026, 09:00 UTC; 3 were refused and of 1 the outcome is unknown." */
function ActivityAnswer({ facets: { matching }, isFiltered }: ActivityAnswerProps) {
  const { t } = useTranslation();
  const { count, first_at: first, outcomes } = matching;
  if (first === null) return t(isFiltered ? 'activity.answer.nothing' : 'activity.answer.none');
  const notable = (['refused', 'failed', 'unknown'] as const)
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => t(`activity.answer.${outcome}`, { count: outcomes[outcome] }));
  return t(isFiltered ? 'activity.answer.matching' : 'activity.answer.all', {
    count,
    since: moment(first),
    notably: notable.length === 0 ? '' : t('activity.answer.notably', { what: listOf(notable) }),
  });
}
