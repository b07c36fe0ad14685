import { useTranslation } from 'react-i18next';
import { PasswordField } from '../../components/form-field.js';
import { EntryForm } from '../sign-in/entry-form.js';

interface ConfirmFormProps {
  /** What will happen. */
  text: string;
  submit: string;
  busy: string;
  isBusy: boolean;
  error: Error | null;
  onConfirm: (password: string) => void;
  /** Absent where there is no way but on. */
  onCancel?: (() => void) | undefined;
}

/** Asks for the password again, before something that a left desk should not allow. */
export function ConfirmForm({ text, onConfirm, onCancel, ...form }: ConfirmFormProps) {
  const { t } = useTranslation();
  const fields = { password: t('signIn.password') };
  return (
    <>
      <p className="secondary">{text}</p>
      <EntryForm {...form} fields={fields} suspect="password" onSubmit={({ password }) => onConfirm(password)}>
        {(errorOf) => (
          <PasswordField
            name="password"
            label={fields.password}
            error={errorOf('password')}
            autoComplete="current-password"
            required
            // It takes the place of the control that opened it, which has just gone with its focus.
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
