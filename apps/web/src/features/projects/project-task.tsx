import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import type { RowAction } from '../../components/row-menu.js';
import { useMay } from '../../lib/session.js';
import { ArchiveProject, BulkArchive } from './archive-project.js';
import { hasEnded } from './has-ended.js';
import { RenameProject } from './project-dialogs.js';
import './project-action-words.js';

export type ProjectTask =
  { kind: 'rename' | 'archive'; project: Project } | { kind: 'bulk-archive'; projects: readonly Project[] };

interface ProjectTasks {
  /** What can be done with one; null: nothing, for whoever looks. */
  actionsOf: ((project: Project) => RowAction[]) | null;
  setTask: (task: ProjectTask) => void;
  /** What is about to be done. */
  dialog: ReactNode;
}

/** What can be done with projects, as long as these have not ended. @param onBulkDone those chosen are done with */
export function useProjectTasks(onBulkDone?: () => void): ProjectTasks {
  const { t } = useTranslation();
  const mayWrite = useMay('projects.write');
  const [task, setTask] = useState<ProjectTask | null>(null);
  const close = () => setTask(null);
  const actionsOf = (project: Project): RowAction[] =>
    hasEnded(project)
      ? []
      : [
          { label: t('projectActions.rename.open'), onChoose: () => setTask({ kind: 'rename', project }) },
          {
            label: t('projectActions.archive.open'),
            onChoose: () => setTask({ kind: 'archive', project }),
            isDanger: true,
          },
        ];
  const dialogOf = (of: ProjectTask): ReactNode => {
    if (of.kind === 'bulk-archive') {
      const done = () => {
        onBulkDone?.();
        close();
      };
      return <BulkArchive projects={of.projects} onDone={done} onClose={close} />;
    }
    const Dialog = of.kind === 'rename' ? RenameProject : ArchiveProject;
    return <Dialog project={of.project} onClose={close} />;
  };
  return { actionsOf: mayWrite ? actionsOf : null, setTask, dialog: task === null ? null : dialogOf(task) };
}
