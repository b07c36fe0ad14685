import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { ShownKey } from '../../components/shown-key.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { isMadeSince, useAction } from '../../lib/use-action.js';
import { ExpiryDaysField, expirySeconds } from './expiry-days.js';
import { NameField } from './name-field.js';
import './project-action-words.js';

interface Wanted {
  name: string;
  reason: string;
  seconds: number | null;
  isAlone: boolean;
}

/** What was made, with the key that is shown once; it is gone when the dialog is. */
interface Shown {
  account: DirectoryItem<'service-accounts'>;
  secret: string | null;
}

/** Creates a service account and shows its key, once. */
export function CreateAccount({ project, onClose }: { project: ProjectDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown | null>(null);
  const mayMakeKeys = useMay('keys.write');
  const [isAlone, setAlone] = useState(!mayMakeKeys);
  const [isWrong, setWrong] = useState(false);
  const action = useAction(
    (api, { name, reason, seconds, isAlone: alone }: Wanted) =>
      api.createServiceAccount(project.id, {
        ...aboutOf(project, reason),
        name,
        create_service_account_only: alone,
        ...(seconds !== null && { expires_in_seconds: seconds }),
      }),
    {
      onDone: ({ service_account: account, secret }) => {
        toast(t('projectActions.accounts.created', { name: isolated(account.name ?? account.id) }));
        if (isAlone) onClose();
        else setShown({ account, secret });
      },
      // Found in the list it is without its key: nobody can be shown that any more.
      find: async (api, { name }, since) => {
        const { data } = await api.list('service-accounts', { project_id: [project.id], q: name });
        const found = data.find((each) => each.name === name && isMadeSince(each.created_at, since));
        return found === undefined ? null : { service_account: found, api_key: null, secret: null };
      },
    },
  );
  if (shown !== null) {
    const name = isolated(shown.account.name ?? shown.account.id);
    return (
      <ActionDialog title={t('projectActions.accounts.shownTitle', { name })} onClose={onClose} isHeld>
        <ShownKey secret={shown.secret} onClose={onClose} />
      </ActionDialog>
    );
  }
  const title = t('projectActions.accounts.createTitle', { name: isolated(project.name ?? project.id) });
  return (
    <ActionDialog title={title} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('projectActions.accounts.createText')}</p>}
        fields={{ name: t('projectActions.name'), days: t('projectActions.accounts.days') }}
        optional={['days']}
        submit={t('projectActions.accounts.createSubmit')}
        busy={t('projectActions.accounts.createBusy')}
        onSubmit={({ name, reason, days }) => {
          const seconds = isAlone ? null : expirySeconds(days);
          setWrong(seconds === undefined);
          if (seconds !== undefined) action.run({ name, reason, seconds, isAlone });
        }}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            <NameField error={errorOf('name')} />
            {mayMakeKeys && (
              <label className="choice-line">
                <input type="checkbox" checked={isAlone} onChange={() => setAlone(!isAlone)} />
                {t('projectActions.accounts.alone')}
              </label>
            )}
            {!isAlone && <ExpiryDaysField isWrong={isWrong} error={errorOf('days')} />}
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}
