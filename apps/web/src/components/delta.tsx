import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Amount } from '../lib/decimal.js';
import { deltaOf } from '../lib/deltas.js';
import { percentChange } from '../lib/format/numbers.js';

/** Arrow, sign and value of a change: never colour alone. */
export function Delta({ now, before }: { now: Amount; before: Amount | null }) {
  const { t } = useTranslation();
  const delta = deltaOf(now, before);
  if (delta.kind === 'none') return <span className="none">{'\u2013'}</span>;
  if (delta.kind === 'no-meaning') {
    return (
      <span className="delta flat" title={t('words.noMeaningWhy')}>
        {t('words.noMeaning')}
      </span>
    );
  }
  if (delta.kind !== 'percent') {
    return <span className="delta flat">{t(delta.kind === 'new' ? 'words.new' : 'words.gone')}</span>;
  }
  const Arrow = delta.direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <span className={`delta ${delta.judgement}`}>
      {delta.direction !== 'none' && <Arrow aria-hidden="true" />}
      {percentChange(delta.percent)}
    </span>
  );
}
