import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './form-field.css';

interface FormFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'className'> {
  label: string;
  name: string;
  hint?: string;
  /** What is wrong with what was entered, as a sentence. */
  error?: string | undefined;
  /** Stands at the right within the field. */
  action?: ReactNode;
}

/** A field with its name above, and what helps or is wrong below. */
export function FormField({ label, hint, error, action, ...input }: FormFieldProps) {
  const id = useId();
  const below = [...(error === undefined ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])];
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <span className="form-input">
        <input
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={below.length === 0 ? undefined : below.join(' ')}
        />
        {action}
      </span>
      {error !== undefined && (
        <p className="form-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p className="form-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface PasswordFieldProps extends Omit<FormFieldProps, 'type' | 'action'> {
  /** What its button says, where it is no password. */
  reveal?: { show: string; hide: string };
}

/** Hidden until somebody wants to see what they type. */
export function PasswordField({ reveal, ...props }: PasswordFieldProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  const { show, hide } = reveal ?? { show: t('signIn.show'), hide: t('signIn.hide') };
  const words = isShown ? hide : show;
  return (
    <FormField
      {...props}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      action={
        <button
          type="button"
          className="control bare icon-only"
          aria-label={words}
          title={words}
          onClick={() => setShown(!isShown)}
        >
          <Icon aria-hidden="true" />
        </button>
      }
    />
  );
}
