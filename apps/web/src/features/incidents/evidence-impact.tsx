import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { amount } from '../../lib/decimal.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { quantity } from '../../lib/format/numbers.js';
import { clockOnly } from '../../lib/format/times.js';
import { DASH, SpendCell } from '../directory/cells.js';
import { billedIn } from '../leaks/impact-buckets.js';
import { isUnbilled } from '../leaks/impact-words.js';
import { PaperTable } from './paper-table.js';
import './incident-words.js';

interface EvidenceImpactProps {
  impact: LeakImpact;
}

/** What the key did: sums, days, hours and models, with how each figure was worked out. */
export function EvidenceImpact({ impact }: EvidenceImpactProps) {
  const { t } = useTranslation();
  const { total, currency, methods } = impact;
  const money = (value: string | null) => (value === null ? DASH : <Money value={amount(value)} currency={currency} />);
  return (
    <>
      <section>
        <h2>{t('incidents.pack.summary')}</h2>
        <dl className="incident-facts">
          <dt>{t('incidents.pack.above')}</dt>
          <dd>{money(total.above)}</dd>
          <dt>{t('incidents.pack.spent')}</dt>
          <dd>{money(total.amount)}</dd>
          <dt>{t('incidents.pack.baseline')}</dt>
          <dd>{money(total.baseline)}</dd>
          <dt>{t('incidents.pack.requests')}</dt>
          <dd>{quantity(amount(total.requests))}</dd>
        </dl>
        <p className="quiet">{t('incidents.pack.currency', { currency: currency.toUpperCase() })}</p>
      </section>
      <Days impact={impact} />
      <Models impact={impact} />
      <Hours impact={impact} />
      <section>
        <h2>{t('incidents.pack.methods')}</h2>
        <dl className="incident-facts wide">
          {Object.entries(methods).map(([name, words]) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function Days({ impact: { days, total } }: EvidenceImpactProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('incidents.pack.days')}</h2>
      <PaperTable
        caption={t('incidents.pack.days')}
        heads={[
          { words: t('leaks.days.day') },
          { words: t('incidents.pack.baseline'), isFigure: true },
          { words: t('incidents.pack.above'), isFigure: true },
          { words: t('leaks.chart.total'), isFigure: true },
          { words: t('incidents.pack.requestsHead'), isFigure: true },
          { words: t('incidents.pack.stateHead') },
        ]}
        rows={days.map((each) => [
          day.full(dayOf(each.day)),
          <SpendCell key="baseline" value={each.baseline} />,
          <SpendCell key="above" value={isUnbilled(each) ? null : each.above} />,
          <SpendCell key="amount" value={isUnbilled(each) ? null : each.amount} />,
          quantity(amount(each.requests)),
          t(`words.state.${each.state}`),
        ])}
        foot={[
          t('words.total'),
          <SpendCell key="baseline" value={total.baseline} />,
          <SpendCell key="above" value={total.above} />,
          <SpendCell key="amount" value={total.amount} />,
          '',
          '',
        ]}
      />
    </section>
  );
}

function Models({ impact: { models } }: EvidenceImpactProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('incidents.pack.models')}</h2>
      {models.length === 0 ? (
        <p>{t('leaks.models.none')}</p>
      ) : (
        <PaperTable
          caption={t('incidents.pack.models')}
          heads={[
            { words: t('leaks.models.model') },
            { words: t('leaks.models.requests'), isFigure: true },
            { words: t('incidents.pack.spent'), isFigure: true },
            { words: t('leaks.models.before') },
          ]}
          rows={models.map(({ model, requests, amount: cost, before }) => [
            model === null ? t('leaks.models.unnamed') : <EntityName key="model" name={model} />,
            quantity(amount(requests)),
            <SpendCell key="amount" value={cost} />,
            t(`leaks.models.used.${before}`),
          ])}
        />
      )}
    </section>
  );
}

function Hours({ impact: { hours } }: EvidenceImpactProps) {
  const { t } = useTranslation();
  const count = (value: string | null): string => (value === null ? DASH : quantity(amount(value)));
  return (
    <section>
      <h2>{t('incidents.pack.hours')}</h2>
      <p className="quiet">{t('incidents.pack.hoursText')}</p>
      <PaperTable
        caption={t('incidents.pack.hours')}
        heads={[
          { words: t('leaks.chart.hour') },
          { words: t('incidents.pack.requestsHead'), isFigure: true },
          { words: t('incidents.pack.requestsBaseline'), isFigure: true },
          { words: t('incidents.pack.amountHead'), isFigure: true },
          { words: t('incidents.pack.amountBaseline'), isFigure: true },
          { words: t('incidents.pack.stateHead') },
        ]}
        rows={hours.map((hour) => [
          `${day.short(dayOf(hour.start))} ${clockOnly(hour.start)}`,
          hour.state === 'missing' ? DASH : count(hour.requests),
          count(hour.baseline_requests),
          <SpendCell key="amount" value={billedIn(hour)} />,
          <SpendCell key="baseline" value={hour.baseline_amount_estimate} />,
          t(`words.state.${hour.state}`),
        ])}
      />
    </section>
  );
}
