import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.js';
import { failureToast } from '../../components/toast.js';
import { useEnterCode, useSignOut } from '../../lib/session.js';
import { EntryForm } from './entry-form.js';
import { EntryHead } from './entry-head.js';

/**
 * The second step of signing in: a code of the authenticator, or a recovery code.
 *
 * The server takes both in the same field; they are two here because a phone offers digits for the one only.
 */
export function CodeForm() {
  const { t } = useTranslation();
  const [isRecovery, setRecovery] = useState(false);
  const { mutate: enter, isPending, error, reset } = useEnterCode();
  const { mutate: signOut } = useSignOut((failure) => failureToast(t('signIn.code.backFailed'), failure));
  const fields = { code: t(isRecovery ? 'signIn.code.recovery' : 'signIn.code.code') };
  const change = () => {
    reset();
    setRecovery(!isRecovery);
  };
  return (
    <>
      <EntryHead title={t('signIn.code.title')}>
        {t(isRecovery ? 'signIn.code.recoveryText' : 'signIn.code.text')}
      </EntryHead>
      <EntryForm
        key={String(isRecovery)}
        fields={fields}
        suspect="code"
        submit={t('signIn.code.submit')}
        busy={t('signIn.code.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={(values) => enter(values)}
      >
        {(errorOf) => (
          <FormField
            name="code"
            label={fields.code}
            error={errorOf('code')}
            autoComplete={isRecovery ? 'off' : 'one-time-code'}
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoCapitalize="characters"
            spellCheck={false}
            required
            // The page is for nothing else.
            autoFocus
          />
        )}
      </EntryForm>
      <div className="controls">
        <button type="button" className="control" onClick={change}>
          {t(isRecovery ? 'signIn.code.useAuthenticator' : 'signIn.code.useRecovery')}
        </button>
        <button type="button" className="control bare" onClick={() => signOut()}>
          {t('signIn.code.back')}
        </button>
      </div>
    </>
  );
}
