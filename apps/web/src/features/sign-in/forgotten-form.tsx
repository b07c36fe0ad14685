import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { isolated } from '../../lib/names.js';
import { useForgotten } from '../../lib/session.js';
import { EntryForm } from './entry-form.js';
import { EntryHead } from './entry-head.js';

/** Lets who forgot the password be sent a link. What is said after it is the same whoever has the address. */
export function ForgottenForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const { mutate: ask, isPending, isSuccess, variables, error } = useForgotten();
  const fields = { email: t('signIn.email') };
  return (
    <>
      <EntryHead title={t('signIn.forgotten.title')}>{t('signIn.forgotten.text')}</EntryHead>
      {isSuccess ? (
        <Notice tone="notice" title={t('signIn.forgotten.done')}>
          {t('signIn.forgotten.doneText', { email: isolated(variables.email) })}
        </Notice>
      ) : (
        <EntryForm
          fields={fields}
          suspect="email"
          submit={t('signIn.forgotten.submit')}
          busy={t('signIn.forgotten.busy')}
          isBusy={isPending}
          error={error}
          onSubmit={(values) => ask(values)}
        >
          {(errorOf) => (
            <FormField
              name="email"
              type="email"
              label={fields.email}
              error={errorOf('email')}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              // It takes the place of the control that opened it, which has just gone with its focus.
              autoFocus
            />
          )}
        </EntryForm>
      )}
      <button type="button" className="control bare" onClick={onBack}>
        {t('signIn.forgotten.back')}
      </button>
    </>
  );
}
