import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { currencySymbol } from '../../lib/format/money.js';
import { Ago, DayCell, NameCell, SpendCell } from '../directory/cells.js';
import { whichKey } from './key-cells.js';
import { shortened } from './key-name.js';
import { RotationLink } from './rotation-link.js';

/** The keys that took each other's place, the newest first. */
export function LineageCard({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const { lineage, cost_currency: currency } = item;
  return (
    <section className="card" aria-labelledby="lineage-title">
      <div className="card-head">
        <h2 id="lineage-title">{t('keys.detail.lineage.title')}</h2>
      </div>
      <p className="card-caption">{t('keys.detail.lineage.sentence', { count: lineage.length })}</p>
      <DataTable
        wide
        caption={t('keys.detail.lineage.title')}
        columns={7}
        rows={lineage.toReversed()}
        rowHeight={48}
        head={
          <tr>
            <th scope="col">{t('keys.detail.lineage.key')}</th>
            <th scope="col">{t('keys.detail.lineage.state')}</th>
            <th scope="col" className="number wide-only">
              {t('keys.detail.lineage.from')}
            </th>
            <th scope="col" className="number wide-only">
              {t('keys.detail.lineage.to')}
            </th>
            <th scope="col" className="number wide-only">
              {t('keys.table.used')}
            </th>
            <th scope="col" className="number">
              {t('keys.detail.lineage.cost', { currency: currencySymbol(currency ?? 'usd') })}
            </th>
            <th scope="col" className="wide-only">
              {t('keys.detail.lineage.rotation')}
            </th>
          </tr>
        }
        renderRow={(key) => {
          const redacted = shortened(key.redacted_value ?? key.id);
          const name = key.name ?? redacted;
          return (
            <tr key={key.id} className={key.id === item.id ? 'chosen' : undefined}>
              <th scope="row">
                <NameCell second={redacted} mono>
                  {key.id === item.id ? (
                    <EntityName name={name} />
                  ) : (
                    <Link to="/keys/$keyId" params={{ keyId: key.id }} search={whichKey(item)}>
                      <EntityName name={name} />
                    </Link>
                  )}
                </NameCell>
              </th>
              <td>{t(`keys.detail.lineage.states.${key.state}`)}</td>
              <td className="number wide-only">
                <DayCell at={key.from} />
              </td>
              <td className="number wide-only">
                <DayCell at={key.to} absent={t('keys.detail.lineage.inUse')} />
              </td>
              <td className="number wide-only">
                <Ago at={key.last_used_at} absent={t('words.never')} />
              </td>
              <td className="number strong">
                <SpendCell value={key.cost_last_30_days} />
              </td>
              <td className="wide-only">
                {key.rotation_id === null ? (
                  <span className="none">{'\u2013'}</span>
                ) : (
                  <RotationLink id={key.rotation_id}>{t('keys.detail.lineage.open')}</RotationLink>
                )}
              </td>
            </tr>
          );
        }}
      />
    </section>
  );
}
