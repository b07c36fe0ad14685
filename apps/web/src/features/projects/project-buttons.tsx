import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { useMay } from '../../lib/session.js';
import { hasEnded } from './has-ended.js';
import { CreateProject } from './project-dialogs.js';
import { useProjectTasks } from './project-task.js';
import './project-action-words.js';

/** The way to make a project; nothing for whoever may not. */
export function CreateProjectButton() {
  const { t } = useTranslation();
  const mayCreate = useMay('projects.create');
  const [isOpen, setOpen] = useState(false);
  if (!mayCreate) return null;
  return (
    <>
      <button type="button" className="control primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        {t('projectActions.create.open')}
      </button>
      {isOpen && <CreateProject onClose={() => setOpen(false)} />}
    </>
  );
}

/** What can be done with the project whose page it is; nothing with one that has ended. */
export function ProjectButtons({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { actionsOf, setTask, dialog } = useProjectTasks();
  if (actionsOf === null || hasEnded(project)) return dialog;
  return (
    <>
      <button type="button" className="control" onClick={() => setTask({ kind: 'rename', project })}>
        {t('projectActions.rename.open')}
      </button>
      <button type="button" className="control destructive" onClick={() => setTask({ kind: 'archive', project })}>
        {t('projectActions.archive.open')}
      </button>
      {dialog}
    </>
  );
}
