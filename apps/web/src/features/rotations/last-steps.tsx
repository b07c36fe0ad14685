/** What is left once the old key has an end: to wait for it, to close the rotation, and nothing. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { MoveEndStep } from './move-end-step.js';
import { RetireStep } from './retire-step.js';
import { atText } from './rotation-facts.js';
import { StepForm } from './step-form.js';
import type { MadeKey, StepProps } from './step-props.js';

/** The old key will expire; drained, the rotation may be closed before. */
export function WaitStep({ onMade, ...step }: StepProps & { onMade: (made: MadeKey) => void }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<'wait' | 'delete' | 'move'>('wait');
  const { rotation, now } = step;
  const { expires_at: end } = rotation.old_key;
  const isUsed = rotation.drain.state === 'traffic';
  const wait = () => setChoice('wait');
  if (choice !== 'wait') {
    return (
      <>
        {choice === 'delete' && <RetireStep {...step} onMade={onMade} hasEnd />}
        {choice === 'move' && <MoveEndStep {...step} onMoved={wait} />}
        <button type="button" className="control" onClick={wait}>
          {t('words.back')}
        </button>
      </>
    );
  }
  return (
    <>
      {isUsed && (
        <Notice tone="warning" title={t('rotations.retire.stillUsed')}>
          {t('rotations.retire.endUsed')}
        </Notice>
      )}
      {end !== null && <p>{t('rotations.retire.endText', { at: atText(end, now) })}</p>}
      {rotation.drain.state === 'drained' ? (
        <>
          <p>{t('rotations.retire.endDrained')}</p>
          <CloseForm {...step} />
        </>
      ) : (
        <p>{t('rotations.retire.endWait')}</p>
      )}
      <button type="button" className="control" onClick={() => setChoice('move')}>
        {t('rotations.retire.move')}
      </button>
      <button type="button" className="control" onClick={() => setChoice('delete')}>
        {t('rotations.retire.deleteInstead')}
      </button>
    </>
  );
}

export function FinishStep(step: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('rotations.finish.text')}</p>
      <CloseForm {...step} />
    </>
  );
}

function CloseForm({ rotation, onOvertaken }: StepProps) {
  const { t } = useTranslation();
  const action = useRotationStep<undefined>(rotation, (api, id) => api.finishRotation(id, {}), { onOvertaken });
  return <StepForm action={action} submit={t('rotations.finish.submit')} onSubmit={() => action.run(undefined)} />;
}

/** Nothing is left to do; the page stays as the evidence. */
export function OverStep({ rotation: { state } }: Pick<StepProps, 'rotation'>) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t(state === 'cancelled' ? 'rotations.over.cancelled' : 'rotations.over.done')}</p>
      <div>
        <Link to="/keys/rotations" className="control">
          {t('rotations.over.all')}
        </Link>
      </div>
    </>
  );
}
