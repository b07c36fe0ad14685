import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTieIdentity } from '../../lib/account-queries.js';
import { usePerson, useSession } from '../../lib/session.js';
import { SignOnRefused } from '../sign-in/sign-on.js';
import { ConfirmForm } from './confirm-form.js';

/** Whether the identity provider lets its reader in, and the way to it for who has a password. */
export function SignOnCard() {
  const { t } = useTranslation();
  const { single_sign_on: provider } = useSession();
  const { has_identity: isTied, has_password: hasPassword } = usePerson();
  if (provider === null) return null;
  const { name } = provider;
  const words = hasPassword ? 'account.signOn.tied' : 'account.signOn.only';
  return (
    <section className="card" aria-labelledby="sign-on-title">
      <div className="card-head">
        <h2 id="sign-on-title">{t('account.signOn.title', { name })}</h2>
      </div>
      <div className="card-body account-body">
        <SignOnRefused on="account" />
        {isTied || !hasPassword ? <p className="secondary">{t(words, { name })}</p> : <Tie name={name} />}
      </div>
    </section>
  );
}

function Tie({ name }: { name: string }) {
  const { t } = useTranslation();
  /** Null: not yet. */
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const { mutate: tie, isPending, error } = useTieIdentity();
  if (isOpen !== true) {
    return (
      <div className="controls">
        {/* What was closed has just gone with its focus. */}
        <button type="button" className="control" onClick={() => setOpen(true)} autoFocus={isOpen === false}>
          {t('account.signOn.open', { name })}
        </button>
      </div>
    );
  }
  return (
    <ConfirmForm
      text={t('account.signOn.text', { name })}
      submit={t('account.signOn.next', { name })}
      busy={t('account.signOn.busy')}
      isBusy={isPending}
      error={error}
      onConfirm={(password) => tie(password)}
      onCancel={() => setOpen(false)}
    />
  );
}
