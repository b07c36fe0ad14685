import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';
import { Reasons } from './evidence-card.js';
import type { StepProps } from './step-props.js';

/** Why the old key is not ended now, by what was seen of it. */
export function StillUsed({ rotation: { drain } }: Pick<StepProps, 'rotation' | 'now'>) {
  const { t } = useTranslation();
  const isUsed = drain.state === 'traffic';
  return (
    <Notice tone="warning" title={t(isUsed ? 'rotations.retire.stillUsed' : 'rotations.retire.notKnown')}>
      <Reasons drain={drain} />
      <p>{t(isUsed ? 'rotations.retire.wait' : 'rotations.retire.waitUnknown')}</p>
    </Notice>
  );
}

interface ForceFieldProps {
  isForced: boolean;
  onForced: (isForced: boolean) => void;
  /** It was sent without. */
  isMissing: boolean;
}

/** Ends a key that is used, or that nobody knows about: its reason has to be one. */
export function ForceField({ isForced, onForced, isMissing }: ForceFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="choice-fields">
      <label className="choice">
        <input
          type="checkbox"
          checked={isForced}
          aria-invalid={isMissing && !isForced}
          aria-describedby={isMissing && !isForced ? id : undefined}
          onChange={(event) => onForced(event.currentTarget.checked)}
        />
        <span>
          {t('rotations.retire.force')}
          <span>{t('rotations.retire.forceHint')}</span>
        </span>
      </label>
      {isMissing && !isForced && (
        <p className="form-error" id={id} role="alert">
          {t('rotations.retire.forceNeeded')}
        </p>
      )}
    </div>
  );
}
