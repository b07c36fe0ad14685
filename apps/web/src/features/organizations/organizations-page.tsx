import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { useOrganizations } from '../../lib/organization-queries.js';
import { useMay, useSession } from '../../lib/session.js';
import { useNow } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { OrganizationCard } from './organization-card.js';
import type { OrganizationTask } from './organization-task.js';
import { OrganizationsAnswer } from './organizations-answer.js';
import { TaskDialog } from './task-dialog.js';
import './organizations.css';

/** Which OpenAI organizations Bursar collects, by which keys, and what these may do. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const now = useNow() ?? new Date().toISOString();
  const { data: organizations, error, refetch } = useOrganizations();
  const { demo } = useSession();
  const mayWrite = useMay('organizations.write');
  const [task, setTask] = useState<OrganizationTask | null>(null);
  const mayChange = mayWrite && !demo;
  return (
    <>
      <PageHead
        title={t('organizations.title')}
        answer={
          organizations === undefined ? (
            t(error === null ? 'organizations.reading' : 'organizations.unavailable')
          ) : (
            <OrganizationsAnswer organizations={organizations} now={now} />
          )
        }
        actions={mayChange && <Connect onConnect={() => setTask({ kind: 'connect' })} />}
      />
      {demo && (
        <Notice tone="notice" title={t('organizations.demo.title')}>
          {t('organizations.demo.text')}
        </Notice>
      )}
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {organizations === undefined && error === null && <PageSkeleton />}
      {organizations?.length === 0 && (
        <section className="card">
          <EmptyState title={t('organizations.empty.title')} icon={Building2}>
            {t(mayChange ? 'organizations.empty.admin' : 'organizations.empty.others')}
          </EmptyState>
        </section>
      )}
      {organizations?.map((each) => (
        <OrganizationCard key={each.id} organization={each} now={now} onTask={mayChange ? setTask : null} />
      ))}
      <TaskDialog task={task} organizations={organizations ?? []} now={now} onClose={() => setTask(null)} />
    </>
  );
}

function Connect({ onConnect }: { onConnect: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="control primary" onClick={onConnect}>
      <Plus aria-hidden="true" />
      {t('organizations.connect.open')}
    </button>
  );
}
