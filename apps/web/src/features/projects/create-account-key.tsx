import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { ShownKey } from '../../components/shown-key.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { isolated } from '../../lib/names.js';
import { isMadeSince, useAction } from '../../lib/use-action.js';
import type { ServiceAccount } from './account-dialogs.js';
import { ExpiryDaysField, expirySeconds } from './expiry-days.js';
import { NameField } from './name-field.js';
import './project-action-words.js';

interface Wanted {
  name: string;
  reason: string;
  seconds: number | null;
}

interface CreateAccountKeyProps {
  project: ProjectDetail;
  account: ServiceAccount;
  onClose: () => void;
}

/** Makes one more key of a service account and shows it, once. */
export function CreateAccountKey({ project, account, onClose }: CreateAccountKeyProps) {
  const { t } = useTranslation();
  // What was made, with the key that is shown once; it is gone when the dialog is.
  const [shown, setShown] = useState<{ secret: string | null } | null>(null);
  const [isWrong, setWrong] = useState(false);
  const place = { projectId: project.id, id: account.id };
  const name = isolated(account.name ?? account.id);
  const action = useAction(
    (api, { name: called, reason, seconds }: Wanted) =>
      api.createAccountKey(place, {
        ...aboutOf(project, reason),
        name: called,
        ...(seconds !== null && { expires_in_seconds: seconds }),
      }),
    {
      onDone: ({ secret }) => {
        toast(t('projectActions.accounts.keyMade', { name }));
        setShown({ secret });
      },
      // Found in the list it is without its secret: nobody can be shown that any more.
      find: async (api, { name: called }, since) => {
        const { data } = await api.list('api-keys', { project_id: [project.id], owner_id: [account.id], q: called });
        const found = data.find((each) => each.name === called && isMadeSince(each.created_at, since));
        return found === undefined ? null : { api_key: found, secret: null };
      },
    },
  );
  if (shown !== null) {
    return (
      <ActionDialog title={t('projectActions.accounts.shownTitle', { name })} onClose={onClose} isHeld>
        <ShownKey secret={shown.secret} onClose={onClose} />
      </ActionDialog>
    );
  }
  return (
    <ActionDialog
      title={t('projectActions.accounts.makeKeyTitle', { name })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={<p>{t('projectActions.accounts.makeKeyText')}</p>}
        fields={{ name: t('projectActions.name'), days: t('projectActions.accounts.days') }}
        optional={['days']}
        submit={t('projectActions.accounts.makeKeySubmit')}
        busy={t('projectActions.accounts.makeKeyBusy')}
        onSubmit={({ name: called, reason, days }) => {
          const seconds = expirySeconds(days);
          setWrong(seconds === undefined);
          if (seconds !== undefined) action.run({ name: called, reason, seconds });
        }}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            <NameField error={errorOf('name')} />
            <ExpiryDaysField isWrong={isWrong} error={errorOf('days')} />
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}
