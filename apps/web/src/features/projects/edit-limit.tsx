import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail, RateLimitField } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findChanged } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { differing, namedLimits, readLimit, type LimitValues, type RateLimit } from './limit-diff.js';
import { LimitDiffTable, onlyNumbers } from './limit-diff-table.js';
import './project-action-words.js';

export interface LimitProps {
  project: ProjectDetail;
  limit: RateLimit;
  onClose: () => void;
}

interface Wanted {
  values: LimitValues;
  reason: string;
}

/** Whether a limit is what it should be by now. */
export const isSetTo = (values: LimitValues) => (limit: RateLimit) => differing(limit, values).length === 0;

/** Changes limits of a model: what is now stands beside what will be, and only what differs is sent. */
export function EditLimit({ project, limit, onClose }: LimitProps) {
  const { t } = useTranslation();
  const model = isolated(limit.model ?? limit.id);
  const [typed, setTyped] = useState<Partial<Record<RateLimitField, string>>>({});
  const [isTried, setTried] = useState(false);
  const action = useAction(
    (api, { values, reason }: Wanted) =>
      api.changeRateLimit({ projectId: project.id, id: limit.id }, { ...aboutOf(project, reason), ...values }),
    {
      onDone: () => {
        toast(t('projectActions.limits.done', { model }));
        onClose();
      },
      find: (api, { values }) => findChanged(api, 'rate-limits', { place: limit, isDone: isSetTo(values) }),
    },
  );
  const after = Object.fromEntries(
    namedLimits(limit).map(({ field, now }) => [field, field in typed ? readLimit(typed[field] ?? '') : now]),
  );
  const changes = differing(limit, onlyNumbers(after));
  const isWrong = Object.values(after).includes(null);
  const submit = ({ reason }: { reason: string }) => {
    setTried(true);
    if (isWrong || changes.length === 0) return;
    action.run({ values: Object.fromEntries(changes.map(({ field, after: value }) => [field, value])), reason });
  };
  const fieldOf = (field: RateLimitField) => (
    <input
      inputMode="numeric"
      aria-label={t('projectActions.limits.field', { limit: t(`projects.detail.limit.${field}`) })}
      aria-invalid={after[field] === null}
      value={typed[field] ?? String(after[field] ?? '')}
      onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
      autoComplete="off"
    />
  );
  const title = t('projectActions.limits.editTitle', { model, name: isolated(project.name ?? project.id) });
  return (
    <ActionDialog title={title} onClose={onClose} size={620} isHeld={action.isPending}>
      <ActionForm
        action={action}
        submit={t('projectActions.limits.submit', { count: changes.length })}
        busy={t('projectActions.limits.busy')}
        onSubmit={submit}
        onClose={onClose}
      >
        {() => (
          <>
            <LimitDiffTable limit={limit} after={after} fieldOf={fieldOf} />
            {isWrong && (
              <p className="form-error" role="alert">
                {t('projectActions.limits.wrong')}
              </p>
            )}
            {isTried && !isWrong && changes.length === 0 && (
              <p className="form-error" role="alert">
                {t('projectActions.limits.none')}
              </p>
            )}
            <p className="form-hint">
              {t('projectActions.limits.hint')} {t('projectActions.limits.undo')}
            </p>
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}
