import { ArrowUp, History } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ActivityFacetsAnswer, ActivityItem } from '@bursar/contract';
import { CopyButton } from '../../components/copy-button.js';
import { EmptyState } from '../../components/empty-state.js';
import { whoName } from '../../lib/activity-words.js';
import { count } from '../../lib/format/numbers.js';
import type { ReadOnList } from '../../lib/read-on-list.js';
import { ActivityTable } from './activity-table.js';
import { DEFAULT_VIEW, filterCount, type ActivityView } from './activity-view.js';
import type { ChangeView } from './use-activity-view.js';

interface ActivityCardProps {
  list: ReadOnList<ActivityItem>;
  entries: readonly ActivityItem[];
  facets: ActivityFacetsAnswer;
  view: ActivityView;
  change: ChangeView;
}

/** The entries, read on as they are scrolled; what has come since is one press away and never moves the rows by itself. */
export function ActivityCard({ list, entries, facets, view, change }: ActivityCardProps) {
  const { t } = useTranslation();
  const total = facets.matching.count;
  if (entries.length === 0) {
    return (
      <section className="card">
        <NoEntries view={view} change={change} />
      </section>
    );
  }
  const hasNews = !list.isLoading && list.isComplete && total > entries.length;
  return (
    <section className={list.isLoading ? 'card events loading' : 'card events'} aria-busy={list.isLoading}>
      <div className="card-head">
        <h2>{t('activity.table.title')}</h2>
        {hasNews && (
          <button type="button" className="control small" onClick={list.startOver}>
            <ArrowUp aria-hidden="true" />
            {t('activity.table.news')}
          </button>
        )}
        <CopyButton rows={() => entriesText(entries, t)} isComplete={list.isComplete} />
      </div>
      <p className="card-caption">{t('activity.table.sentence')}</p>
      <ActivityTable entries={entries} view={view} onOpen={(entry) => change({ entry })} onEnd={list.readOn} />
      <p className="card-foot" aria-live="polite">
        {list.isComplete
          ? t('activity.table.all', { count: entries.length })
          : list.isLoading
            ? t('activity.table.loading')
            : t('activity.table.shown', {
                shown: count(entries.length),
                total: count(Math.max(total, entries.length)),
              })}
      </p>
    </section>
  );
}

/** Nothing to list: because of the filters, or because nothing was done yet. */
function NoEntries({ view, change }: Pick<ActivityCardProps, 'view' | 'change'>) {
  const { t } = useTranslation();
  if (filterCount(view) === 0) {
    return (
      <EmptyState title={t('activity.empty.none')} icon={History}>
        {t('activity.empty.noneText')}
      </EmptyState>
    );
  }
  const clear = (
    <button type="button" className="control" onClick={() => change(DEFAULT_VIEW)}>
      {t('activity.filter.clear')}
    </button>
  );
  return (
    <EmptyState title={t('activity.empty.filtered')} icon={History} actions={clear}>
      {t('activity.empty.filteredText')}
    </EmptyState>
  );
}

/** Entries for the clipboard: instants, the words of the trail, ids beside names, for names change. */
function entriesText(entries: readonly ActivityItem[], t: TFunction): string[][] {
  const head = (
    ['time', 'what', 'outcome', 'person', 'personId', 'address', 'target', 'targetId', 'reason', 'id'] as const
  ).map((name) => t(`activity.table.${name}`));
  const rows = entries.map((item) => [
    item.at,
    item.what,
    item.outcome,
    whoName(item, t),
    item.person?.id ?? '',
    item.address ?? '',
    item.target?.name ?? '',
    item.target?.id ?? '',
    item.reason ?? '',
    item.id,
  ]);
  return [head, ...rows];
}
