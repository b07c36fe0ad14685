import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useConnectOrganization } from '../../lib/organization-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { KeyField, KeyTrial, ownerWords, TrialResult, type TriedKey } from './key-trial.js';
import { nameOf } from './organization-words.js';

interface ConnectFormProps {
  /** Those that are known already. */
  organizations: readonly Organization[];
  now: string;
  onClose: () => void;
}

/** Paste a key, see what it may do, connect: nothing is kept before the last step. */
export function ConnectForm({ organizations, now, onClose }: ConnectFormProps) {
  const [tried, setTried] = useState<TriedKey | null>(null);
  const [isAgain, setAgain] = useState(false);
  if (tried === null) {
    return (
      <div className="dialog-body">
        <KeyTrial use="read" isAgain={isAgain} onTried={setTried} />
      </div>
    );
  }
  const { connected } = tried.answer;
  const known = connected === null ? undefined : organizations.find(({ id }) => id === connected.id);
  const isConnected = connected !== null && known?.state !== 'disconnected';
  const again = () => {
    setTried(null);
    setAgain(true);
  };
  return (
    <div className="dialog-body">
      <TrialResult tried={tried} use="read" now={now} />
      {isConnected ? (
        <AlreadyConnected tried={tried} onAnother={again} />
      ) : (
        <Connect tried={tried} goesOn={known} onAnother={again} onClose={onClose} />
      )}
    </div>
  );
}

function AlreadyConnected({ tried: { answer }, onAnother }: { tried: TriedKey; onAnother: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice tone="warning" title={t('organizations.trial.already', { name: ownerWords(answer, t) ?? '' })}>
        {t('organizations.trial.alreadyText')}
      </Notice>
      <button type="button" className="control" onClick={onAnother} autoFocus>
        {t('organizations.trial.another')}
      </button>
    </>
  );
}

interface ConnectProps {
  tried: TriedKey;
  /** One that was disconnected, and goes on. */
  goesOn: Organization | undefined;
  onAnother: () => void;
  onClose: () => void;
}

function Connect({ tried: { key }, goesOn, onAnother, onClose }: ConnectProps) {
  const { t } = useTranslation();
  const { send: connect, isPending, error } = useConnectOrganization();
  const fields = { name: t('organizations.field.name'), write_key: t('organizations.field.writeKey') };
  const submit = ({ name, write_key: writeKey }: Record<keyof typeof fields, string>) =>
    connect(
      {
        admin_key: key,
        ...(writeKey.trim() !== '' && { write_key: writeKey.trim() }),
        ...(name.trim() !== '' && { name: name.trim() }),
      },
      (organization) => {
        toast(t('organizations.connect.done', { name: isolated(nameOf(organization, t)) }));
        onClose();
      },
    );
  return (
    <>
      {goesOn !== undefined && <p>{t('organizations.trial.goesOn', { name: isolated(nameOf(goesOn, t)) })}</p>}
      <EntryForm
        fields={fields}
        optional={['name', 'write_key']}
        submit={t('organizations.connect.submit')}
        busy={t('organizations.connect.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={submit}
      >
        {(errorOf) => (
          <>
            <FormField
              name="name"
              label={fields.name}
              hint={t('organizations.field.nameWhy')}
              error={errorOf('name')}
              defaultValue={goesOn?.name ?? ''}
              autoComplete="off"
              // The field of the key, which had the focus, has just gone.
              autoFocus
            />
            <KeyField
              name="write_key"
              label={fields.write_key}
              hint={t('organizations.field.writeKeyWhy')}
              error={errorOf('write_key')}
            />
          </>
        )}
      </EntryForm>
      <button type="button" className="control bare" onClick={onAnother}>
        {t('organizations.trial.another')}
      </button>
    </>
  );
}
