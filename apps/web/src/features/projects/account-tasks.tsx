import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { RowMenu } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import { ChangeAccount, DeleteAccount, type ServiceAccount } from './account-dialogs.js';
import { CreateAccount } from './create-account.js';
import { CreateAccountKey } from './create-account-key.js';
import { hasEnded } from './has-ended.js';
import { NO_TASKS, type ListTasks } from './project-member-tasks.js';

type Task = { kind: 'create' } | { kind: 'change' | 'key' | 'delete'; account: ServiceAccount };

const DIALOGS = { change: ChangeAccount, key: CreateAccountKey, delete: DeleteAccount } as const;

/** Creating service accounts of a project and their keys, changing and deleting them. */
export function useAccountTasks(project: ProjectDetail): ListTasks<ServiceAccount> {
  const { t } = useTranslation();
  const mayWrite = useMay('projects.write');
  const mayMakeKeys = useMay('keys.write');
  const [task, setTask] = useState<Task | null>(null);
  if (!mayWrite || hasEnded(project)) return NO_TASKS;
  const close = () => setTask(null);
  const dialogOf = (of: Task): ReactNode => {
    if (of.kind === 'create') return <CreateAccount project={project} onClose={close} />;
    const Dialog = DIALOGS[of.kind];
    return <Dialog project={project} account={of.account} onClose={close} />;
  };
  const actionsOf = (account: ServiceAccount) => [
    ...(mayMakeKeys
      ? [{ label: t('projectActions.accounts.makeKey'), onChoose: () => setTask({ kind: 'key', account }) }]
      : []),
    { label: t('projectActions.accounts.change'), onChoose: () => setTask({ kind: 'change', account }) },
    {
      label: t('projectActions.accounts.delete'),
      onChoose: () => setTask({ kind: 'delete', account }),
      isDanger: true,
    },
  ];
  return {
    rowMenu: (account) => (
      <RowMenu name={account.name ?? account.id} actions={account.gone_at === null ? actionsOf(account) : []} />
    ),
    actions: (
      <button type="button" className="control" onClick={() => setTask({ kind: 'create' })}>
        <Plus aria-hidden="true" />
        {t('projectActions.accounts.create')}
      </button>
    ),
    dialog: task === null ? null : dialogOf(task),
  };
}
