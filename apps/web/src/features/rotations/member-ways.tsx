import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { SelectField } from '../../components/choice-fields.js';
import { CopyTextButton } from '../../components/copy-text-button.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { FormField } from '../../components/form-field.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { plainName } from '../../lib/names.js';
import { shortened } from './rotation-facts.js';

interface AccountFieldsProps {
  way: 'existing' | 'made';
  rotation: Rotation;
  /** The account that the keys are on now is no choice. */
  isMoving: boolean;
  errorOf: (name: 'service_account_id' | 'new_service_account_name') => string | undefined;
}

/** The service account that the callers move to. */
export function AccountFields({ way, rotation, isMoving, errorOf }: AccountFieldsProps) {
  const { t } = useTranslation();
  if (way === 'existing')
    return <AccountChoice rotation={rotation} isMoving={isMoving} error={errorOf('service_account_id')} />;
  return (
    <FormField
      name="new_service_account_name"
      label={t('rotations.member.newName')}
      hint={t('rotations.member.newNameHint')}
      error={errorOf('new_service_account_name')}
      maxLength={200}
      autoComplete="off"
      required
    />
  );
}

interface AccountChoiceProps {
  rotation: Rotation;
  isMoving: boolean;
  error: string | undefined;
}

function AccountChoice({ rotation, isMoving, error }: AccountChoiceProps) {
  const { t } = useTranslation();
  const list = useDirectoryList('service-accounts', { project_id: [rotation.project_id], sort: 'name' });
  const { rows, isComplete, isLoading, readOn } = list;
  useEffect(() => {
    if (!isComplete && !isLoading && rows !== null) readOn();
  }, [isComplete, isLoading, rows, readOn]);
  if (list.error !== null) return <ErrorNotice error={list.error} onRetry={list.retry} />;
  const taken = isMoving ? [rotation.old_key.owner_id, rotation.new_key?.service_account_id] : [];
  const accounts = (rows ?? []).filter(({ id }) => !taken.includes(id));
  const first = rows === null ? 'accountLoading' : accounts.length === 0 ? 'accountNone' : 'accountChoose';
  return (
    <SelectField
      name="service_account_id"
      label={t('rotations.member.account')}
      error={error === undefined ? undefined : t('rotations.member.accountMissing')}
      defaultValue=""
      required
      options={[
        { value: '', label: t(`rotations.member.${first}`) },
        ...accounts.map(({ id, name }) => ({ value: id, label: plainName(name ?? id) })),
      ]}
    />
  );
}

/** For a member's key that stays a member's: only its owner can replace it. */
export function AskOwner({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation();
  const { old_key: key, project_id: projectId, project_name: project } = rotation;
  const message = () =>
    t('rotations.member.message', {
      owner: plainName(key.owner_name ?? t('rotations.who.unnamed')),
      key: plainName([key.name ?? '', shortened(key.redacted_value ?? key.api_key_id)].join(' ').trim()),
      project: plainName(project ?? projectId),
      link: `${window.location.origin}/keys/rotations/${encodeURIComponent(rotation.id)}`,
    });
  return (
    <>
      <p>{t('rotations.member.askText')}</p>
      <CopyTextButton isPrimary label={t('rotations.member.copy')} done={t('rotations.member.copied')} text={message} />
    </>
  );
}
