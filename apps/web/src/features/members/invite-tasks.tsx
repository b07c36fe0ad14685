import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RowMenu, type RowAction } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import { useNow } from '../../lib/today.js';
import { DeleteInvite } from './delete-invite.js';
import { InviteDialog, type InviteStart } from './invite-dialog.js';
import { inviteState, type Invite } from './invite-state.js';
import './member-action-words.js';

interface InviteTasks {
  /** What can be done with one; undefined: nothing, for whoever looks. */
  rowMenu: ((invite: Invite) => ReactNode) | undefined;
  /** What is about to be done. */
  dialog: ReactNode;
}

/** What can be done with invites: an accepted one is over, and an expired one can only be made anew. */
export function useInviteTasks(): InviteTasks {
  const { t } = useTranslation();
  const now = useNow();
  const mayWrite = useMay('members.write');
  const [task, setTask] = useState<{ kind: 'again' | 'delete'; invite: Invite } | null>(null);
  const close = () => setTask(null);
  const actionsOf = (invite: Invite): RowAction[] => {
    const state = inviteState(invite, now);
    if (invite.gone_at !== null || state === 'accepted') return [];
    const again = { label: t('memberActions.invite.again'), onChoose: () => setTask({ kind: 'again', invite }) };
    const remove = { label: t('memberActions.invite.delete'), onChoose: () => setTask({ kind: 'delete', invite }) };
    return state === 'expired' ? [again, remove] : [remove];
  };
  return {
    rowMenu: mayWrite
      ? (invite) => <RowMenu name={invite.email ?? invite.id} actions={actionsOf(invite)} />
      : undefined,
    dialog:
      task === null ? null : task.kind === 'again' ? (
        <InviteDialog start={startOf(task.invite)} onClose={close} />
      ) : (
        <DeleteInvite invite={task.invite} onClose={close} />
      ),
  };
}

/** What the new invite begins with: what the old one said. */
function startOf({ email, role, organization_id: organization, projects }: Invite): InviteStart {
  const chosen = (projects ?? []).flatMap(joined);
  return {
    email: email ?? '',
    role,
    organization,
    projects: { way: chosen.length > 0 ? 'some' : 'none', chosen },
  };
}

/** OpenAI's `{id, role}` of a project; what is none is left out. */
function joined(project: unknown): InviteStart['projects']['chosen'] {
  if (typeof project !== 'object' || project === null || !('id' in project)) return [];
  const role = 'role' in project && project.role === 'owner' ? 'owner' : 'member';
  return [{ id: String(project.id), role }];
}
