import { Link } from '@tanstack/react-router';
import { Activity } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { addDays } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { useToday } from '../../lib/today.js';
import { SPEND_DAYS } from '../directory/costs-link.js';
import { ValueCell } from '../explorer/value-cell.js';
import { measureFormat, measureName } from '../usage/measure-format.js';
import { useKeyUsage, type KeyUse } from './use-key-usage.js';

/** What the credential called, by capability and model. */
export function KeyUsageCard({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const today = useToday();
  const { uses, failed, isPartly } = useKeyUsage(
    item.lineage.map(({ id }) => id),
    today,
  );
  const days = today === null ? '' : rangeText({ start: addDays(today, 1 - SPEND_DAYS), end: addDays(today, 1) });
  return (
    <section className="card key-usage" aria-labelledby="usage-title">
      <div className="card-head">
        <h2 id="usage-title">{t('keys.detail.usage.title')}</h2>
      </div>
      <p className="card-caption">{t('keys.detail.usage.sentence', { range: days })}</p>
      {uses === null ? (
        <div className="card-body" aria-busy="true">
          <p className="visually-hidden">{t('keys.detail.usage.loading')}</p>
          <div className="skeleton" style={{ height: 160 }} />
        </div>
      ) : uses.length === 0 ? (
        <EmptyState icon={Activity} title={t('keys.detail.usage.none')}>
          {t(isPartly || failed > 0 ? 'keys.detail.usage.noneSoFar' : 'keys.detail.usage.noneText')}
        </EmptyState>
      ) : (
        <UsesTable uses={uses} />
      )}
      {uses !== null && (failed > 0 || (isPartly && uses.length > 0)) && (
        <p className="card-foot">
          {failed > 0 && t('keys.detail.usage.notRead', { count: failed })} {isPartly && t('keys.detail.usage.partly')}
        </p>
      )}
    </section>
  );
}

function UsesTable({ uses }: { uses: readonly KeyUse[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('keys.detail.usage.title')}
      columns={4}
      rows={uses}
      head={
        <tr>
          <th scope="col">{t('keys.detail.usage.model')}</th>
          <th scope="col">{t('keys.detail.usage.capability')}</th>
          <th scope="col" className="wide-only">
            {t('keys.detail.usage.measure')}
          </th>
          <th scope="col" className="number">
            {t('keys.detail.usage.amount')}
          </th>
        </tr>
      }
      renderRow={(use) => (
        <tr key={`${use.capability} ${use.model}`}>
          <th scope="row">
            {use.model === null ? (
              <span className="none">{t('keys.detail.usage.unnamed')}</span>
            ) : (
              <EntityName name={use.model} />
            )}
          </th>
          <td>
            <Link to="/usage/$capability" params={{ capability: use.capability }}>
              {use.label}
            </Link>
          </td>
          <td className="secondary wide-only">{measureName(use.measure, t)}</td>
          <td className="number strong">
            <ValueCell value={use.value} format={measureFormat(use, t)} />
          </td>
        </tr>
      )}
    />
  );
}
