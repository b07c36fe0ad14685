import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useNow } from '../../lib/today.js';
import { useAction } from '../../lib/use-action.js';
import { inviteState, type Invite } from './invite-state.js';
import './member-action-words.js';

/** Takes an invite back that nobody has accepted. */
export function DeleteInvite({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const email = isolated(invite.email ?? invite.id);
  const action = useAction((api, reason: string) => api.deleteInvite(invite.id, aboutOf(invite, reason)), {
    onDone: () => {
      toast(t('memberActions.invite.deleted', { email }));
      onClose();
    },
    find: (api) => findGone(api, 'invites', invite),
  });
  const isExpired = inviteState(invite, now) === 'expired';
  return (
    <ActionDialog title={t('memberActions.invite.deleteTitle', { email })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t(isExpired ? 'memberActions.invite.deleteExpired' : 'memberActions.invite.deleteText')}</p>}
        submit={t('memberActions.invite.deleteSubmit')}
        busy={t('memberActions.invite.deleteBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
