/** A project's spend limit at OpenAI is set and removed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { FormField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { amount } from '../../lib/decimal.js';
import { money } from '../../lib/format/money.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { limitOf, readDollars } from './spend-limit.js';
import './project-action-words.js';

interface SpendLimitProps {
  project: ProjectDetail;
  onClose: () => void;
}

/** Sets the limit, and says before whether it is reached already. */
export function SetSpendLimit({ project, onClose }: SpendLimitProps) {
  const { t } = useTranslation();
  const now = limitOf(project)?.threshold ?? null;
  const [typed, setTyped] = useState(now ?? '');
  const [isTried, setTried] = useState(false);
  const dollars = readDollars(typed);
  const action = useAction(
    (api, { cents, reason }: { cents: number; reason: string }) =>
      api.setSpendLimit(project.id, { ...aboutOf(project, reason), threshold_amount: cents }),
    {
      onDone: ({ threshold }) => {
        toast(t('projectActions.spend.done', { amount: money(amount(threshold ?? '0'), 'usd') }));
        onClose();
      },
      find: async (api, { cents }) => {
        const { data } = await api.list('spend-limits', { project_id: [project.id] });
        return data.find(({ threshold_amount: found }) => found === cents) ?? null;
      },
    },
  );
  return (
    <ActionDialog
      title={t('projectActions.spend.title', { name: isolated(project.name ?? project.id) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={
          <p>
            {t('projectActions.spend.text')}{' '}
            {now !== null && t('projectActions.spend.now', { amount: money(amount(now), 'usd') })}
          </p>
        }
        fields={{ threshold_amount: t('projectActions.spend.amount') }}
        submit={t('projectActions.spend.submit')}
        busy={t('projectActions.spend.busy')}
        onSubmit={({ reason }) => {
          setTried(true);
          if (dollars !== null) action.run({ cents: dollars.cents, reason });
        }}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            <FormField
              name="threshold_amount"
              inputMode="decimal"
              label={t('projectActions.spend.amount')}
              hint={t('projectActions.spend.amountHint')}
              error={
                isTried && typed.trim() !== '' && dollars === null
                  ? t('projectActions.spend.wrong')
                  : errorOf('threshold_amount')
              }
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              required
              data-autofocus
            />
            <Spent project={project} limit={dollars?.text ?? null} />
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

/** What the month has cost so far, beside what it may cost. */
function Spent({ project, limit }: { project: ProjectDetail; limit: string | null }) {
  const { t } = useTranslation();
  const { spend_month_to_date: spent, spend_currency: currency } = project;
  if (spent === null) return null;
  const words = t('projectActions.spend.spent', { amount: money(amount(spent), currency ?? 'usd') });
  const isReached = limit !== null && currency?.toLowerCase() === 'usd' && amount(spent) >= amount(limit);
  if (!isReached) return <p>{words}</p>;
  return (
    <Notice tone="warning" title={words}>
      {t('projectActions.spend.reached')}
    </Notice>
  );
}

/** Takes the limit away. */
export function RemoveSpendLimit({ project, onClose }: SpendLimitProps) {
  const { t } = useTranslation();
  const action = useAction((api, reason: string) => api.removeSpendLimit(project.id, aboutOf(project, reason)), {
    onDone: () => {
      toast(t('projectActions.spend.removed'));
      onClose();
    },
    find: async (api) => {
      const { data } = await api.list('spend-limits', { project_id: [project.id], include_gone: 'true' });
      return data.find(({ gone_at: goneAt }) => goneAt !== null) ?? null;
    },
  });
  return (
    <ActionDialog
      title={t('projectActions.spend.removeTitle', { name: isolated(project.name ?? project.id) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={<p>{t('projectActions.spend.removeText')}</p>}
        danger={{}}
        submit={t('projectActions.spend.removeSubmit')}
        busy={t('projectActions.spend.removeBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
