import { useTranslation } from 'react-i18next';
import type { Restatement } from '@bursar/contract';
import { CompletenessChip } from '../../components/completeness-chip.js';
import { amount, sum } from '../../lib/decimal.js';
import { addDays, dayOf } from '../../lib/days.js';
import { day, range as rangeText } from '../../lib/format/days.js';
import { isBelowCent, moneyChange } from '../../lib/format/money.js';
import { duration, moment, secondsBetween } from '../../lib/format/times.js';
import { useRestatements, useSync } from '../../lib/queries.js';
import { isLate } from '../sync/freshness.js';
import { useBehind, useOwnerPrefix } from '../explorer/behind.js';
import { reasonKey } from '../explorer/gap-reasons.js';
import type { CostFigures } from './cost-figures.js';

const SHOWN = 50;

/** Billed through, provisional, pending, synced, restated: the state of the figures of a page. */
export function CostCompleteness({ figures }: { figures: CostFigures }) {
  const { t } = useTranslation();
  const { data: sync } = useSync();
  const restatements = useRestatements(figures.asked);
  const { counted, completeness, today } = figures;
  const behind = useBehind(completeness.gaps);
  const last = counted.range === null ? null : addDays(counted.range.end, -1);
  const changes = restatements.data?.data ?? [];
  const synced = completeness.synced_at;
  const ago = synced === null || sync === undefined ? null : duration(secondsBetween(synced, sync.now));
  const pendingToday = counted.pending.includes(today);
  return (
    <CompletenessChip
      billedThrough={last === null ? null : t('costs.state.billedThrough', { day: day.short(last) })}
      provisional={
        counted.provisional === null ? null : t('costs.state.provisional', { range: rangeText(counted.provisional) })
      }
      pending={pendingText()}
      synced={ago === null ? null : t('costs.state.synced', { ago })}
      stale={sync !== undefined && isLate(sync)}
      gaps={gapsText()}
      gapsExpected={completeness.gaps.every(({ reason }) => reason !== 'failed' && reason !== 'stopped')}
      restatements={
        changes.length === 0 ? null : t('costs.state.restatements', { count: changes.length, sum: changeOf(changes) })
      }
    >
      <Gaps figures={figures} />
      <Restatements changes={changes} />
      {synced !== null && <p className="quiet">{t('costs.state.syncedAt', { at: moment(synced) })}</p>}
    </CompletenessChip>
  );

  function gapsText(): string | null {
    if (counted.missing.length === 0) return behind;
    const missing = t('costs.state.missing', { count: counted.missing.length });
    return behind === null ? missing : `${missing} \u00B7 ${behind}`;
  }

  function pendingText(): string | null {
    const first = counted.pending[0];
    if (first === undefined) return null;
    if (pendingToday && counted.pending.length === 1) return t('costs.state.todayPending');
    return t('costs.state.pending', {
      range: rangeText({ start: first, end: addDays(counted.pending.at(-1) ?? first, 1) }),
    });
  }
}

function changeOf(changes: readonly Restatement[]): string {
  const total = sum(changes.map(({ delta }) => amount(delta)));
  return moneyChange(total, changes[0]?.currency ?? 'usd');
}

function Gaps({ figures: { completeness, counted } }: { figures: CostFigures }) {
  const { t } = useTranslation();
  const ownerOf = useOwnerPrefix();
  return (
    <section>
      <h2>{t('costs.state.gapsTitle')}</h2>
      {completeness.gaps.length === 0 && counted.missing.length === 0 ? (
        <p className="secondary">{t('costs.state.noGaps')}</p>
      ) : (
        <ul>
          {completeness.gaps.map((gap) => (
            <li key={`${gap.organization_id} ${gap.start}`}>
              <span>{rangeText({ start: dayOf(gap.start), end: dayOf(gap.end) }, { year: true })}</span>
              <span>
                {ownerOf(gap)}
                {t(reasonKey(gap.reason))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Entries below a cent are counted but not listed one by one: nothing would be seen of them. */
function Restatements({ changes }: { changes: readonly Restatement[] }) {
  const { t } = useTranslation();
  const visible = changes.filter(({ delta }) => !isBelowCent(amount(delta)));
  return (
    <section>
      <h2>{t('costs.state.restatementsTitle')}</h2>
      {changes.length === 0 ? (
        <p className="secondary">{t('costs.state.noRestatements')}</p>
      ) : (
        <ul>
          {visible.slice(0, SHOWN).map(({ id, day: at, key, delta, currency, detected_at }) => (
            <li key={id}>
              <span>
                {t('costs.state.restatement', { day: day.full(dayOf(at)), seen: day.short(dayOf(detected_at)) })}{' '}
                <bdi>{String(key['line_item'] ?? key['project_id'] ?? '')}</bdi>
              </span>
              <span title={delta}>{moneyChange(amount(delta), currency ?? 'usd')}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
