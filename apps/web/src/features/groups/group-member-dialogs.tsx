/** Who is put into a group and taken out of it. */
import { useTranslation } from 'react-i18next';
import type { DirectoryItem } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { useMemberChoice, MemberField } from '../members/member-field.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import type { Group } from './group-task.js';

export type GroupMember = DirectoryItem<'group-members'>;

interface AddGroupMemberProps {
  group: Group;
  /** Those in it by now. */
  members: readonly GroupMember[];
  onClose: () => void;
}

/** Puts a member of the organization into a group. */
export function AddGroupMember({ group, members, onClose }: AddGroupMemberProps) {
  const { t } = useTranslation();
  const name = isolated(group.name ?? group.id);
  const choice = useMemberChoice(group.organization_id, new Set(members.map(({ id }) => id)));
  const action = useAction(
    (api, { userId, reason }: { userId: string; reason: string }) =>
      api.addGroupMember(group.id, { ...aboutOf(group, reason), user_id: userId }),
    {
      onDone: ({ name: added, email, id }) => {
        toast(t('memberActions.groups.added', { name: isolated(added ?? email ?? id) }));
        onClose();
      },
      find: async (api, { userId }) => {
        const { data } = await api.list('group-members', { group_id: [group.id], id: [userId] });
        return data[0] ?? null;
      },
    },
  );
  return (
    <ActionDialog title={t('memberActions.groups.addTitle', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        submit={t('memberActions.groups.addSubmit')}
        busy={t('memberActions.groups.addBusy')}
        onSubmit={({ reason }) => {
          const userId = choice.confirm();
          if (userId !== null) action.run({ userId, reason });
        }}
        onClose={onClose}
      >
        {() => <MemberField of={choice} />}
      </ActionForm>
    </ActionDialog>
  );
}

interface RemoveGroupMemberProps {
  group: Group;
  member: GroupMember;
  onClose: () => void;
}

/** Takes somebody out of a group. */
export function RemoveGroupMember({ group, member, onClose }: RemoveGroupMemberProps) {
  const { t } = useTranslation();
  const name = isolated(member.name ?? member.email ?? member.id);
  const action = useAction(
    (api, reason: string) => api.removeGroupMember({ groupId: group.id, id: member.id }, aboutOf(group, reason)),
    {
      onDone: () => {
        toast(t('memberActions.groups.removed', { name }));
        onClose();
      },
      find: (api) => findGone(api, 'group-members', member),
    },
  );
  return (
    <ActionDialog
      title={t('memberActions.groups.removeTitle', { name, group: isolated(group.name ?? group.id) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={<p>{t('memberActions.groups.removeText')}</p>}
        submit={t('memberActions.groups.removeSubmit')}
        busy={t('memberActions.groups.removeBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
