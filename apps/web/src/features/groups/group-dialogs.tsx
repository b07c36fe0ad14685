/** What is done to groups of the organization. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { FormField } from '../../components/form-field.js';
import { OrganizationField, useOrganizationChoice } from '../../components/organization-field.js';
import { toast } from '../../components/toast.js';
import { aboutNew, aboutOf } from '../../lib/action-about.js';
import { findChanged, findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { isMadeSince, useAction } from '../../lib/use-action.js';
import type { Group } from './group-task.js';
import '../members/member-action-words.js';

/** OpenAI takes no longer ones. */
const LONGEST_NAME = 256;

interface Named {
  name: string;
  reason: string;
}

const nameOf = ({ name, id }: Group): string => name ?? id;

/** Creates a group without members. */
export function CreateGroup({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const choice = useOrganizationChoice();
  const [isTried, setTried] = useState(false);
  const action = useAction(
    (api, { name, reason }: Named) => api.createGroup({ ...aboutNew(choice.organization, reason), name }),
    {
      onDone: ({ name }) => {
        toast(t('memberActions.groups.created', { name: isolated(name ?? '') }));
        onClose();
      },
      find: async (api, { name }, since) => {
        const { data } = await api.list('groups', { q: name });
        return data.find((each) => each.name === name && isMadeSince(each.created_at, since)) ?? null;
      },
    },
  );
  return (
    <ActionDialog title={t('memberActions.groups.create')} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('memberActions.groups.createText')}</p>}
        fields={{ name: t('memberActions.groups.name') }}
        submit={t('memberActions.groups.createSubmit')}
        busy={t('memberActions.groups.createBusy')}
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

/** Gives a group another name. */
export function RenameGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation();
  const action = useAction(
    (api, { name, reason }: Named) => api.renameGroup(group.id, { ...aboutOf(group, reason), name }),
    {
      onDone: ({ name }) => {
        toast(t('memberActions.groups.renamed', { name: isolated(name ?? '') }));
        onClose();
      },
      find: (api, { name }) => findChanged(api, 'groups', { place: group, isDone: (found) => found.name === name }),
    },
  );
  return (
    <ActionDialog
      title={t('memberActions.groups.renameTitle', { name: isolated(nameOf(group)) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        fields={{ name: t('memberActions.groups.name') }}
        submit={t('memberActions.groups.renameSubmit')}
        busy={t('memberActions.groups.renameBusy')}
        onSubmit={action.run}
        onClose={onClose}
      >
        {(errorOf) => <NameField error={errorOf('name')} start={group.name ?? ''} />}
      </ActionForm>
    </ActionDialog>
  );
}

function NameField({ error, start = '' }: { error: string | undefined; start?: string }) {
  const { t } = useTranslation();
  return (
    <FormField
      name="name"
      label={t('memberActions.groups.name')}
      error={error}
      defaultValue={start}
      maxLength={LONGEST_NAME}
      autoComplete="off"
      required
      data-autofocus
    />
  );
}

interface DeleteGroupProps {
  group: Group;
  onDone: () => void;
  onClose: () => void;
}

/** Deletes a group; nothing brings it back, so that its name is typed. */
export function DeleteGroup({ group, onDone, onClose }: DeleteGroupProps) {
  const { t } = useTranslation();
  const name = isolated(nameOf(group));
  const action = useAction((api, reason: string) => api.deleteGroup(group.id, aboutOf(group, reason)), {
    onDone: () => {
      toast(t('memberActions.groups.deleted', { name }));
      onDone();
    },
    find: (api) => findGone(api, 'groups', group),
  });
  return (
    <ActionDialog title={t('memberActions.groups.deleteTitle', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('memberActions.groups.deleteText')}</p>}
        danger={{ typed: nameOf(group) }}
        submit={t('memberActions.groups.deleteSubmit')}
        busy={t('memberActions.groups.deleteBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
