import { Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail, KeySnooze } from '@bursar/contract';
import { PlainText } from '../../components/plain-text.js';
import { SeverityIcon } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { sinceWords, toneOf } from './risk-words.js';

/** Each reason in words: what it means, since when, and what to do. */
export function KeyRisksCard({ item: { risks, snoozed } }: { item: KeyDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card key-risks" aria-labelledby="risks-title">
      <div className="card-head">
        <h2 id="risks-title">{t('keys.detail.risks.title')}</h2>
      </div>
      {snoozed !== null && <Snoozed snooze={snoozed} />}
      {risks.length === 0 && <p className="card-body secondary">{t('keys.detail.risks.none')}</p>}
      <ul className="risk-list">
        {risks.map((risk) => {
          const tone = toneOf(risk.reason);
          const since = sinceWords(risk, t);
          return (
            <li key={risk.reason}>
              {tone === null ? (
                <span className="severity-icon tone-unknown">
                  <Minus aria-hidden="true" />
                </span>
              ) : (
                <SeverityIcon tone={tone} label={t(`keys.reasons.severity.${tone}`)} />
              )}
              <h3>
                {t(`keys.risk.${risk.reason}`)}
                {since !== null && <span className="quiet"> {since}</span>}
              </h3>
              <p>{t(`keys.riskMeans.${risk.reason}`)}</p>
              <p className="secondary">{t('keys.detail.risks.todo', { what: t(`keys.riskTodo.${risk.reason}`) })}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Snoozed({ snooze: { until, reason, by, since } }: { snooze: KeySnooze }) {
  const { t } = useTranslation();
  return (
    <div className="card-body">
      <p>
        <b>{t('keys.detail.risks.snoozed', { day: day.full(dayOf(until)) })}</b>
      </p>
      <PlainText>
        {t('keys.detail.risks.snoozedBy', {
          reason: isolated(reason),
          by: isolated(by ?? t('keys.detail.risks.somebody')),
          at: moment(since),
        })}
      </PlainText>
    </div>
  );
}
