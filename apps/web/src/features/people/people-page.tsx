import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { usePeople } from '../../lib/people-queries.js';
import { useMay, useSession } from '../../lib/session.js';
import type { PeopleTask } from './people-task.js';
import { PeopleTable } from './people-table.js';
import { TaskDialog } from './task-dialog.js';

/** Who may sign in to Bursar, and what admins do about it. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { data: people, error, refetch } = usePeople();
  const mayChange = useMay('people.write');
  const { local_sign_in: isLocal, single_sign_on: provider } = useSession();
  // Without passwords there is nothing that a link could let choose: the provider decides who comes.
  const mayInvite = mayChange && isLocal;
  const [task, setTask] = useState<PeopleTask | null>(null);
  return (
    <>
      <PageHead
        title={t('people.title')}
        answer={<Answer people={people} />}
        actions={
          mayInvite && (
            <button type="button" className="control primary" onClick={() => setTask({ kind: 'invite' })}>
              <UserPlus aria-hidden="true" />
              {t('people.invite.open')}
            </button>
          )
        }
      />
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {people !== undefined && (
        <section className="card">
          <PeopleTable people={people} onTask={mayChange ? setTask : null} />
          <p className="card-foot">
            {t('people.foot')} {provider !== null && t('people.footSignOn', { name: provider.name })}
          </p>
        </section>
      )}
      <TaskDialog task={task} onTask={setTask} />
    </>
  );
}

function Answer({ people }: { people: readonly Person[] | undefined }) {
  const { t } = useTranslation();
  if (people === undefined) return t('people.reading');
  const countOf = (state: Person['state']): number => people.filter((person) => person.state === state).length;
  const [invited, disabled, erased] = [countOf('invited'), countOf('disabled'), countOf('erased')];
  const parts = [
    t('people.answer', { count: countOf('active') }),
    ...(invited > 0 ? [t('people.answerInvited', { count: invited })] : []),
    ...(erased > 0 ? [t('people.answerErased', { count: erased })] : []),
    ...(disabled > 0 ? [t('people.answerDisabled', { count: disabled })] : []),
  ];
  return parts.join(' ');
}
