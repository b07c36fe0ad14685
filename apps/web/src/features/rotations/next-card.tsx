import { useTranslation } from 'react-i18next';
import { useMay } from '../../lib/session.js';
import { FindStep } from './find-step.js';
import { FinishStep, OverStep, WaitStep } from './last-steps.js';
import { MakeStep } from './make-step.js';
import { RetireStep } from './retire-step.js';
import { nextStepOf } from './rotation-facts.js';
import { PlaceStep, SecretStep } from './secret-step.js';
import type { MadeKey, StepProps } from './step-props.js';

interface NextCardProps extends StepProps {
  /** The secret of the key that was made just now; null: there is none to show. */
  secret: string | null;
  onMade: (made: MadeKey) => void;
  onSecretKept: () => void;
}

/** The one thing that is to be done now, with the button that does it. */
export function NextCard(props: NextCardProps) {
  const { t } = useTranslation();
  return (
    <section className="card span-4 next-card" aria-labelledby="next-title">
      <div className="card-head">
        <h2 id="next-title">{t('rotations.next.title')}</h2>
      </div>
      <div className="card-body next-body">
        <NextStep {...props} />
      </div>
    </section>
  );
}

function NextStep({ secret, onMade, onSecretKept, ...step }: NextCardProps) {
  const { t } = useTranslation();
  const mayWrite = useMay('keys.write');
  const { rotation, now } = step;
  const next = nextStepOf(rotation, now);
  // Whatever somebody else does meanwhile: what is shown once is not taken away before it is kept.
  if (secret !== null) return <SecretStep {...step} secret={secret} onClose={onSecretKept} />;
  if (next === 'over') return <OverStep {...step} />;
  if (!mayWrite) return <p>{t('rotations.next.look')}</p>;
  switch (next) {
    case 'find':
      return <FindStep {...step} onMade={onMade} />;
    case 'make':
      return <MakeStep {...step} onMade={onMade} />;
    case 'replace':
      return <MakeStep {...step} onMade={onMade} isReplacing />;
    case 'place':
      return <PlaceStep {...step} onMade={onMade} />;
    case 'retire':
      return <RetireStep {...step} onMade={onMade} />;
    case 'wait':
      return <WaitStep {...step} onMade={onMade} />;
    case 'finish':
      return <FinishStep {...step} />;
  }
}
