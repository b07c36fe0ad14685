import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { UnknownOutcome } from '../../components/unknown-outcome.js';
import { isOvertaken } from '../../lib/rotation-queries.js';
import type { ActionState } from '../../lib/use-action.js';
import { EntryForm, type ErrorOf } from '../sign-in/entry-form.js';
import '../../components/action-form.css';
import '../../components/dialog-form.css';

/** Of the characters that the API takes. */
export const LONGEST_REASON = 500;

interface StepFormProps<Name extends string> {
  action: ActionState & { reset: () => void };
  /** The fields and their names; none: a button alone. */
  fields?: Readonly<Record<Name, string>>;
  optional?: readonly NoInfer<Name>[];
  submit: string;
  isDanger?: boolean;
  onSubmit: (values: Record<NoInfer<Name>, string>) => void;
  children?: (errorOf: ErrorOf<NoInfer<Name>>) => ReactNode;
}

/**
 * What a step asks for, with its one button.
 *
 * Where nobody knows whether it was done, the form is gone until somebody has looked: it cannot be sent twice by mistake.
 */
export function StepForm<Name extends string = never>(props: StepFormProps<Name>) {
  const { action, children, ...form } = props;
  const { t } = useTranslation();
  if (action.unknown !== null) {
    return <UnknownOutcome action={{ ...action, unknown: action.unknown }} onClose={action.reset} />;
  }
  return (
    <EntryForm<string>
      {...form}
      // Without fields there is none to name.
      fields={form.fields ?? {}}
      busy={t('rotations.next.busy')}
      isBusy={action.isPending}
      // That somebody else was faster stands above the page: the step is another one by then.
      error={isOvertaken(action.error) ? null : action.error}
    >
      {(errorOf) => children?.(errorOf)}
    </EntryForm>
  );
}
