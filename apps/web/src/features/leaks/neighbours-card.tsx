import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { currencySymbol } from '../../lib/format/money.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { Ago, DASH, NameOrNone, SpendCell } from '../directory/cells.js';
import './leak-words.js';

interface ImpactProps {
  impact: LeakImpact;
}

/** Other keys of the same owner: who has one may have the others. */
export function NeighboursCard({ impact }: ImpactProps) {
  const { t } = useTranslation();
  const { neighbours, key, currency } = impact;
  const owner = key.owner_name ?? key.owner_id ?? DASH;
  return (
    <section className="card" aria-labelledby="neighbours-title">
      <div className="card-head">
        <h2 id="neighbours-title">{t('leaks.neighbours.title')}</h2>
      </div>
      {neighbours.length === 0 ? (
        <p className="card-body secondary">{t('leaks.neighbours.none')}</p>
      ) : (
        <DataTable
          caption={t('leaks.neighbours.title')}
          columns={3}
          rows={neighbours}
          head={
            <tr>
              <th scope="col">{t('leaks.neighbours.key', { owner: isolated(owner) })}</th>
              <th scope="col" className="number">
                {t('leaks.neighbours.lastUsed')}
              </th>
              <th scope="col" className="number">
                {t('leaks.neighbours.spend', { currency: currencySymbol(currency) })}
              </th>
            </tr>
          }
          renderRow={({
            api_key_id: id,
            project_id: project,
            name,
            last_used_at: usedAt,
            spend_last_30_days: spend,
          }) => (
            <tr key={`${project} ${id}`}>
              <th scope="row">
                <Link
                  to="/keys/leak-desk"
                  search={{ key: id, project }}
                  className="row-link"
                  aria-label={t('leaks.neighbours.open', { name: isolated(name ?? id) })}
                >
                  <NameOrNone name={name} />
                </Link>
              </th>
              <td className="number">
                <Ago at={usedAt} absent={t('words.never')} />
              </td>
              <td className="number">
                <SpendCell value={spend} />
              </td>
            </tr>
          )}
        />
      )}
      <Created impact={impact} />
    </section>
  );
}

function Created({ impact: { created } }: ImpactProps) {
  const { t } = useTranslation();
  if (created === null) return <p className="card-foot">{t('leaks.neighbours.createdUnknown')}</p>;
  const { at, actor_email: email, actor_id: id, address, country } = created;
  const who = isolated(email ?? id ?? t('leaks.neighbours.nobody'));
  const place = address === null ? null : country === null ? address : `${address}, ${country}`;
  return (
    <p className="card-foot">
      {place === null
        ? t('leaks.neighbours.createdBy', { at: moment(at), who })
        : t('leaks.neighbours.created', { at: moment(at), who, address: isolated(place) })}
    </p>
  );
}
