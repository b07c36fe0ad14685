import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecretOnce } from '../../components/secret-once.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { MakeStep } from './make-step.js';
import { StepForm } from './step-form.js';
import type { MadeKey, StepProps } from './step-props.js';

/** Where OpenAI's own libraries look for a key. */
const ENV_NAME = 'OPENAI_API_KEY';

interface SecretStepProps extends StepProps {
  secret: string;
  /** Forgets it. */
  onClose: () => void;
}

/** The new key, which nobody can be shown again, and the word that it is in place. */
export function SecretStep({ secret, onClose, ...step }: SecretStepProps) {
  const { t } = useTranslation();
  useHeldPage();
  return (
    <>
      <p role="status">{t('rotations.secret.text')}</p>
      <SecretOnce label={t('rotations.secret.label')} lines={[secret]} done={t('rotations.secret.copied')} />
      <SecretOnce
        label={t('rotations.secret.env')}
        lines={[`${ENV_NAME}=${secret}`]}
        done={t('rotations.secret.envCopied')}
      />
      {step.rotation.state === 'created' ? (
        <>
          <p>{t('rotations.secret.placeText')}</p>
          <PlacedForm {...step} onPlaced={onClose} />
        </>
      ) : (
        // Somebody else has said meanwhile that it is in place.
        <button type="button" className="control primary" onClick={onClose}>
          {t('rotations.secret.close')}
        </button>
      )}
    </>
  );
}

/** Asks before the page is left or loaded anew: what it shows is nowhere else. */
function useHeldPage(): void {
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, []);
}

interface PlaceStepProps extends StepProps {
  onMade: (made: MadeKey) => void;
}

/** After a reload, or for somebody else: the secret is gone, and that it is in place can still be said. */
export function PlaceStep({ onMade, ...step }: PlaceStepProps) {
  const { t } = useTranslation();
  const [isReplacing, setReplacing] = useState(false);
  if (isReplacing) {
    return (
      <>
        <MakeStep {...step} onMade={onMade} isReplacing />
        <button type="button" className="control" onClick={() => setReplacing(false)}>
          {t('words.back')}
        </button>
      </>
    );
  }
  return (
    <>
      <p>{t('rotations.secret.gone')}</p>
      <PlacedForm {...step} />
      <button type="button" className="control" onClick={() => setReplacing(true)}>
        {t('rotations.secret.notPlaced')}
      </button>
    </>
  );
}

function PlacedForm({ rotation, onOvertaken, onPlaced }: StepProps & { onPlaced?: () => void }) {
  const { t } = useTranslation();
  const action = useRotationStep<undefined>(rotation, (api, id) => api.placeRotationKey(id, {}), {
    onOvertaken,
    ...(onPlaced !== undefined && { onDone: onPlaced }),
  });
  return <StepForm action={action} submit={t('rotations.secret.placed')} onSubmit={() => action.run(undefined)} />;
}
