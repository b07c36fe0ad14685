/** What takes something away from an organization: each says what stays and what does not, before it asks. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useDisconnectOrganization, useForgetWriteKey, useRemoveOrganization } from '../../lib/organization-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { EntryProblem } from '../sign-in/entry-problem.js';
import { nameOf, typedName } from './organization-words.js';

const LONGEST_REASON = 500;

interface FarewellProps {
  organization: Organization;
  onClose: () => void;
}

/** Forgets the key for changes; the one for reading stays. */
export function ForgetWriteKey({ organization: { id }, onClose }: FarewellProps) {
  const { t } = useTranslation();
  const { mutate: forget, isPending, error } = useForgetWriteKey();
  const onSuccess = () => {
    toast(t('organizations.forget.done'));
    onClose();
  };
  return (
    <div className="dialog-body">
      {error !== null && <EntryProblem error={error} known={[]} />}
      <p>{t('organizations.forget.text')}</p>
      <div className="controls">
        <button
          type="button"
          className="control primary"
          aria-disabled={isPending}
          onClick={() => !isPending && forget(id, { onSuccess })}
        >
          {t('organizations.forget.submit')}
        </button>
        <button type="button" className="control" onClick={onClose} data-autofocus>
          {t('people.cancel')}
        </button>
      </div>
    </div>
  );
}

/** Forgets the keys and keeps what was collected. */
export function DisconnectForm({ organization, onClose }: FarewellProps) {
  const { t } = useTranslation();
  const { mutate: disconnect, isPending, error } = useDisconnectOrganization();
  const fields = { reason: t('organizations.field.reason') };
  const onSuccess = () => {
    toast(t('organizations.disconnect.done', { name: isolated(nameOf(organization, t)) }));
    onClose();
  };
  return (
    <div className="dialog-body">
      <p>{t('organizations.disconnect.text')}</p>
      <EntryForm
        fields={fields}
        submit={t('organizations.disconnect.submit')}
        busy={t('organizations.disconnect.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={({ reason }) => disconnect({ id: organization.id, reason: reason.trim() }, { onSuccess })}
      >
        {(errorOf) => <ReasonField error={errorOf('reason')} autoFocus />}
      </EntryForm>
    </div>
  );
}

/** Deletes what was collected; its name is typed, for nothing brings it back. */
export function RemoveForm({ organization, onClose }: FarewellProps) {
  const { t } = useTranslation();
  const { mutate: remove, isPending, error } = useRemoveOrganization();
  const [isMistyped, setMistyped] = useState(false);
  const name = isolated(nameOf(organization, t));
  const fields = { name: t('organizations.field.typed', { name }), reason: t('organizations.field.reason') };
  const submit = (values: { name: string; reason: string }) => {
    const isRight = values.name.trim() === typedName(organization);
    setMistyped(!isRight);
    if (!isRight) return;
    const onSuccess = () => {
      toast(t('organizations.remove.done', { name }));
      onClose();
    };
    remove({ id: organization.id, name: values.name.trim(), reason: values.reason.trim() }, { onSuccess });
  };
  return (
    <div className="dialog-body">
      <p>{t('organizations.remove.text', { name })}</p>
      <EntryForm
        fields={fields}
        submit={t('organizations.remove.submit')}
        busy={t('organizations.remove.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={submit}
      >
        {(errorOf) => (
          <>
            <FormField
              name="name"
              label={fields.name}
              error={isMistyped ? t('organizations.remove.mismatch', { name }) : errorOf('name')}
              autoComplete="off"
              spellCheck={false}
              required
              data-autofocus
            />
            <ReasonField error={errorOf('reason')} />
          </>
        )}
      </EntryForm>
    </div>
  );
}

function ReasonField({ error, autoFocus = false }: { error: string | undefined; autoFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <FormField
      name="reason"
      label={t('organizations.field.reason')}
      hint={t('organizations.field.reasonWhy')}
      error={error}
      maxLength={LONGEST_REASON}
      autoComplete="off"
      required
      {...(autoFocus && { 'data-autofocus': true })}
    />
  );
}
