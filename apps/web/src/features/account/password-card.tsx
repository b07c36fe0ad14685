import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { useChangePassword } from '../../lib/account-queries.js';
import { usePerson } from '../../lib/session.js';
import { EntryForm } from '../sign-in/entry-form.js';

/** Changes the password, by the old one. */
export function PasswordCard() {
  const { t } = useTranslation();
  const { has_password: hasPassword } = usePerson();
  return (
    <section className="card" aria-labelledby="password-title">
      <div className="card-head">
        <h2 id="password-title">{t('account.password.title')}</h2>
      </div>
      <div className="card-body account-body">
        {hasPassword ? <PasswordForm /> : <p className="secondary">{t('account.password.none')}</p>}
      </div>
    </section>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const [changes, setChanges] = useState(0);
  const { mutate: change, isPending, error } = useChangePassword();
  const fields = { current_password: t('account.password.current'), new_password: t('account.password.new') };
  const onSuccess = () => {
    toast(t('account.password.done'));
    // A form of its own for the next change: nothing of the last one stays in its fields.
    setChanges(changes + 1);
  };
  return (
    <>
      <p className="secondary">{t('account.password.text')}</p>
      <EntryForm
        key={changes}
        fields={fields}
        suspect="current_password"
        submit={t('account.password.submit')}
        busy={t('account.password.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={(values) => change(values, { onSuccess })}
      >
        {(errorOf) => (
          <>
            <PasswordField
              name="current_password"
              label={fields.current_password}
              error={errorOf('current_password')}
              autoComplete="current-password"
              required
            />
            <PasswordField
              name="new_password"
              label={fields.new_password}
              hint={t('signIn.setUp.passwordHint')}
              error={errorOf('new_password')}
              autoComplete="new-password"
              required
            />
          </>
        )}
      </EntryForm>
    </>
  );
}
