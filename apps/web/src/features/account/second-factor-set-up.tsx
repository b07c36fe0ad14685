import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactorSeed } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { SecretOnce } from '../../components/secret-once.js';
import { useConfirmSecondFactor, useProposeSecondFactor } from '../../lib/account-queries.js';
import { askWhoIsIn } from '../../lib/session.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { ConfirmForm } from './confirm-form.js';

interface SetUpProps {
  /** Absent where nothing else is allowed before it is done. */
  onCancel?: () => void;
  /** Told once it counts, while the recovery codes are still to be read. */
  onCodes?: () => void;
  /** The recovery codes were read. */
  onDone: () => void;
}

/** Password, then the secret for the authenticator and a code of it, then the recovery codes. */
export function SecondFactorSetUp({ onCancel, onCodes, onDone }: SetUpProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { mutate: propose, data: seed, isPending, error } = useProposeSecondFactor();
  const onConfirmed = (made: readonly string[]) => {
    onCodes?.();
    setCodes(made);
    void askWhoIsIn(client);
  };
  if (codes !== null) return <Codes codes={codes} onDone={onDone} />;
  if (seed !== undefined) return <Seed seed={seed} onConfirmed={onConfirmed} onCancel={onCancel} />;
  return (
    <ConfirmForm
      text={t('account.factor.confirmText')}
      submit={t('account.factor.next')}
      busy={t('account.factor.preparing')}
      isBusy={isPending}
      error={error}
      onConfirm={(password) => propose({ password })}
      onCancel={onCancel}
    />
  );
}

interface SeedProps {
  seed: SecondFactorSeed;
  onConfirmed: (codes: readonly string[]) => void;
  onCancel?: (() => void) | undefined;
}

function Seed({ seed: { secret, uri }, onConfirmed, onCancel }: SeedProps) {
  const { t } = useTranslation();
  const { mutate: confirm, isPending, error } = useConfirmSecondFactor();
  const fields = { code: t('signIn.code.code') };
  const groups = secret.match(/.{1,4}/g) ?? [];
  return (
    <>
      <p className="secondary">{t('account.factor.seedText')}</p>
      <SecretOnce
        label={t('account.factor.secret')}
        lines={[groups.join(' ')]}
        copied={secret}
        done={t('account.factor.secretCopied')}
      />
      <p>
        <a href={uri}>{t('account.factor.open')}</a>
      </p>
      <EntryForm
        fields={fields}
        suspect="code"
        submit={t('account.factor.confirm')}
        busy={t('account.factor.confirming')}
        isBusy={isPending}
        error={error}
        onSubmit={(values) => confirm(values, { onSuccess: (answer) => onConfirmed(answer.recovery_codes) })}
      >
        {(errorOf) => (
          <FormField
            name="code"
            label={fields.code}
            error={errorOf('code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            spellCheck={false}
            required
            // The step before has just gone with its focus.
            autoFocus
          />
        )}
      </EntryForm>
      {onCancel !== undefined && (
        <button type="button" className="control bare" onClick={onCancel}>
          {t('account.cancel')}
        </button>
      )}
    </>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p role="status">{t('account.factor.codesText')}</p>
      <SecretOnce label={t('account.factor.codes')} lines={codes} done={t('account.factor.codesCopied')} />
      <button type="button" className="control primary" onClick={onDone} autoFocus>
        {t('account.factor.kept')}
      </button>
    </>
  );
}
