import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { StepForm } from './step-form.js';
import type { MadeKey, StepProps } from './step-props.js';

/** OpenAI's answer was lost: the list of keys tells whether there is a new one, and no second one is made before. */
export function FindStep({ rotation, onOvertaken, onMade }: StepProps & { onMade: (made: MadeKey) => void }) {
  const { t } = useTranslation();
  const [isUnknown, setUnknown] = useState(false);
  const action = useRotationStep<undefined>(rotation, (api, id) => api.makeRotationKey(id, {}), {
    onOvertaken,
    onDone: (answer) => {
      action.reset();
      if (!('secret' in answer)) return;
      setUnknown(answer.state === 'unknown');
      onMade({ secret: answer.secret, state: answer.state });
    },
  });
  return (
    <>
      {isUnknown && (
        <Notice tone="warning" title={t('rotations.make.unknown')}>
          {t('rotations.make.unknownText')}
        </Notice>
      )}
      <p>{t('rotations.make.findText')}</p>
      <StepForm action={action} submit={t('rotations.make.find')} onSubmit={() => action.run(undefined)} />
    </>
  );
}
