import type { TFunction } from 'i18next';
import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Rotation, RotationStep } from '@bursar/contract';
import { agoText, atText, requiredText, silentFor, whoName } from './rotation-facts.js';

interface StepsStripProps {
  rotation: Rotation;
  now: string;
}

/** The five steps: who took which and when, and what the current one waits for. */
export function StepsStrip({ rotation, now }: StepsStripProps) {
  const { t } = useTranslation();
  return (
    <ol className="steps" aria-label={t('rotations.steps.label')}>
      {rotation.steps.map((step, index) => (
        <li key={step.step} className={step.state} {...(step.state === 'current' && { 'aria-current': 'step' })}>
          <Marker step={step} number={index + 1} />
          <div>
            <p className="step-name">
              {t(`rotations.steps.${step.step}`)}
              <span className="visually-hidden"> ({t(`rotations.steps.state.${step.state}`)})</span>
            </p>
            <p className="step-detail">{detailOf(step, rotation, { now, t })}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Marker({ step: { state }, number }: { step: RotationStep; number: number }) {
  return (
    <span className="step-marker" aria-hidden="true">
      {state === 'done' ? <Check /> : state === 'skipped' ? <Minus /> : number}
    </span>
  );
}

interface Told {
  now: string;
  t: TFunction;
}

function detailOf({ step, state, at, by }: RotationStep, rotation: Rotation, { now, t }: Told): string {
  const required = requiredText(rotation.drain);
  switch (state) {
    case 'done':
      return at === null
        ? t('rotations.steps.state.done')
        : t('rotations.steps.doneAt', { at: atText(at, now), who: whoName(by, t) });
    case 'skipped':
      return t('rotations.steps.skipped');
    case 'waiting':
      return t(`rotations.steps.waiting.${step}`, { required });
    case 'current':
      return step === 'drain'
        ? drainDetail(rotation, { now, t })
        : step === 'retire'
          ? retireDetail(rotation, { now, t })
          : step === 'finish' && rotation.state === 'expiring'
            ? retireDetail(rotation, { now, t })
            : t(`rotations.steps.current.${step}`);
  }
}

function drainDetail({ drain }: Rotation, { now, t }: Told): string {
  const required = requiredText(drain);
  if (drain.state === 'unknown') return t('rotations.steps.current.unknown');
  if (drain.state === 'traffic') {
    const ago = drain.last_call_at === null ? null : agoText(drain.last_call_at, now, t);
    return ago === null ? t('rotations.steps.current.trafficNow') : t('rotations.steps.current.traffic', { ago });
  }
  const time = silentFor(drain, now);
  return time === null
    ? t('rotations.steps.current.silent', { required })
    : t('rotations.steps.current.quiet', { duration: time, required });
}

function retireDetail({ old_key: { expires_at: end } }: Rotation, { now, t }: Told): string {
  return end === null
    ? t('rotations.steps.current.retireNow')
    : t('rotations.steps.current.retire', { at: atText(end, now) });
}
