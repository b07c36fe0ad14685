import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryForm, type ErrorOf } from '../features/sign-in/entry-form.js';
import { isolated, plainName } from '../lib/names.js';
import type { ActionState } from '../lib/use-action.js';
import { FormField } from './form-field.js';
import { UnknownOutcome } from './unknown-outcome.js';
import './action-words.js';
import './action-form.css';

/** Shorter ones explain nothing of what cannot be undone. */
export const SHORTEST_DANGER_REASON = 10;
const LONGEST_REASON = 500;

export interface Danger {
  /** What has to be typed, where nothing brings it back; absent: a reason is enough. */
  typed?: string;
  /** What the field says above itself, instead of asking for a name. */
  typedLabel?: string;
}

type Values<Name extends string> = Record<Name, string> & { reason: string };

const nothing = (): undefined => undefined;

/** Of a form whose results stand elsewhere, one for each of many. */
export const NOT_SENT: ActionState = { isPending: false, error: null, unknown: null, look: nothing, isLooking: false };

interface ActionFormProps<Name extends string> {
  action: ActionState;
  /** What will happen, said before it is asked for. */
  says?: ReactNode;
  /** The fields besides the reason, with their names. */
  fields?: Readonly<Record<Name, string>>;
  /** Those that may stay empty. */
  optional?: readonly NoInfer<Name>[];
  /** It takes something away: the focus is on the way out, and the reason has to be one. */
  danger?: Danger;
  submit: string;
  busy: string;
  /** Told all that was entered, each trimmed. */
  onSubmit: (values: Values<NoInfer<Name>>) => void;
  onClose: () => void;
  children?: (errorOf: ErrorOf<NoInfer<Name>>) => ReactNode;
}

/**
 * What is asked for an action at OpenAI: its fields, a reason, and for what cannot be undone a name typed.
 *
 * Where nobody knows whether it was done, the form is gone: it cannot be sent a second time.
 */
export function ActionForm<Name extends string = never>(props: ActionFormProps<Name>) {
  const { action, says, optional = [], danger, submit, busy, onSubmit, onClose, children } = props;
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<{ reason?: boolean; typed?: boolean }>({});
  if (action.unknown !== null) {
    return <UnknownOutcome action={{ ...action, unknown: action.unknown }} onClose={onClose} />;
  }
  // Without fields of its own there is none to name.
  const own = props.fields ?? ({} as Record<Name, string>);
  const fields = { ...own, reason: t('actions.reason'), ...typedField(danger, t('actions.confirmation')) };
  const check = (values: Record<string, string>) => {
    const trimmed = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
    const reason = danger !== undefined && (trimmed['reason'] ?? '').length < SHORTEST_DANGER_REASON;
    const typed = danger?.typed !== undefined && !isTyped(danger.typed, trimmed['typed'] ?? '');
    setWrong({ reason, typed });
    // The names are those of `fields`; `fromEntries` cannot tell.
    if (!reason && !typed) onSubmit(trimmed as Values<Name>);
  };
  return (
    <>
      {says}
      <EntryForm<string>
        fields={fields}
        optional={optional}
        submit={submit}
        busy={busy}
        isBusy={action.isPending}
        error={action.error}
        isDanger={danger !== undefined}
        cancel={<CancelButton action={action} isFirst={danger !== undefined} onClose={onClose} />}
        onSubmit={check}
      >
        {(errorOf) => (
          <>
            {children?.(errorOf)}
            <Reason
              isDanger={danger !== undefined}
              isFirst={children === undefined && danger === undefined}
              error={wrong.reason === true ? t('actions.reasonShort') : errorOf('reason')}
            />
            {danger?.typed !== undefined && (
              <Typed danger={danger} typed={danger.typed} isWrong={wrong.typed === true} error={errorOf('typed')} />
            )}
          </>
        )}
      </EntryForm>
    </>
  );
}

/** As it is, or as it is shown, for nobody can type what turns the direction of a text. */
function isTyped(name: string, typed: string): boolean {
  const bare = typed.replace(/[\u2068\u2069]/g, '').trim();
  return bare === name.trim() || bare === plainName(name).trim();
}

const typedField = (danger: Danger | undefined, name: string): Record<string, string> =>
  danger?.typed === undefined ? {} : { typed: name };

interface CancelButtonProps {
  action: Pick<ActionState, 'isPending'>;
  isFirst: boolean;
  onClose: () => void;
}

/** Where the focus is first, if pressing the other takes something away. What is under way cannot be called back. */
function CancelButton({ action, isFirst, onClose }: CancelButtonProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="control"
      aria-disabled={action.isPending}
      onClick={() => !action.isPending && onClose()}
      {...(isFirst && { 'data-autofocus': true })}
    >
      {t('actions.cancel')}
    </button>
  );
}

interface ReasonProps {
  isDanger: boolean;
  isFirst: boolean;
  error: string | undefined;
}

function Reason({ isDanger, isFirst, error }: ReasonProps) {
  const { t } = useTranslation();
  return (
    <FormField
      name="reason"
      label={t('actions.reason')}
      hint={t(isDanger ? 'actions.reasonDanger' : 'actions.reasonHint')}
      error={error}
      maxLength={LONGEST_REASON}
      autoComplete="off"
      required
      {...(isFirst && { 'data-autofocus': true })}
    />
  );
}

interface TypedProps {
  danger: Danger;
  typed: string;
  isWrong: boolean;
  error: string | undefined;
}

function Typed({ danger, typed, isWrong, error }: TypedProps) {
  const { t } = useTranslation();
  const name = isolated(typed);
  return (
    <FormField
      name="typed"
      label={danger.typedLabel ?? t('actions.typed', { name })}
      error={isWrong ? t('actions.mistyped', { name }) : error}
      autoComplete="off"
      spellCheck={false}
      required
    />
  );
}
