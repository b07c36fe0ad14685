import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryProblem } from './entry-problem.js';
import { fieldMessages } from './field-messages.js';
import './sign-in.css';

/** What is said of a field; nothing where it is all right. */
export type ErrorOf<Name extends string> = (name: Name) => string | undefined;

interface EntryFormProps<Name extends string> {
  /** The fields and their names, as a sentence about them begins. */
  fields: Readonly<Record<Name, string>>;
  /** Those that may stay empty. */
  optional?: readonly NoInfer<Name>[];
  /** Gets the focus when the server refuses without naming a field; absent: nothing moves. */
  suspect?: NoInfer<Name>;
  submit: string;
  busy: string;
  isBusy: boolean;
  error: Error | null;
  /** It takes something away for good. */
  isDanger?: boolean;
  /** A way out, beside the button. */
  cancel?: ReactNode;
  onSubmit: (values: Record<Name, string>) => void;
  children: (errorOf: ErrorOf<Name>) => ReactNode;
}

/**
 * Fields and one button: they lead into Bursar, or change who may come in.
 *
 * The browser keeps what is typed, as password managers expect it. After a refusal the focus is where it can be
 * mended.
 */
export function EntryForm<Name extends string>(props: EntryFormProps<Name>) {
  const { fields, optional = [], suspect, isBusy, error, isDanger = false, cancel, onSubmit, children } = props;
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const refused = fieldMessages(error);
  useEffect(() => {
    if (error === null && missing.length === 0) return;
    const invalid = form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]');
    const named = suspect === undefined ? null : form.current?.querySelector<HTMLInputElement>(`[name="${suspect}"]`);
    (invalid ?? named)?.focus();
  }, [error, missing, suspect]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const values = valuesOf(event.currentTarget, fields);
    const needed = Object.keys(fields).filter((name) => !optional.includes(name as Name));
    const absent = needed.filter((name) => values[name as Name].trim() === '');
    setMissing(absent);
    if (absent.length === 0) onSubmit(values);
  };
  const errorOf: ErrorOf<Name> = (name) => {
    if (missing.includes(name)) return t('signIn.field.missing', { field: fields[name] });
    const message = refused.get(name);
    if (message === undefined || isSentence(message)) return message;
    return t('signIn.field.wrong', { field: fields[name], message });
  };
  return (
    <>
      {error !== null && missing.length === 0 && <EntryProblem error={error} known={Object.keys(fields)} />}
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        {children(errorOf)}
        <FormFoot cancel={cancel}>
          {/* Not disabled: that would take the focus away. A second press does nothing. */}
          <button
            type="submit"
            className={isDanger ? 'control primary danger' : 'control primary'}
            aria-disabled={isBusy}
          >
            {isBusy ? props.busy : props.submit}
          </button>
        </FormFoot>
      </form>
    </>
  );
}

/** The button alone is as wide as the form. */
function FormFoot({ cancel, children }: { cancel: ReactNode; children: ReactNode }) {
  if (cancel === undefined) return children;
  return (
    <div className="controls form-foot">
      {children}
      {cancel}
    </div>
  );
}

/** Where the server says more than what the field lacks, it says it whole. */
const isSentence = (message: string): boolean => message.endsWith('.');

function valuesOf<Name extends string>(
  form: HTMLFormElement,
  fields: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const data = new FormData(form);
  const entries = Object.keys(fields).map((name) => [name, String(data.get(name) ?? '')]);
  // The names are those of `fields`, all of them; `fromEntries` cannot tell.
  return Object.fromEntries(entries) as Record<Name, string>;
}
