import { ChartBarBig, Minus, Table } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyInventorySummary, KeyPolicy, KeyRiskReason } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { Segments } from '../../components/segments.js';
import { Badge, SeverityIcon } from '../../components/severity.js';
import { count } from '../../lib/format/numbers.js';
import { RISKS, RISK_REASONS } from './key-risks.js';
import { reasonWithDays, toneOf } from './risk-words.js';
import type { KeysView } from './keys-view.js';
import type { ChangeView } from './use-keys-view.js';

interface ReasonsCardProps {
  summary: KeyInventorySummary;
  policies: readonly KeyPolicy[] | undefined;
  view: KeysView;
  change: ChangeView;
}

/** How many keys carry each reason, as bars that filter or as a table. */
export function ReasonsCard(props: ReasonsCardProps) {
  const { t } = useTranslation();
  const { summary, policies, view, change } = props;
  const reasons = RISK_REASONS.filter((reason) => summary.by_reason[reason] > 0);
  const demandsExpiry = policies?.some(({ require_expiry }) => require_expiry) ?? false;
  return (
    <section className="card span-7" aria-labelledby="reasons-title">
      <div className="card-head">
        <h2 id="reasons-title">{t('keys.reasons.title')}</h2>
        <Segments<KeysView['view']>
          small
          label={t('keys.reasons.as')}
          value={view.view}
          options={[
            { value: 'chart', label: t('keys.reasons.chart'), icon: ChartBarBig },
            { value: 'table', label: t('keys.reasons.table'), icon: Table },
          ]}
          onChange={(next) => change({ view: next })}
        />
      </div>
      <p className="card-caption">
        {t(
          reasons.length === 0
            ? 'keys.reasons.none'
            : demandsExpiry
              ? 'keys.reasons.sentenceExpiry'
              : 'keys.reasons.sentence',
        )}
      </p>
      {view.view === 'table' ? (
        <ReasonsTable {...props} reasons={reasons} />
      ) : (
        <ReasonBars {...props} reasons={reasons} />
      )}
      {reasons.length > 0 && view.view === 'chart' && (
        <p className="card-foot">{t(view.risk.length === 0 ? 'keys.reasons.foot' : 'keys.reasons.footChosen')}</p>
      )}
    </section>
  );
}

interface ReasonsProps extends ReasonsCardProps {
  reasons: readonly KeyRiskReason[];
}

function ReasonBars({ summary, policies, view, change, reasons }: ReasonsProps) {
  const { t } = useTranslation();
  const most = Math.max(1, ...reasons.map((reason) => summary.by_reason[reason]));
  const toggle = (reason: KeyRiskReason) =>
    change({
      risk: view.risk.includes(reason) ? view.risk.filter((each) => each !== reason) : [...view.risk, reason],
    });
  return (
    <ul className="reason-bars">
      {reasons.map((reason) => {
        const keys = summary.by_reason[reason];
        const name = reasonWithDays(reason, policies, t);
        const tone = toneOf(reason);
        return (
          <li key={reason}>
            <button type="button" aria-pressed={view.risk.includes(reason)} onClick={() => toggle(reason)}>
              <span className="visually-hidden">
                {t('keys.reasons.show', { reason: name, keys: t('keys.reasons.keys', { count: keys }) })}
              </span>
              <ReasonIcon reason={reason} />
              <span className="reason-name" aria-hidden="true">
                {name}
              </span>
              <span className={`reason-bar tone-${tone ?? 'unknown'}`} aria-hidden="true">
                <i style={{ width: `calc((100% - 52px) * ${keys / most})` }} />
                <b>{count(keys)}</b>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function ReasonIcon({ reason }: { reason: KeyRiskReason }) {
  const tone = toneOf(reason);
  if (tone !== null) return <SeverityIcon tone={tone} />;
  return (
    <span className="severity-icon tone-unknown">
      <Minus aria-hidden="true" />
    </span>
  );
}

function ReasonsTable({ summary, policies, reasons }: ReasonsProps) {
  const { t } = useTranslation();
  const decisionOf = (reason: KeyRiskReason): string => {
    const { decision } = RISKS[reason];
    return t(`keys.reasons.${decision === 'asks' ? 'yes' : decision === 'by_policy' ? 'byPolicy' : 'no'}`);
  };
  return (
    <DataTable
      dense
      caption={t('keys.reasons.title')}
      columns={4}
      rows={reasons}
      head={
        <tr>
          <th scope="col">{t('keys.reasons.column.reason')}</th>
          <th scope="col">{t('keys.reasons.column.severity')}</th>
          <th scope="col" className="wide-only">
            {t('keys.reasons.column.decision')}
          </th>
          <th scope="col" className="number">
            {t('keys.reasons.column.keys')}
          </th>
        </tr>
      }
      renderRow={(reason) => {
        const tone = toneOf(reason);
        return (
          <tr key={reason}>
            <th scope="row">{reasonWithDays(reason, policies, t)}</th>
            <td>
              {tone === null ? (
                <span className="none">{t('keys.reasons.severity.none')}</span>
              ) : (
                <Badge tone={tone}>{t(`keys.reasons.severity.${RISKS[reason].severity}`)}</Badge>
              )}
            </td>
            <td className="wide-only">{decisionOf(reason)}</td>
            <td className="number strong">{count(summary.by_reason[reason])}</td>
          </tr>
        );
      }}
    />
  );
}
