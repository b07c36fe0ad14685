import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { amount, exact, type Amount } from '../../lib/decimal.js';
import type { Day } from '../../lib/days.js';
import { useProject } from '../../lib/directory-queries.js';
import { money } from '../../lib/format/money.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { centsOf, suggestedCap } from './cap-amount.js';
import { useLeakReadAnew } from './leak-dialogs.js';
import './leak-words.js';

/** OpenAI takes limits in nothing else. */
const USD = 'usd';

interface CapDialogProps {
  impact: LeakImpact;
  /** What is set now; null: nothing. */
  limit: string | null;
  today: Day;
  onClose: () => void;
}

/** Sets what the whole project may spend in a calendar month, and says what that stops. */
export function CapDialog({ impact, limit, today, onClose }: CapDialogProps) {
  const { t } = useTranslation();
  const { key, total } = impact;
  const { data: project, isPending } = useProject(key.project_id);
  const suggestion = project === undefined ? null : suggestedCap(project, total.above, today);
  const name = isolated(project?.name ?? key.project_name ?? key.project_id);
  const spent = project?.spend_month_to_date ?? null;
  return isPending ? null : (
    <CapForm
      {...{ impact, limit, name, onClose }}
      spent={spent === null ? null : amount(spent)}
      first={suggestion === null ? '' : String(suggestion.limit)}
      hint={
        suggestion === null
          ? t('leaks.cap.unsuggested')
          : t('leaks.cap.suggested', {
              spent: money(suggestion.spent, USD),
              usual: money(suggestion.usualDay, USD),
            })
      }
    />
  );
}

interface CapFormProps extends Pick<CapDialogProps, 'impact' | 'limit' | 'onClose'> {
  name: string;
  spent: Amount | null;
  first: string;
  hint: string;
}

function CapForm({ impact, limit, name, spent, first, hint, onClose }: CapFormProps) {
  const { t } = useTranslation();
  const readAnew = useLeakReadAnew();
  const [typed, setTyped] = useState(first);
  const [isWrong, setWrong] = useState(false);
  const { project_id: projectId } = impact.key;
  const cents = centsOf(typed);
  const action = useAction(
    (api, body: { reason: string; cents: number }) =>
      api.setSpendLimit(projectId, { ...aboutOf(impact, body.reason), threshold_amount: body.cents }),
    {
      onDone: ({ threshold }) => {
        toast(t('leaks.cap.done', { project: name, amount: threshold === null ? '' : money(amount(threshold), USD) }));
        readAnew();
        onClose();
      },
      find: async (api, body) => {
        const { data } = await api.list('spend-limits', { project_id: [projectId] });
        return data.find(({ threshold_amount: set }) => set === body.cents) ?? null;
      },
    },
  );
  const submit = ({ reason }: { reason: string }) => {
    setWrong(cents === null);
    if (cents !== null) action.run({ reason, cents });
  };
  const after = cents === null ? null : amount(String(cents / 100));
  return (
    <ActionDialog title={t('leaks.cap.title', { project: name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<Says limit={limit} after={after} spent={spent} />}
        fields={{ amount: t('leaks.cap.amount') }}
        submit={t('leaks.cap.submit')}
        busy={t('leaks.cap.busy')}
        onSubmit={submit}
        onClose={onClose}
      >
        {(errorOf) => (
          <FormField
            name="amount"
            label={t('leaks.cap.amount')}
            hint={hint}
            error={isWrong && cents === null ? t('leaks.cap.wrong') : errorOf('amount')}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            required
            data-autofocus
          />
        )}
      </ActionForm>
    </ActionDialog>
  );
}

interface SaysProps {
  limit: string | null;
  after: Amount | null;
  spent: Amount | null;
}

/** What holds now and what will, and whether that is less than what is spent already. */
function Says({ limit, after, spent }: SaysProps) {
  const { t } = useTranslation();
  const perMonth = (value: Amount) => (
    <data value={exact(value)}>{t('leaks.cap.perMonth', { amount: money(value, USD) })}</data>
  );
  return (
    <>
      <p>{t('leaks.cap.text')}</p>
      <dl className="before-after">
        <dt>{t('leaks.cap.before')}</dt>
        <dd>{limit === null ? t('leaks.cap.noLimit') : perMonth(amount(limit))}</dd>
        <dt>{t('leaks.cap.after')}</dt>
        <dd aria-live="polite">{after === null ? '\u2013' : perMonth(after)}</dd>
      </dl>
      {after !== null && spent !== null && after < spent && (
        <p className="form-error" role="status">
          {t('leaks.cap.stopsNow', { spent: money(spent, USD) })}
        </p>
      )}
    </>
  );
}
