import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationExpireBody } from '@bursar/contract';
import { SHORTEST_DANGER_REASON } from '../../components/action-form.js';
import { FormField } from '../../components/form-field.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { ADVISED, type Life, LifeField, LIVES } from './life-field.js';
import { isSilent } from './rotation-facts.js';
import { LONGEST_REASON, StepForm } from './step-form.js';
import type { StepProps } from './step-props.js';
import { ForceField, StillUsed } from './still-used.js';

interface MoveEndStepProps extends StepProps {
  /** It was moved. */
  onMoved: () => void;
}

/** Moves the end of the old key: to later at any time, to earlier where it is silent, or by force. */
export function MoveEndStep({ rotation, now, onOvertaken, onMoved }: MoveEndStepProps) {
  const { t } = useTranslation();
  const [life, setLife] = useState<Life>(ADVISED);
  const [isForced, setForced] = useState(false);
  const [wrong, setWrong] = useState<{ reason?: boolean; force?: boolean }>({});
  const action = useRotationStep<RotationExpireBody>(rotation, (api, id, body) => api.expireRotatedKey(id, body), {
    onOvertaken,
    onDone: onMoved,
  });
  const { expires_at: end } = rotation.old_key;
  const isEarlier = end === null || Date.parse(now) + Number(life) * 1000 < Date.parse(end);
  const isRefused = isEarlier && !isSilent(rotation.drain);
  const submit = ({ reason: typed }: { reason: string }) => {
    const reason = typed.trim();
    const force = isRefused && isForced;
    const problems = { reason: force && reason.length < SHORTEST_DANGER_REASON, force: isRefused && !isForced };
    setWrong(problems);
    if (!problems.reason && !problems.force) action.run({ reason, force, expires_in_seconds: Number(life) });
  };
  return (
    <>
      {isRefused && <StillUsed rotation={rotation} now={now} />}
      <StepForm<'reason'>
        action={action}
        fields={{ reason: t('rotations.next.reason') }}
        submit={t('rotations.retire.submitMove', { life: t(`rotations.retire.lifeOf.${life}`) })}
        onSubmit={submit}
      >
        {(errorOf) => (
          <>
            <LifeField lives={LIVES} life={life} onLife={setLife} />
            <FormField
              name="reason"
              label={t('rotations.next.reason')}
              error={
                wrong.reason === true
                  ? t('rotations.next.reasonShort', { count: SHORTEST_DANGER_REASON })
                  : errorOf('reason')
              }
              maxLength={LONGEST_REASON}
              autoComplete="off"
              required
            />
            {isRefused && <ForceField isForced={isForced} onForced={setForced} isMissing={wrong.force === true} />}
          </>
        )}
      </StepForm>
      <p className="form-hint">{t('rotations.retire.moveHint')}</p>
    </>
  );
}
