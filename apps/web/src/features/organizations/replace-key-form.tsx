import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyUse, Organization } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useSetOrganizationKey } from '../../lib/organization-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { isOfAnother, KeyTrial, ownerWords, TrialResult, type TriedKey } from './key-trial.js';
import { nameOf } from './organization-words.js';

interface ReplaceKeyFormProps {
  organization: Organization;
  use: KeyUse;
  now: string;
  onClose: () => void;
}

/** Another key for the same organization: tried first, and refused where it is of another one. */
export function ReplaceKeyForm(props: ReplaceKeyFormProps) {
  const { organization, use, now } = props;
  const [tried, setTried] = useState<TriedKey | null>(null);
  const [isAgain, setAgain] = useState(false);
  const again = () => {
    setTried(null);
    setAgain(true);
  };
  if (tried === null) {
    return (
      <div className="dialog-body">
        <KeyTrial use={use} isAgain={isAgain} onTried={setTried} />
      </div>
    );
  }
  return (
    <div className="dialog-body">
      {isOfAnother(tried.answer, organization) ? (
        <OfAnother tried={tried} organization={organization} onAnother={again} />
      ) : (
        <>
          <TrialResult tried={tried} use={use} now={now} />
          <Keep {...props} tried={tried} onAnother={again} />
        </>
      )}
    </div>
  );
}

interface OfAnotherProps {
  tried: TriedKey;
  organization: Organization;
  onAnother: () => void;
}

function OfAnother({ tried: { answer }, organization, onAnother }: OfAnotherProps) {
  const { t } = useTranslation();
  const words = { other: ownerWords(answer, t) ?? '', name: isolated(nameOf(organization, t)) };
  return (
    <>
      <Notice tone="critical" title={t('organizations.trial.other', words)}>
        {t('organizations.trial.otherText', words)}
      </Notice>
      <button type="button" className="control" onClick={onAnother} autoFocus>
        {t('organizations.trial.another')}
      </button>
    </>
  );
}

type KeepProps = ReplaceKeyFormProps & { tried: TriedKey; onAnother: () => void };

function Keep({ organization, use, tried, onAnother, onClose }: KeepProps) {
  const { t } = useTranslation();
  const { send: keep, isPending, error } = useSetOrganizationKey(organization.id, use);
  const isFirst = organization.keys[use] === null;
  const words = isFirst ? ('organizations.addWrite' as const) : ('organizations.replace' as const);
  const fields = { reason: t('organizations.field.reasonOptional') };
  const submit = ({ reason }: { reason: string }) =>
    keep({ admin_key: tried.key, ...(reason.trim() !== '' && { reason: reason.trim() }) }, () => {
      toast(t(`${words}.done`, { name: isolated(nameOf(organization, t)) }));
      onClose();
    });
  return (
    <>
      {!isFirst && use === 'read' && <p className="secondary">{t('organizations.replace.text')}</p>}
      <EntryForm
        fields={fields}
        optional={['reason']}
        submit={t(`${words}.submit`)}
        busy={t(`${words}.busy`)}
        isBusy={isPending}
        error={error}
        onSubmit={submit}
      >
        {(errorOf) => (
          <FormField
            name="reason"
            label={fields.reason}
            hint={t('organizations.field.reasonWhy')}
            error={errorOf('reason')}
            maxLength={500}
            autoComplete="off"
            // The field of the key, which had the focus, has just gone.
            autoFocus
          />
        )}
      </EntryForm>
      <button type="button" className="control bare" onClick={onAnother}>
        {t('organizations.trial.another')}
      </button>
    </>
  );
}
