import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem } from '@bursar/contract';
import type { RowAction } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import { DeleteGroup, RenameGroup } from './group-dialogs.js';
import '../members/member-action-words.js';

export type Group = DirectoryItem<'groups'>;

interface GroupTasks {
  /** What can be done with one; null: nothing, for whoever looks. */
  actionsOf: ((group: Group) => RowAction[]) | null;
  /** What is about to be done. */
  dialog: ReactNode;
}

/** Whether its name and members are ours to change: those of SCIM come from the identity provider. */
export const isChangeable = ({ gone_at, is_scim_managed: isManaged }: Group): boolean =>
  gone_at === null && isManaged !== true;

/** What can be done with groups. @param onDeleted where a deleted group leads away from its page */
export function useGroupTasks(onDeleted?: () => void): GroupTasks {
  const { t } = useTranslation();
  const mayWrite = useMay('members.write');
  const [task, setTask] = useState<{ kind: 'rename' | 'delete'; group: Group } | null>(null);
  const close = () => setTask(null);
  const actionsOf = (group: Group): RowAction[] =>
    isChangeable(group)
      ? [
          { label: t('memberActions.groups.rename'), onChoose: () => setTask({ kind: 'rename', group }) },
          {
            label: t('memberActions.groups.delete'),
            onChoose: () => setTask({ kind: 'delete', group }),
            isDanger: true,
          },
        ]
      : [];
  const dialogOf = ({ kind, group }: NonNullable<typeof task>) =>
    kind === 'rename' ? (
      <RenameGroup group={group} onClose={close} />
    ) : (
      <DeleteGroup
        group={group}
        onDone={() => {
          close();
          onDeleted?.();
        }}
        onClose={close}
      />
    );
  return { actionsOf: mayWrite ? actionsOf : null, dialog: task === null ? null : dialogOf(task) };
}
