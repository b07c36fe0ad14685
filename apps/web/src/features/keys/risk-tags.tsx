import { useTranslation } from 'react-i18next';
import type { KeyRisk } from '@bursar/contract';
import { sinceWords, toneOf } from './risk-words.js';

/** Reasons in words, the worst first; those that find no room are told on hover. */
export function RiskTags({ risks, most = 3 }: { risks: readonly KeyRisk[]; most?: number }) {
  const { t } = useTranslation();
  if (risks.length === 0) return <span className="none">{t('keys.noRisk')}</span>;
  const wordsOf = (risk: KeyRisk): string => {
    const since = sinceWords(risk, t);
    return since === null ? t(`keys.risk.${risk.reason}`) : `${t(`keys.risk.${risk.reason}`)}, ${since}`;
  };
  const rest = risks.slice(most);
  const words = rest.map(wordsOf).join('; ');
  return (
    <span className="risk-tags">
      {risks.slice(0, most).map((risk) => (
        <span key={risk.reason} className={`risk-tag tone-${toneOf(risk.reason) ?? 'none'}`} title={wordsOf(risk)}>
          {t(`keys.risk.${risk.reason}`)}
        </span>
      ))}
      {rest.length > 0 && (
        <span className="risk-tag tone-none" title={words}>
          {t('keys.riskMore', { count: rest.length })}
          <span className="visually-hidden">{` ${words}`}</span>
        </span>
      )}
    </span>
  );
}
