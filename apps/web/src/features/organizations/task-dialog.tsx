import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { isolated } from '../../lib/names.js';
import { ConnectForm } from './connect-form.js';
import { DisconnectForm, ForgetWriteKey, RemoveForm } from './farewell-forms.js';
import { nameOf } from './organization-words.js';
import type { OrganizationTask } from './organization-task.js';
import { RenameForm } from './rename-form.js';
import { ReplaceKeyForm } from './replace-key-form.js';
import '../../components/dialog-form.css';

interface TaskDialogProps {
  /** Null: closed. What was pasted into it is gone then. */
  task: OrganizationTask | null;
  organizations: readonly Organization[];
  now: string;
  onClose: () => void;
}

/** The dialog of what is about to be done. */
export function TaskDialog({ task, organizations, now, onClose }: TaskDialogProps) {
  const { t } = useTranslation();
  const title =
    task === null
      ? ''
      : task.kind === 'connect'
        ? t('organizations.dialog.connect')
        : t(`organizations.dialog.${task.kind}`, { name: isolated(nameOf(task.organization, t)) });
  return (
    <Modal
      opened={task !== null}
      onClose={onClose}
      centered
      size={520}
      // What was pasted is not lost by a press beside it.
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('people.close') }}
    >
      {task !== null && <Content task={task} organizations={organizations} now={now} onClose={onClose} />}
    </Modal>
  );
}

function Content({ task, organizations, now, onClose }: TaskDialogProps & { task: OrganizationTask }) {
  if (task.kind === 'connect') return <ConnectForm organizations={organizations} now={now} onClose={onClose} />;
  const { organization } = task;
  switch (task.kind) {
    case 'rename':
      return <RenameForm organization={organization} onClose={onClose} />;
    case 'replace':
      return <ReplaceKeyForm organization={organization} use="read" now={now} onClose={onClose} />;
    case 'add-write':
    case 'replace-write':
      return <ReplaceKeyForm organization={organization} use="write" now={now} onClose={onClose} />;
    case 'forget-write':
      return <ForgetWriteKey organization={organization} onClose={onClose} />;
    case 'disconnect':
      return <DisconnectForm organization={organization} onClose={onClose} />;
    case 'remove':
      return <RemoveForm organization={organization} onClose={onClose} />;
  }
}
