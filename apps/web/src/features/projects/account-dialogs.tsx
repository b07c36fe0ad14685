/** Service accounts of a project are renamed, given another role, and deleted with their keys. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { SelectField } from '../../components/choice-fields.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { findChanged, findGone } from '../../lib/find-again.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { useSpent } from '../directory/use-spent.js';
import { NameField } from './name-field.js';
import './project-action-words.js';
import './project-actions.css';

export type ServiceAccount = DirectoryItem<'service-accounts'>;

interface AccountProps {
  project: ProjectDetail;
  account: ServiceAccount;
  onClose: () => void;
}

const nameOf = ({ name, id }: ServiceAccount): string => name ?? id;
const ROLES = ['member', 'owner'] as const;
type AccountRole = (typeof ROLES)[number];

interface Change {
  reason: string;
  name?: string;
  role?: AccountRole;
}

/** Renames a service account, or changes what it is in the project; sends only what differs. */
export function ChangeAccount({ project, account, onClose }: AccountProps) {
  const { t } = useTranslation();
  const [role, setRole] = useState<AccountRole | null>(ROLES.find((each) => each === account.role) ?? null);
  const [isSame, setSame] = useState(false);
  const action = useAction(
    (api, { reason, ...change }: Change) =>
      api.changeServiceAccount({ projectId: project.id, id: account.id }, { ...aboutOf(project, reason), ...change }),
    {
      onDone: (changed) => {
        toast(t('projectActions.accounts.changed', { name: isolated(nameOf(changed)) }));
        onClose();
      },
      find: (api, change) =>
        findChanged(api, 'service-accounts', {
          place: account,
          isDone: (found) =>
            (change.name === undefined || found.name === change.name) &&
            (change.role === undefined || found.role === change.role),
        }),
    },
  );
  const submit = ({ name, reason }: { name: string; reason: string }) => {
    const change = {
      ...(name !== account.name && { name }),
      ...(role !== null && role !== account.role && { role }),
    };
    const isEmpty = Object.keys(change).length === 0;
    setSame(isEmpty);
    if (!isEmpty) action.run({ reason, ...change });
  };
  return (
    <ActionDialog
      title={t('projectActions.accounts.changeTitle', { name: isolated(nameOf(account)) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        fields={{ name: t('projectActions.name') }}
        submit={t('projectActions.accounts.changeSubmit')}
        busy={t('projectActions.accounts.changeBusy')}
        onSubmit={submit}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            <NameField error={errorOf('name')} start={account.name ?? ''} />
            <SelectField
              label={t('projectActions.accounts.role')}
              value={role ?? ''}
              onChange={(event) => setRole(ROLES.find((each) => each === event.currentTarget.value) ?? null)}
              options={[
                ...(role === null ? [{ value: '', label: account.role ?? '' }] : []),
                ...ROLES.map((value) => ({ value, label: t(`projectActions.members.roles.${value}.label`) })),
              ]}
            />
            {isSame && (
              <p className="form-error" role="alert">
                {t('projectActions.accounts.same')}
              </p>
            )}
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

/** Deletes a service account, after it was said which keys end with it. */
export function DeleteAccount({ project, account, onClose }: AccountProps) {
  const { t } = useTranslation();
  const name = isolated(nameOf(account));
  const action = useAction(
    (api, reason: string) =>
      api.deleteServiceAccount({ projectId: project.id, id: account.id }, aboutOf(project, reason)),
    {
      onDone: () => {
        toast(t('projectActions.accounts.deleted', { name }));
        onClose();
      },
      find: (api) => findGone(api, 'service-accounts', account),
    },
  );
  return (
    <ActionDialog
      title={t('projectActions.accounts.deleteTitle', { name })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={
          <>
            <p>{t('projectActions.accounts.deleteText')}</p>
            <EndingKeys account={account} />
          </>
        }
        danger={{ typed: nameOf(account) }}
        submit={t('projectActions.accounts.deleteSubmit')}
        busy={t('projectActions.accounts.deleteBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}

/** The keys of an account, those that spent most first, with what they spent. */
function EndingKeys({ account: { id, project_id: projectId } }: Pick<AccountProps, 'account'>) {
  const { t } = useTranslation();
  const spentOf = useSpent();
  const { rows, error, retry } = useDirectoryList('api-keys', {
    owner_id: [id],
    project_id: [projectId],
    sort: '-spend_last_30_days',
  });
  if (rows === null && error !== null) return <ErrorNotice error={error} onRetry={retry} />;
  if (rows === null) return <p>{t('projectActions.accounts.keysReading')}</p>;
  if (rows.length === 0) return <p>{t('projectActions.accounts.noKeys')}</p>;
  return (
    <div>
      <p>{t('projectActions.accounts.keys')}</p>
      <ul className="ending-keys">
        {rows.map((key) => (
          <li key={key.id}>
            {t('projectActions.accounts.key', {
              name: isolated(key.name ?? key.redacted_value ?? key.id),
              amount: spentOf(key),
              at: key.last_used_at === null ? t('projectActions.accounts.never') : moment(key.last_used_at),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
