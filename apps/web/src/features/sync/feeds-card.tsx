import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { count } from '../../lib/format/numbers.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { groupsOf, type FeedGroup, type GroupedFeeds } from './feed-groups.js';
import { FeedRow, type FeedActions } from './feed-row.js';
import { feedFacts, groupFacts } from './row-facts.js';

interface FeedsCardProps {
  sync: SyncAnswer;
  open: readonly FeedGroup[];
  onOpen: (open: FeedGroup[]) => void;
  actions: FeedActions | null;
}

/** Each group of feeds: what it holds, how old it is, what it costs in calls, and how it is; it opens to its feeds. */
export function FeedsCard({ sync, open, onOpen, actions }: FeedsCardProps) {
  const { t } = useTranslation();
  const calls = sync.feeds.reduce((sum, feed) => sum + feed.calls_24h, 0);
  const toggle = (group: FeedGroup) =>
    onOpen(open.includes(group) ? open.filter((each) => each !== group) : [...open, group]);
  return (
    <section className="card sync-feeds" aria-labelledby="feeds-title">
      <div className="card-head">
        <h2 id="feeds-title">{t('sync.table.title')}</h2>
        <CoverageKey />
      </div>
      <p className="card-caption">{t('sync.table.sentence')}</p>
      <DataTable
        caption={t('sync.table.title')}
        columns={8}
        rows={groupsOf(sync.feeds)}
        head={<Head />}
        renderRow={(grouped) => (
          <Group
            key={grouped.group}
            grouped={grouped}
            now={sync.now}
            isOpen={open.includes(grouped.group)}
            onToggle={() => toggle(grouped.group)}
            actions={actions}
          />
        )}
        foot={
          <tr>
            <th scope="row">{t('sync.table.all')}</th>
            <td className="wide-only" />
            <td />
            <td className="wide-only roomy-only" />
            <td className="number wide-only">{count(calls)}</td>
            <td className="wide-only roomy-only" />
            <td className="wide-only" />
            <td />
          </tr>
        }
      />
    </section>
  );
}

function Head() {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="col">{t('sync.table.feed')}</th>
      <th scope="col" className="wide-only">
        {t('sync.table.coverage')}
      </th>
      <th scope="col" className="number">
        {t('sync.table.behind')}
      </th>
      <th scope="col" className="number wide-only roomy-only">
        {t('sync.table.every')}
      </th>
      <th scope="col" className="number wide-only">
        {t('sync.table.calls')}
      </th>
      <th scope="col" className="number wide-only roomy-only">
        {t('sync.table.pace')}
      </th>
      <th scope="col" className="wide-only">
        {t('sync.table.state')}
      </th>
      <th scope="col">
        <span className="visually-hidden">{t('sync.table.action')}</span>
      </th>
    </tr>
  );
}

interface GroupProps {
  grouped: GroupedFeeds;
  now: string;
  isOpen: boolean;
  onToggle: () => void;
  actions: FeedActions | null;
}

function Group({ grouped, now, isOpen, onToggle, actions }: GroupProps) {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  return (
    <Fragment>
      <FeedRow facts={groupFacts(grouped, now, t)} actions={actions} folding={{ isOpen, onToggle }} />
      {isOpen &&
        grouped.feeds.map((feed) => (
          <FeedRow
            key={`${feed.organization_id} ${feed.feed}`}
            facts={feedFacts(feed, now, t, nameOf?.(feed.organization_id))}
            actions={actions}
            isMember
          />
        ))}
    </Fragment>
  );
}

function CoverageKey() {
  const { t } = useTranslation();
  return (
    <div className="coverage-key">
      <span>
        <i style={{ background: 'var(--s1)' }} aria-hidden="true" />
        {t('sync.table.stored')}
      </span>
      <span>
        <i className="hatched" aria-hidden="true" />
        {t('sync.table.provisional')}
      </span>
      <span>
        <i style={{ background: 'var(--critical-mark)' }} aria-hidden="true" />
        {t('sync.table.gap')}
      </span>
      <span>
        <i style={{ background: 'var(--sunken)', outline: '1px solid var(--line-strong)' }} aria-hidden="true" />
        {t('sync.table.notStored')}
      </span>
    </div>
  );
}
