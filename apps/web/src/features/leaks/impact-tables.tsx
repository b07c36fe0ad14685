/** What a leaked key cost by day, and what it was used for. */
import { useTranslation } from 'react-i18next';
import type { ImpactDay, LeakImpact } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { MoneyCell } from '../../components/money.js';
import { amount } from '../../lib/decimal.js';
import { addDays, dayOf } from '../../lib/days.js';
import { day, range } from '../../lib/format/days.js';
import { currencySymbol } from '../../lib/format/money.js';
import { quantity } from '../../lib/format/numbers.js';
import { SpendCell } from '../directory/cells.js';
import { amountOrNull, isUnbilled } from './impact-words.js';
import './leak-words.js';

interface ImpactProps {
  impact: LeakImpact;
}

/** Whole UTC days, as OpenAI bills them. */
export function DaysCard({ impact: { days, total, currency } }: ImpactProps) {
  const { t } = useTranslation();
  const symbol = currencySymbol(currency);
  return (
    <section className="card" aria-labelledby="days-title">
      <div className="card-head">
        <h2 id="days-title">{t('leaks.days.title')}</h2>
      </div>
      {days.length === 0 ? (
        <p className="card-body secondary">{t('leaks.days.none')}</p>
      ) : (
        <DataTable
          caption={t('leaks.days.title')}
          columns={4}
          rows={days}
          head={
            <tr>
              <th scope="col">{t('leaks.days.day')}</th>
              {(['baseline', 'above', 'amount'] as const).map((name) => (
                <th key={name} scope="col" className="number">
                  {t(`leaks.days.${name}`, { currency: symbol })}
                </th>
              ))}
            </tr>
          }
          foot={
            <tr>
              <th scope="row">{rangeOf(days)}</th>
              {[total.baseline, total.above, total.amount].map((value, index) => (
                <td key={index} className="number">
                  <SpendCell value={value} />
                </td>
              ))}
            </tr>
          }
          renderRow={(each) => (
            <tr key={each.day} className={each.state === 'provisional' ? 'provisional' : undefined}>
              <th scope="row" className="nowrap">
                {day.short(dayOf(each.day))} <StateWord state={each.state} />
              </th>
              {[each.baseline, ...(isUnbilled(each) ? [null, null] : [each.above, each.amount])].map((value, index) => (
                <td key={index} className="number">
                  <MoneyCell value={amountOrNull(value)} />
                </td>
              ))}
            </tr>
          )}
        />
      )}
    </section>
  );
}

function StateWord({ state }: { state: ImpactDay['state'] }) {
  const { t } = useTranslation();
  if (state === 'final') return null;
  return (
    <span className="quiet">{t(state === 'provisional' ? 'words.provisionalShort' : `words.state.${state}`)}</span>
  );
}

function rangeOf(days: readonly ImpactDay[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '';
  return range({ start: dayOf(first.day), end: addDays(dayOf(last.day), 1) });
}

/** By model: one that it was never used with before tells most. */
export function ModelsCard({ impact: { models, total, currency } }: ImpactProps) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="models-title">
      <div className="card-head">
        <h2 id="models-title">{t('leaks.models.title')}</h2>
      </div>
      {models.length === 0 ? (
        <p className="card-body secondary">{t('leaks.models.none')}</p>
      ) : (
        <DataTable
          caption={t('leaks.models.title')}
          columns={4}
          rows={models}
          head={
            <tr>
              <th scope="col">{t('leaks.models.model')}</th>
              <th scope="col" className="number">
                {t('leaks.models.requests')}
              </th>
              <th scope="col" className="number">
                {t('leaks.models.amount', { currency: currencySymbol(currency) })}
              </th>
              <th scope="col">{t('leaks.models.before')}</th>
            </tr>
          }
          foot={
            <tr>
              <th scope="row">{t('leaks.models.total')}</th>
              <td className="number">{quantity(amount(total.requests))}</td>
              <td className="number" />
              <td />
            </tr>
          }
          renderRow={({ model, requests, amount: cost, before, days_before: count }) => (
            <tr key={model}>
              <th scope="row">
                {model === null ? (
                  <span className="none">{t('leaks.models.unnamed')}</span>
                ) : (
                  <EntityName name={model} />
                )}
              </th>
              <td className="number">{quantity(amount(requests))}</td>
              <td className="number">
                <SpendCell value={cost} />
              </td>
              <td title={t('leaks.models.beforeWhy', { count })}>
                <span className={before === 'never' ? 'never-before' : 'secondary'}>
                  {t(`leaks.models.used.${before}`)}
                </span>
              </td>
            </tr>
          )}
        />
      )}
    </section>
  );
}
