import { useTranslation } from 'react-i18next';
import { FormField, PasswordField } from '../../components/form-field.js';
import { useSignIn } from '../../lib/session.js';
import { EntryForm } from './entry-form.js';

/** Signs in by mail address and password. */
export function PasswordForm() {
  const { t } = useTranslation();
  const { mutate: signIn, isPending, error } = useSignIn();
  const fields = { email: t('signIn.email'), password: t('signIn.password') };
  return (
    <EntryForm
      fields={fields}
      suspect="password"
      submit={t('signIn.submit')}
      busy={t('signIn.busy')}
      isBusy={isPending}
      error={error}
      onSubmit={(values) => signIn(values)}
    >
      {(errorOf) => (
        <>
          <FormField
            name="email"
            type="email"
            label={fields.email}
            error={errorOf('email')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            // The page is for nothing else.
            autoFocus
          />
          <PasswordField
            name="password"
            label={fields.password}
            error={errorOf('password')}
            autoComplete="current-password"
            required
          />
        </>
      )}
    </EntryForm>
  );
}
