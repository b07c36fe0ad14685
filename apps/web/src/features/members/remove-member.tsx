import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { nameOfMember } from './member-task.js';
import { useSpent } from '../directory/use-spent.js';

/** Removes a member from the organization, and says before what may break by it. */
export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const name = isolated(nameOfMember(member));
  const action = useAction((api, reason: string) => api.removeMember(member.id, aboutOf(member, reason)), {
    onDone: () => {
      toast(t('memberActions.remove.done', { name }));
      onClose();
    },
    find: (api) => findGone(api, 'members', member),
  });
  return (
    <ActionDialog title={t('memberActions.remove.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<Consequences member={member} />}
        danger={{}}
        submit={t('memberActions.remove.submit')}
        busy={t('memberActions.remove.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}

function Consequences({ member }: { member: Member }) {
  const { t } = useTranslation();
  const spentOf = useSpent();
  const { project_user: projects = 0, api_key: keys = 0 } = member.counts;
  return (
    <>
      {keys > 0 && (
        <p>
          <Link to="/members/$memberId/offboarding" params={{ memberId: member.id }}>
            {t('memberActions.remove.plan')}
          </Link>
        </p>
      )}
      <p>{t('memberActions.remove.text', { projects: t('memberActions.remove.projects', { count: projects }) })}</p>
      <p>
        {keys === 0
          ? t('memberActions.remove.noKeys')
          : t('memberActions.remove.keys', { count: keys, amount: spentOf(member) })}
      </p>
    </>
  );
}
