import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import type { RowAction } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import './member-action-words.js';

/** What somebody is about with members: a dialog each. */
export type MemberTask =
  { kind: 'role' | 'remove'; member: Member } | { kind: 'bulk-role' | 'bulk-remove'; members: readonly Member[] };

interface MemberTasks {
  task: MemberTask | null;
  setTask: (task: MemberTask | null) => void;
  /** What can be done with one; null: nothing, for whoever looks. */
  actionsOf: ((member: Member) => RowAction[]) | null;
}

/** A member who can be changed: who left is no more to be. */
export const isPresent = ({ gone_at }: { gone_at: string | null }): boolean => gone_at === null;

export function useMemberTasks(): MemberTasks {
  const { t } = useTranslation();
  const mayWrite = useMay('members.write');
  const [task, setTask] = useState<MemberTask | null>(null);
  const actionsOf = (member: Member): RowAction[] =>
    isPresent(member)
      ? [
          { label: t('memberActions.change.open'), onChoose: () => setTask({ kind: 'role', member }) },
          {
            label: t('memberActions.remove.open'),
            onChoose: () => setTask({ kind: 'remove', member }),
            isDanger: true,
          },
        ]
      : [];
  return { task, setTask, actionsOf: mayWrite ? actionsOf : null };
}

/** What somebody is called where there is room for one name. */
export const nameOfMember = ({ name, email, id }: Pick<Member, 'name' | 'email' | 'id'>): string => name ?? email ?? id;
