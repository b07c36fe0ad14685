import { UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { RowMenu } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import { hasEnded } from './has-ended.js';
import {
  AddProjectMember,
  ChangeProjectMember,
  RemoveProjectMember,
  type ProjectMember,
} from './project-member-dialogs.js';

/** What can be done with a list of a project: nothing, for whoever may not or where it has ended. */
export interface ListTasks<Item> {
  rowMenu: ((item: Item) => ReactNode) | undefined;
  actions: ReactNode;
  dialog: ReactNode;
}

export const NO_TASKS = { rowMenu: undefined, actions: null, dialog: null };

type Task = { kind: 'add' } | { kind: 'change' | 'remove'; member: ProjectMember };

/** Adding members to a project, changing and removing them. */
export function useProjectMemberTasks(project: ProjectDetail): ListTasks<ProjectMember> {
  const { t } = useTranslation();
  const mayWrite = useMay('projects.write');
  const [task, setTask] = useState<Task | null>(null);
  if (!mayWrite || hasEnded(project)) return NO_TASKS;
  const close = () => setTask(null);
  const dialogOf = (of: Task): ReactNode => {
    if (of.kind === 'add') return <AddProjectMember project={project} onClose={close} />;
    const Dialog = of.kind === 'change' ? ChangeProjectMember : RemoveProjectMember;
    return <Dialog project={project} member={of.member} onClose={close} />;
  };
  const actionsOf = (member: ProjectMember) => [
    { label: t('projectActions.members.change'), onChoose: () => setTask({ kind: 'change', member }) },
    { label: t('projectActions.members.remove'), onChoose: () => setTask({ kind: 'remove', member }), isDanger: true },
  ];
  return {
    rowMenu: (member) => (
      <RowMenu
        name={member.name ?? member.email ?? member.id}
        actions={member.gone_at === null ? actionsOf(member) : []}
      />
    ),
    actions: (
      <button type="button" className="control" onClick={() => setTask({ kind: 'add' })}>
        <UserPlus aria-hidden="true" />
        {t('projectActions.members.add')}
      </button>
    ),
    dialog: task === null ? null : dialogOf(task),
  };
}
