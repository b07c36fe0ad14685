/** Projects end: nothing at OpenAI brings one back. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { BulkDialog } from '../../components/bulk-dialog.js';
import { Notice } from '../../components/notice.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findChanged } from '../../lib/find-again.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { useSpent } from '../directory/use-spent.js';
import { hasEnded } from './has-ended.js';
import './project-action-words.js';

const nameOf = ({ name, id }: Project): string => name ?? id;

/** Archives a project whose name was typed, after it was said what ends with it. */
export function ArchiveProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const name = isolated(nameOf(project));
  const action = useAction(
    (api, reason: string) => api.archiveProject(project.id, { ...aboutOf(project, reason), name: nameOf(project) }),
    {
      onDone: () => {
        toast(t('projectActions.archive.done', { name }));
        onClose();
      },
      find: (api) => findChanged(api, 'projects', { place: project, isDone: hasEnded }),
    },
  );
  return (
    <ActionDialog title={t('projectActions.archive.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<Consequences project={project} />}
        danger={{ typed: nameOf(project) }}
        submit={t('projectActions.archive.submit')}
        busy={t('projectActions.archive.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}

function endsOf({ counts }: Project, t: TFunction): { keys: string; accounts: string; isNothing: boolean } {
  const { api_key: keys = 0, service_account: accounts = 0 } = counts;
  return {
    keys: t('projectActions.archive.keys', { count: keys }),
    accounts: t('projectActions.archive.accounts', { count: accounts }),
    isNothing: keys + accounts === 0,
  };
}

function Consequences({ project }: { project: Project }) {
  const { t } = useTranslation();
  const amount = useSpent()(project);
  const { isNothing, ...ends } = endsOf(project, t);
  const { last_activity_at: lastActivity } = project;
  return (
    <>
      <Notice tone="warning" title={t('projectActions.archive.forEver')}>
        <p>{isNothing ? t('projectActions.archive.endsNothing') : t('projectActions.archive.ends', ends)}</p>
        <p>
          {lastActivity === null
            ? t('projectActions.archive.quiet', { amount })
            : t('projectActions.archive.traffic', { amount, at: moment(lastActivity) })}
        </p>
      </Notice>
      <p>{t('projectActions.archive.stays')}</p>
    </>
  );
}

interface BulkArchiveProps {
  projects: readonly Project[];
  /** All of it is done. */
  onDone: () => void;
  onClose: () => void;
}

/** Archives several; instead of each name their number is typed. */
export function BulkArchive({ projects, onDone, onClose }: BulkArchiveProps) {
  const { t } = useTranslation();
  const spentOf = useSpent();
  const count = projects.length;
  return (
    <BulkDialog
      title={t('projectActions.archive.bulkTitle', { count })}
      says={
        <Notice tone="warning" title={t('projectActions.archive.forEver')}>
          {t('projectActions.archive.bulkText')}
        </Notice>
      }
      items={projects}
      keyOf={({ id }) => id}
      rowOf={(project) => {
        const { isNothing: _, ...ends } = endsOf(project, t);
        return {
          name: nameOf(project),
          happens: t('projectActions.archive.bulkRow', { ...ends, amount: spentOf(project) }),
        };
      }}
      danger={{ typed: String(count), typedLabel: t('actions.bulk.typed', { name: String(count) }) }}
      act={(api, project, { reason }) =>
        api.archiveProject(project.id, { ...aboutOf(project, reason), name: nameOf(project) })
      }
      submit={t('projectActions.archive.bulkSubmit', { count })}
      onAllDone={(done) => {
        toast(t('projectActions.archive.bulkDone', { count: done }));
        onDone();
      }}
      onClose={onClose}
    />
  );
}
