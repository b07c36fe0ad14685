/** Fields of a form that are no line of text. */
import { useId, type ComponentProps } from 'react';
import './dialog-form.css';
import './action-form.css';

interface RadioFieldProps {
  label: string;
  options: readonly { value: string; label: string; hint?: string }[];
  value: string;
  onChange: (value: string) => void;
  /** The first thing that a dialog asks for. */
  isFirst?: boolean;
}

/** One of a few, each with what it means. */
export function RadioField({ label, options, value, onChange, isFirst = false }: RadioFieldProps) {
  const name = useId();
  return (
    <fieldset className="choice-fields">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            data-autofocus={(isFirst && option.value === value) || undefined}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <span>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'id' | 'className' | 'children'> {
  label: string;
  options: readonly { value: string; label: string }[];
  error?: string | undefined;
}

/** One of many. */
export function SelectField({ label, options, error, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <select
        {...select}
        id={id}
        className="form-select"
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {error !== undefined && (
        <p className="form-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

interface AreaFieldProps extends Omit<ComponentProps<'textarea'>, 'id' | 'className'> {
  label: string;
  hint?: string;
  error?: string | undefined;
}

/** Several lines. */
export function AreaField({ label, hint, error, ...area }: AreaFieldProps) {
  const id = useId();
  const below = [...(error === undefined ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])];
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        {...area}
        id={id}
        className="form-area"
        aria-invalid={error !== undefined}
        aria-describedby={below.length === 0 ? undefined : below.join(' ')}
      />
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
