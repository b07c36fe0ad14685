import { Link, useParams } from '@tanstack/react-router';
import { CalendarDays, CircleSlash } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { StateChip } from '../../components/state-chip.js';
import { ApiError } from '../../lib/api.js';
import { dayOf } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { useOffboarding } from '../../lib/key-queries.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { KeyTaskDialog } from '../keys/key-task-dialog.js';
import type { KeyTask } from '../keys/tasks/key-task.js';
import { ListTroubles } from '../directory/list-state.js';
import { LeavingKeysCard } from './leaving-keys-card.js';
import { OffboardingAnswer } from './offboarding-answer.js';
import { OthersCard } from './others-card.js';
import { PlanCard } from './plan-card.js';
import { RemoveAtLast } from './remove-at-last.js';
import { LeavingProjectsCard } from './leaving-projects-card.js';
import { leaverName } from './leaver-name.js';
import '../directory/directory.css';
import '../keys/keys.css';
import './offboarding.css';
import './offboarding-words.js';

const FEEDS = ['members', 'project-members', 'api-keys', 'admin-api-keys'] as const;

/** What a member's leaving would break, what to do first, and the way to remove them. */
export function OffboardingPage() {
  const { t } = useTranslation();
  const { memberId } = useParams({ from: '/members/$memberId/offboarding' });
  const { data: leaving, error, refetch } = useOffboarding(memberId);
  if (error instanceof ApiError && error.status === 404) return <NoSuchMember id={memberId} />;
  if (leaving !== undefined) return <Leaving key={leaving.member.id} leaving={leaving} />;
  return (
    <>
      <PageHead
        crumb={<Link to="/members">{t('members.title')}</Link>}
        title={t('offboarding.title')}
        answer={t(error === null ? 'offboarding.loading' : 'offboarding.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function Leaving({ leaving }: { leaving: Offboarding }) {
  const { t } = useTranslation();
  const mayRemove = useMay('members.write');
  const [task, setTask] = useState<KeyTask | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const { member, range } = leaving;
  const days = rangeText({ start: dayOf(range.start), end: dayOf(range.end) });
  return (
    <>
      <PageHead
        crumb={
          <Link to="/members/$memberId" params={{ memberId: member.id }}>
            <EntityName name={leaverName(member)} />
          </Link>
        }
        title={t('offboarding.title')}
        answer={<OffboardingAnswer leaving={leaving} />}
        actions={
          mayRemove &&
          member.gone_at === null && (
            <button type="button" className="control destructive" onClick={() => setRemoving(true)}>
              {t('offboarding.remove.open')}
            </button>
          )
        }
        meta={<StateChip parts={[{ icon: CalendarDays, text: t('offboarding.meta', { range: days }) }]} />}
      />
      <ListTroubles feeds={FEEDS} />
      <div className="grid">
        <PlanCard leaving={leaving} onTask={setTask} onRemove={() => setRemoving(true)} />
        <OthersCard leaving={leaving} />
      </div>
      <LeavingKeysCard leaving={leaving} />
      <LeavingProjectsCard leaving={leaving} />
      {task !== null && <KeyTaskDialog task={task} onClose={() => setTask(null)} />}
      {isRemoving && <RemoveAtLast leaving={leaving} onClose={() => setRemoving(false)} />}
    </>
  );
}

function NoSuchMember({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('offboarding.notFound.title')}</h1>
      <EmptyState
        icon={CircleSlash}
        title={t('offboarding.notFound.title')}
        actions={
          <Link to="/members" className="control">
            {t('offboarding.notFound.action')}
          </Link>
        }
      >
        {t('offboarding.notFound.text', { id: isolated(id.slice(0, 80)) })}
      </EmptyState>
    </section>
  );
}
