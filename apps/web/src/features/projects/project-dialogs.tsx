/** Projects are made and named. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { OrganizationField, useOrganizationChoice } from '../../components/organization-field.js';
import { toast } from '../../components/toast.js';
import { aboutNew, aboutOf } from '../../lib/action-about.js';
import { findChanged } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { isMadeSince, useAction } from '../../lib/use-action.js';
import { NameField } from './name-field.js';
import './project-action-words.js';

interface Named {
  name: string;
  reason: string;
}

/** Creates a project, in which nobody is but the owners of the organization. */
export function CreateProject({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const choice = useOrganizationChoice();
  const [isTried, setTried] = useState(false);
  const action = useAction(
    (api, { name, reason }: Named) => api.createProject({ ...aboutNew(choice.organization, reason), name }),
    {
      onDone: ({ name }) => {
        toast(t('projectActions.create.done', { name: isolated(name ?? '') }));
        onClose();
      },
      find: async (api, { name }, since) => {
        const { data } = await api.list('projects', { q: name, sort: '-created_at' });
        return data.find((each) => each.name === name && isMadeSince(each.created_at, since)) ?? null;
      },
    },
  );
  return (
    <ActionDialog title={t('projectActions.create.open')} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('projectActions.create.text')}</p>}
        fields={{ name: t('projectActions.name') }}
        submit={t('projectActions.create.submit')}
        busy={t('projectActions.create.busy')}
        onSubmit={(values) => {
          setTried(true);
          if (!choice.isMissing) action.run(values);
        }}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            <OrganizationField of={choice} isTried={isTried} />
            <NameField error={errorOf('name')} />
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

/** Gives a project another name. */
export function RenameProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const action = useAction(
    (api, { name, reason }: Named) => api.renameProject(project.id, { ...aboutOf(project, reason), name }),
    {
      onDone: ({ name }) => {
        toast(t('projectActions.rename.done', { name: isolated(name ?? '') }));
        onClose();
      },
      find: (api, { name }) => findChanged(api, 'projects', { place: project, isDone: (found) => found.name === name }),
    },
  );
  return (
    <ActionDialog
      title={t('projectActions.rename.title', { name: isolated(project.name ?? project.id) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        fields={{ name: t('projectActions.name') }}
        submit={t('projectActions.rename.submit')}
        busy={t('projectActions.rename.busy')}
        onSubmit={action.run}
        onClose={onClose}
      >
        {(errorOf) => <NameField error={errorOf('name')} start={project.name ?? ''} />}
      </ActionForm>
    </ActionDialog>
  );
}
