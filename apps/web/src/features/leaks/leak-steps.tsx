/** The steps that stop a leak, each with what it breaks, or with when it was taken. */
import { Link } from '@tanstack/react-router';
import { RefreshCw, Shield, Siren, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { amount } from '../../lib/decimal.js';
import { money } from '../../lib/format/money.js';
import { clock, moment } from '../../lib/format/times.js';
import { useIncidentOf, useRotationOf, type KeyInProject } from '../../lib/incident-queries.js';
import { isolated } from '../../lib/names.js';
import { keyUseOf, usualDay } from './impact-words.js';
import './leak-words.js';

/** An end that is nearer was set here, or does not have to be. */
const SOON_MS = 6 * 60_000;

interface ImpactNow {
  impact: LeakImpact;
  now: string;
}

interface StepProps {
  title: string;
  children: ReactNode;
  action: ReactNode;
}

function Step({ title, children, action }: StepProps) {
  return (
    <li>
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
      </div>
      {action}
    </li>
  );
}

interface StartProps {
  onStart: () => void;
}

/** The end of the key: what it stops, or when it came. */
export function ExpireStep({ impact, now, onStart }: ImpactNow & StartProps) {
  const { t } = useTranslation();
  const use = keyUseOf(impact.key, now);
  const usual = usualDay(impact);
  const isSoon = use.kind === 'ending' && Date.parse(use.at) - Date.parse(now) < SOON_MS;
  const text =
    use.kind === 'ended'
      ? t('leaks.steps.expire.over', { at: moment(use.at) })
      : isSoon && use.at !== null
        ? t('leaks.steps.expire.done', { at: clock(use.at) })
        : usual === null
          ? t('leaks.steps.expire.textUnknown')
          : t('leaks.steps.expire.text', { usual: money(usual, impact.currency) });
  return (
    <Step
      title={t('leaks.steps.expire.title')}
      action={
        use.kind !== 'ended' &&
        !isSoon && (
          <button type="button" className="control primary danger" onClick={onStart}>
            <Timer aria-hidden="true" />
            {t('leaks.steps.expire.action')}
          </button>
        )
      }
    >
      {text}
    </Step>
  );
}
/** A new key instead of it, or the rotation that is under way. */
export function RotateStep({
  impact,
  inProject,
  onStart,
}: { impact: LeakImpact; inProject: KeyInProject } & StartProps) {
  const { t } = useTranslation();
  const { data: rotation } = useRotationOf(inProject);
  const { key } = impact;
  const isAccount = key.owner_type === 'service_account';
  const known = rotation ?? null;
  const isOpen = known !== null && known.closed_at === null;
  return (
    <Step
      title={
        isAccount
          ? t('leaks.steps.rotate.title', { owner: isolated(key.owner_name ?? key.owner_id ?? '') })
          : t('leaks.steps.rotate.titleMember')
      }
      action={
        known !== null && (isOpen || known.state === 'done') ? (
          <Link to="/keys/rotations/$rotationId" params={{ rotationId: known.id }} className="control">
            <RefreshCw aria-hidden="true" />
            {t('leaks.steps.rotate.see')}
          </Link>
        ) : (
          key.gone_at === null && (
            <button type="button" className="control" onClick={onStart}>
              <RefreshCw aria-hidden="true" />
              {t('leaks.steps.rotate.action')}
            </button>
          )
        )
      }
    >
      {isOpen
        ? t('leaks.steps.rotate.open', { at: moment(known.opened_at) })
        : known?.state === 'done' && known.closed_at !== null
          ? t('leaks.steps.rotate.over', { at: moment(known.closed_at) })
          : t(isAccount ? 'leaks.steps.rotate.text' : 'leaks.steps.rotate.textMember')}
    </Step>
  );
}

/** What the whole project may spend. */
export function CapStep({ limit, onStart }: { limit: string | null } & StartProps) {
  const { t } = useTranslation();
  return (
    <Step
      title={t('leaks.steps.cap.title')}
      action={
        <button type="button" className="control" onClick={onStart}>
          <Shield aria-hidden="true" />
          {t(limit === null ? 'leaks.steps.cap.action' : 'leaks.steps.cap.change')}
        </button>
      }
    >
      {t('leaks.steps.cap.text')} {limit !== null && t('leaks.steps.cap.set', { limit: money(amount(limit), 'usd') })}
    </Step>
  );
}

interface IncidentStepProps {
  inProject: KeyInProject;
  /** null: one may see incidents, and not open any. */
  onStart: (() => void) | null;
}

/** An incident about it, or the one that there is. */
export function IncidentStep({ inProject, onStart }: IncidentStepProps) {
  const { t } = useTranslation();
  const { data: incident } = useIncidentOf(inProject);
  const known = incident ?? null;
  const isOpen = known?.state === 'open';
  if (known === null && onStart === null) return null;
  return (
    <Step
      title={t('leaks.steps.incident.title')}
      action={
        <span className="controls">
          {known !== null && (
            <Link to="/keys/incidents/$incidentId" params={{ incidentId: known.id }} className="control">
              <Siren aria-hidden="true" />
              {t('leaks.steps.incident.see')}
            </Link>
          )}
          {!isOpen && onStart !== null && (
            <button type="button" className="control" onClick={onStart}>
              <Siren aria-hidden="true" />
              {t('leaks.steps.incident.action')}
            </button>
          )}
        </span>
      }
    >
      {isOpen
        ? t('leaks.steps.incident.open', { at: moment(known.opened_at) })
        : known?.closed_at !== undefined && known.closed_at !== null
          ? t('leaks.steps.incident.over', { at: moment(known.closed_at) })
          : t('leaks.steps.incident.text')}
    </Step>
  );
}
