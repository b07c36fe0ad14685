import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EmptyState } from '../../components/empty-state.js';
import { MoneyCell } from '../../components/money.js';
import { amount } from '../../lib/decimal.js';
import { currencySymbol } from '../../lib/format/money.js';
import { Ago, SpendCell } from '../directory/cells.js';
import { KeyCell, ProjectCell, RequestsCell, RisksCell } from '../keys/key-cells.js';
import { rowKeyOf } from '../keys/key-name.js';

/** Their keys with traffic and money of 30 days. */
export function LeavingKeysCard({ leaving }: { leaving: Offboarding }) {
  const { t } = useTranslation();
  const { api_keys: keys, currency, cost_last_30_days: cost } = leaving;
  return (
    <section className="card" aria-labelledby="leaving-keys-title">
      <div className="card-head">
        <h2 id="leaving-keys-title">{t('offboarding.keys.title')}</h2>
      </div>
      {keys.length === 0 ? (
        <EmptyState icon={KeyRound} title={t('offboarding.keys.none')}>
          {t('offboarding.keys.noneText')}
        </EmptyState>
      ) : (
        <>
          <p className="card-caption">{t('offboarding.keys.sentence')}</p>
          <DataTable
            wide
            caption={t('offboarding.keys.title')}
            columns={6}
            rows={keys}
            rowHeight={48}
            head={
              <tr>
                <th scope="col">{t('keys.table.key')}</th>
                <th scope="col" className="wide-only">
                  {t('keys.table.project')}
                </th>
                <th scope="col" className="wide-only">
                  {t('keys.table.risks')}
                </th>
                <th scope="col" className="number wide-only">
                  {t('keys.table.used')}
                </th>
                <th scope="col" className="number wide-only">
                  {t('keys.table.requests')}
                </th>
                <th scope="col" className="number">
                  {t('keys.table.cost', { currency: currencySymbol(currency ?? 'usd') })}
                </th>
              </tr>
            }
            renderRow={(item) => (
              <tr key={rowKeyOf(item)}>
                <th scope="row">
                  <KeyCell item={item} />
                </th>
                <td className="wide-only">
                  <ProjectCell item={item} />
                </td>
                <td className="wide-only risks-cell">
                  <RisksCell item={item} />
                </td>
                <td className="number wide-only">
                  <Ago at={item.last_used_at} absent={t('words.never')} />
                </td>
                <td className="number wide-only">
                  <RequestsCell value={item.requests_last_30_days} />
                </td>
                <td className="number strong">
                  <SpendCell value={item.cost_last_30_days} />
                </td>
              </tr>
            )}
            foot={
              <tr>
                <th scope="row">{t('offboarding.keys.foot')}</th>
                <td className="wide-only" colSpan={3} />
                <td className="number wide-only">
                  <RequestsCell value={leaving.requests_last_30_days} />
                </td>
                <td className="number">
                  <MoneyCell value={cost === null ? null : amount(cost)} />
                </td>
              </tr>
            }
          />
        </>
      )}
    </section>
  );
}
