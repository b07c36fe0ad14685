import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offboarding, OffboardingStep } from '@bursar/contract';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import type { KeyTask } from '../keys/tasks/key-task.js';
import { leaverName } from './leaver-name.js';
import { StepAction } from './step-action.js';

interface PlanCardProps {
  leaving: Offboarding;
  onTask: (task: KeyTask) => void;
  onRemove: () => void;
}

interface PlannedStep extends OffboardingStep {
  isDone: boolean;
}

/** What there is to do, in its order. What was there and is no longer asked for has been done. */
export function PlanCard({ leaving, onTask, onRemove }: PlanCardProps) {
  const { t } = useTranslation();
  const mayRemove = useMay('members.write');
  const steps = usePlan(leaving.steps);
  return (
    <section className="card span-8" aria-labelledby="plan-title">
      <div className="card-head">
        <h2 id="plan-title">{t('offboarding.plan.title')}</h2>
      </div>
      <p className="card-caption">{t('offboarding.plan.sentence')}</p>
      <ol className="plan-steps">
        {steps.map((step) => (
          <li key={keyOf(step)} className={step.isDone ? 'done' : undefined}>
            <StepState step={step} />
            <h3>
              {t(`offboarding.plan.step.${step.action}`, {
                name: isolated(
                  step.action === 'remove' ? leaverName(leaving.member) : (step.target.name ?? step.target.id),
                ),
              })}
            </h3>
            <span className="plan-action">
              {!step.isDone &&
                (step.action === 'remove' ? (
                  mayRemove && (
                    <button type="button" className="link-button" onClick={onRemove}>
                      {t('offboarding.remove.open')}
                    </button>
                  )
                ) : (
                  <StepAction step={step} keys={leaving.api_keys} onTask={onTask} />
                ))}
            </span>
            <p>{t(`offboarding.plan.why.${step.why}`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

const keyOf = ({ action, target }: OffboardingStep): string =>
  `${action} ${target.kind} ${target.project_id} ${target.id}`;

/** Those that were asked for while the page is open, in their first order; the new ones stand before the last. */
function usePlan(steps: readonly OffboardingStep[]): readonly PlannedStep[] {
  const [seen, setSeen] = useState(steps);
  const known = new Set(seen.map(keyOf));
  const fresh = steps.filter((step) => !known.has(keyOf(step)));
  const last = seen.at(-1);
  const all = fresh.length === 0 || last === undefined ? seen : [...seen.slice(0, -1), ...fresh, last];
  // Kept during rendering, as React advises for values that follow from others.
  if (fresh.length > 0) setSeen(all);
  const open = new Set(steps.map(keyOf));
  return all.map((step) => ({ ...step, isDone: !open.has(keyOf(step)) }));
}

function StepState({ step }: { step: PlannedStep }) {
  const { t } = useTranslation();
  const { isDone, blocking } = step;
  const [Icon, tone, words] = isDone
    ? [CircleCheck, 'ok', t('offboarding.plan.done')]
    : blocking
      ? [TriangleAlert, 'warning', t('offboarding.plan.blocking')]
      : [CircleDashed, 'unknown', t(step.action === 'remove' ? 'offboarding.plan.last' : 'offboarding.plan.later')];
  return (
    <span className={`plan-state severity-icon tone-${tone}`}>
      <Icon aria-hidden="true" />
      <span>{words}</span>
    </span>
  );
}
