import { Modal } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isolated } from '../../lib/names.js';
import { AccessForm } from './access-form.js';
import { ConfirmTask } from './confirm-task.js';
import { ErasePerson } from './erase-person.js';
import { InviteForm } from './invite-form.js';
import type { PeopleTask } from './people-task.js';
import { ShownLink } from './shown-link.js';
import '../../components/dialog-form.css';

interface TaskDialogProps {
  /** Null: closed. */
  task: PeopleTask | null;
  onTask: (task: PeopleTask | null) => void;
}

/** The dialog of what is about to be done. */
export function TaskDialog({ task, onTask }: TaskDialogProps) {
  const { t } = useTranslation();
  const close = () => onTask(null);
  return (
    <Modal
      opened={task !== null}
      onClose={close}
      centered
      // What is shown once is not lost by a press beside it.
      closeOnClickOutside={task?.kind !== 'show-link'}
      title={task === null ? '' : titleOf(task, t)}
      closeButtonProps={{ 'aria-label': t('people.close') }}
    >
      {task !== null && <Content task={task} onTask={onTask} onClose={close} />}
    </Modal>
  );
}

interface ContentProps {
  task: PeopleTask;
  onTask: (task: PeopleTask) => void;
  onClose: () => void;
}

function Content({ task, onTask, onClose }: ContentProps) {
  switch (task.kind) {
    case 'invite':
      return <InviteForm onInvited={(link) => onTask({ kind: 'show-link', link })} />;
    case 'show-link':
      return <ShownLink link={task.link} onClose={onClose} />;
    case 'change':
      return <AccessForm person={task.person} onClose={onClose} />;
    case 'erase':
      return <ErasePerson person={task.person} onClose={onClose} />;
    default:
      return (
        <ConfirmTask
          kind={task.kind}
          person={task.person}
          onLink={(link) => onTask({ kind: 'show-link', link })}
          onClose={onClose}
        />
      );
  }
}

function titleOf(task: PeopleTask, t: TFunction): string {
  if (task.kind === 'invite') return t('people.invite.title');
  const person = task.kind === 'show-link' ? task.link.person : task.person;
  return t(`people.dialog.${task.kind}`, { name: isolated(person.name) });
}
