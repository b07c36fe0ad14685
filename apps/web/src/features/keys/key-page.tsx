import { Link, useParams, useSearch } from '@tanstack/react-router';
import { CircleSlash } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { usePreloadedChart } from '../../components/time-series-chart/time-series-chart.js';
import { ApiError } from '../../lib/api.js';
import { useKeyDetail } from '../../lib/key-queries.js';
import { isolated } from '../../lib/names.js';
import { ListsChip, ListTroubles } from '../directory/list-state.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { KeyActions } from './key-actions.js';
import { KeyAnswer } from './key-answer.js';
import { KeyCostCard } from './key-cost-card.js';
import { KeyFactsCard } from './key-facts-card.js';
import { keyTitle } from './key-name.js';
import { KeyRisksCard } from './key-risks-card.js';
import { KeyTaskDialog } from './key-task-dialog.js';
import type { KeyTask } from './tasks/key-task.js';
import { KeyTiles } from './key-tiles.js';
import { KeyTimelineCard } from './key-timeline-card.js';
import { KeyUsageCard } from './key-usage-card.js';
import { LineageCard } from './lineage-card.js';
import '../directory/directory.css';
import './key-words.js';
import './keys.css';

/** One key: what it costs over all its rotations, what speaks against it, what happened to it, what can be done. */
export function KeyPage() {
  const { t } = useTranslation();
  const { keyId } = useParams({ from: '/keys/$keyId' });
  const { project } = useSearch({ from: '/keys/$keyId' });
  const { data: key, error, refetch } = useKeyDetail(keyId, typeof project === 'string' ? project : null);
  if (error instanceof ApiError && error.status === 404) return <NoSuchKey id={keyId} />;
  if (key !== undefined) return <FoundKey key={`${key.project_id} ${key.id}`} found={key} />;
  return (
    <>
      <PageHead
        crumb={<Link to="/keys">{t('keys.title')}</Link>}
        title={<EntityName name={keyId} />}
        answer={t(error === null ? 'keys.loading' : 'keys.detail.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={() => void refetch()} />}
    </>
  );
}

const FEEDS = ['api-keys', 'admin-api-keys'] as const;

function FoundKey({ found }: { found: KeyDetail }) {
  const { t } = useTranslation();
  const [task, setTask] = useState<KeyTask | null>(null);
  usePreloadedChart();
  const isAdmin = found.kind === 'admin';
  const feed = isAdmin ? 'admin-api-keys' : 'api-keys';
  return (
    <>
      <PageHead
        crumb={<Link to="/keys">{t('keys.title')}</Link>}
        title={<EntityName name={keyTitle(found)} />}
        actions={<KeyActions item={found} onTask={(kind) => setTask({ kind, keys: [found] })} />}
        answer={<KeyAnswer item={found} />}
        meta={<ListsChip sources={[{ feed, name: t('projects.keysList') }]} />}
      />
      <ListTroubles feeds={FEEDS} />
      {isAdmin && (
        <Notice tone="notice" title={t('keys.detail.admin.title')}>
          {t('keys.detail.admin.text')}
        </Notice>
      )}
      <KeyTiles item={found} />
      <div className="key-columns">
        <div>
          <KeyCostCard item={found} />
          <KeyUsageCard item={found} />
        </div>
        <div>
          <KeyRisksCard item={found} />
          <KeyFactsCard item={found} />
        </div>
      </div>
      <LineageCard item={found} />
      <KeyTimelineCard item={found} />
      {task !== null && <KeyTaskDialog task={task} onClose={() => setTask(null)} />}
    </>
  );
}

function NoSuchKey({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('keys.detail.notFound.title')}</h1>
      <EmptyState
        icon={CircleSlash}
        title={t('keys.detail.notFound.title')}
        actions={
          <Link to="/keys" className="control">
            {t('keys.detail.notFound.action')}
          </Link>
        }
      >
        {t('keys.detail.notFound.text', { id: isolated(id.slice(0, 80)) })}
      </EmptyState>
    </section>
  );
}
