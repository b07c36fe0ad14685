import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { SeverityIcon } from '../../components/severity.js';
import { ZERO } from '../../lib/decimal.js';
import { listOf } from '../../lib/format/intl.js';
import { money } from '../../lib/format/money.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { keyTitle, rowKeyOf } from './key-name.js';
import { DEFAULT_VIEW, writeKeysView } from './keys-view.js';
import { concentration, silentDays, type KeyStep } from './next-key-steps.js';
import { sinceWords } from './risk-words.js';
import '../overview/overview.css';

/** How many keys a line of evidence names. */
const NAMED = 2;

interface NextStepsCardProps {
  /** Null: not read yet. */
  steps: readonly KeyStep[] | null;
  now: string;
  /** There are more keys that need a decision than were looked at. */
  isPart: boolean;
  onAct: (act: 'rotate' | 'delete', keys: readonly KeyInventoryItem[]) => void;
}

/** What needs a decision first, with the evidence in a line and what does it. */
export function NextStepsCard({ steps, now, isPart, onAct }: NextStepsCardProps) {
  const { t } = useTranslation();
  return (
    <section className="card span-5" aria-labelledby="next-title">
      <div className="card-head">
        <h2 id="next-title">{t('keys.next.title')}</h2>
      </div>
      {steps === null ? (
        <div className="card-body" aria-busy="true">
          <p className="visually-hidden">{t('keys.next.loading')}</p>
          <div className="skeleton" style={{ height: 200 }} />
        </div>
      ) : (
        <ul className="next-steps">
          {steps.map((step) => (
            <Step
              key={`${step.kind} ${step.kind === 'leaked' ? step.keys.map(rowKeyOf).join() : ''}`}
              step={step}
              now={now}
              onAct={onAct}
            />
          ))}
          {steps.length === 0 && (
            <li>
              <SeverityIcon tone="ok" />
              <h3>{t('keys.next.nothing')}</h3>
              <p>{t('keys.next.nothingText')}</p>
            </li>
          )}
        </ul>
      )}
      {isPart && <p className="card-foot">{t('keys.next.more')}</p>}
    </section>
  );
}

function Step({ step, now, onAct }: { step: KeyStep; now: string; onAct: NextStepsCardProps['onAct'] }) {
  const { t } = useTranslation();
  const may = useMay('keys.write');
  const { kind, tone, keys, reason, act } = step;
  const leaked = useLeaked(step);
  const title =
    kind === 'leaked'
      ? t('keys.next.leaked', { name: listOf(keys.map((key) => isolated(keyTitle(key)))) })
      : t(`keys.next.${kind}`, { count: keys.length });
  return (
    <li>
      <SeverityIcon tone={tone} />
      <h3>{title}</h3>
      {leaked !== null ? (
        <Link to="/keys/leak-desk" search={leaked}>
          {t('keys.openLeakDesk')}
          <span className="visually-hidden"> {title}</span>
        </Link>
      ) : act !== null && may ? (
        <button type="button" className="link-button" onClick={() => onAct(act, keys)}>
          {t(`keys.next.${act}`)}
          <span className="visually-hidden"> {title}</span>
        </button>
      ) : (
        <Link
          to="/keys"
          search={writeKeysView({ ...DEFAULT_VIEW, risk: [reason], needs_decision: 'true' })}
          resetScroll={false}
        >
          {t('keys.next.show')}
          <span className="visually-hidden"> {title}</span>
        </Link>
      )}
      <p>{evidenceOf(step, now, t)}</p>
    </li>
  );
}

/** The key of a leak, as the leak desk wants it; null: of no leak, or not for whoever may see no incidents. */
function useLeaked({ kind, keys: [key] }: KeyStep): { key: string; project: string } | null {
  const may = useMay('incidents.read');
  if (kind !== 'leaked' || !may || key === undefined || key.project_id === null) return null;
  return { key: key.id, project: key.project_id };
}

/** Why it is worth it, in a line. */
function evidenceOf(step: KeyStep, now: string, t: TFunction): string {
  const { kind, keys, cost } = step;
  const leak = keys[0]?.risks.find(({ reason }) => reason === 'leaked');
  if (kind === 'leaked' && leak !== undefined) {
    return t('keys.next.leakedText', { since: sinceWords(leak, t) ?? t('keys.next.leakedUnknown') });
  }
  if (kind === 'unclear') return t('keys.next.unclearText');
  if (kind === 'replaced') return t('keys.next.replacedText');
  if (kind === 'unnamed') return t('keys.next.unnamedText');
  if (kind === 'endless') return t('keys.next.endlessText');
  const days = kind === 'silent' || kind === 'stale' ? silentDays(keys, now) : null;
  if (days !== null) return t('keys.next.silentFor', { count: days });
  const names = listOf(keys.slice(0, NAMED).map((key) => isolated(keyTitle(key))));
  const more = keys.length - NAMED;
  if (cost === ZERO) {
    return more > 0 ? t('keys.next.namesMore', { names, count: more }) : t('keys.next.names', { names });
  }
  const total = money(cost, keys.find(({ cost_currency }) => cost_currency !== null)?.cost_currency ?? 'usd');
  const few = concentration(step);
  if (few !== null && more > 0) return t('keys.next.concentrated', { count: few, amount: total });
  return more > 0
    ? t('keys.next.spentMore', { names, amount: total, count: more })
    : t('keys.next.spent', { names, amount: total });
}
