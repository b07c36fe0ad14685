import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BareFrame } from '../../app/bare-frame.js';
import { FormField, PasswordField } from '../../components/form-field.js';
import { ApiError } from '../../lib/api.js';
import { askWhoIsIn, useSetUp } from '../../lib/session.js';
import { EntryForm, type ErrorOf } from './entry-form.js';
import { EntryHead } from './entry-head.js';
import { SignOnButton } from './sign-on.js';

/** The first page of a new Bursar: whoever can read its log becomes its first owner. */
export function SetUpPage() {
  const { t } = useTranslation();
  const { mutate: setUp, isPending, error } = useSetUp();
  const fields = {
    code: t('signIn.setUp.code'),
    name: t('signIn.setUp.name'),
    email: t('signIn.email'),
    password: t('signIn.password'),
  };
  return (
    <BareFrame>
      <EntryHead title={t('signIn.setUp.title')}>{t('signIn.setUp.on', { host: window.location.host })}</EntryHead>
      <div className="entry-text">
        <p>{t('signIn.setUp.text')}</p>
        <p>{t('signIn.setUp.where')}</p>
      </div>
      <SignOnButton isOnly={false} />
      <EntryForm
        fields={fields}
        suspect="code"
        submit={t('signIn.setUp.submit')}
        busy={t('signIn.setUp.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={(values) => setUp(values)}
      >
        {(errorOf) => <Fields fields={fields} errorOf={errorOf} />}
      </EntryForm>
      {error instanceof ApiError && error.code === 'not-found' && <ToSignIn />}
    </BareFrame>
  );
}

type Name = 'code' | 'name' | 'email' | 'password';

function Fields({ fields, errorOf }: { fields: Record<Name, string>; errorOf: ErrorOf<Name> }) {
  const { t } = useTranslation();
  return (
    <>
      <FormField
        name="code"
        label={fields.code}
        error={errorOf('code')}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        // The page is for nothing else.
        autoFocus
      />
      <FormField name="name" label={fields.name} error={errorOf('name')} autoComplete="name" required />
      <FormField
        name="email"
        type="email"
        label={fields.email}
        error={errorOf('email')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField
        name="password"
        label={fields.password}
        hint={t('signIn.setUp.passwordHint')}
        error={errorOf('password')}
        autoComplete="new-password"
        required
      />
    </>
  );
}

/** Somebody else was faster: the gate leads on when the server has said so. */
function ToSignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <button type="button" className="control" onClick={() => void askWhoIsIn(client)}>
      {t('signIn.setUp.toSignIn')}
    </button>
  );
}
