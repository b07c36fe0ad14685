import { useTranslation } from 'react-i18next';
import { CompletenessChip } from '../../components/completeness-chip.js';
import { lastDay } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { duration, moment, secondsBetween, span, zoned } from '../../lib/format/times.js';
import { useSync } from '../../lib/queries.js';
import { useBehind, useOwnerPrefix } from '../explorer/behind.js';
import { reasonKey } from '../explorer/gap-reasons.js';
import { isLate } from '../sync/freshness.js';
import { spanText } from './time-labels.js';
import { daysIn, type UsageFigures } from './usage-figures.js';
import { isNarrow, type ViewBucket } from './usage-range.js';

const SHOWN = 50;

/** Collected through, provisional, running, synced: the state of the figures of a capability. */
export function UsageCompleteness({ figures }: { figures: UsageFigures }) {
  const { t } = useTranslation();
  const { data: sync } = useSync();
  const { counted, completeness, bucket, running } = figures;
  const behind = useBehind(completeness.gaps);
  const synced = completeness.synced_at;
  const ago = synced === null || sync === undefined ? null : duration(secondsBetween(synced, sync.now));
  return (
    <CompletenessChip
      billedThrough={counted.range && t('usage.completeness.through', { day: throughOf(figures) })}
      provisional={
        counted.provisional && t('usage.completeness.provisional', { range: spanText(figures, counted.provisional) })
      }
      pending={running && t('usage.completeness.running', { width: t(`usage.explorer.width.${bucket}`) })}
      synced={ago === null ? null : t('usage.completeness.synced', { ago })}
      stale={sync !== undefined && isLate(sync, 'usage')}
      gaps={gapsText()}
      gapsExpected={completeness.gaps.every(({ reason }) => reason !== 'failed' && reason !== 'stopped')}
      restatements={null}
    >
      <Gaps figures={figures} />
      {isNarrow(bucket) && <p className="quiet">{t('usage.completeness.retention')}</p>}
      {synced !== null && <p className="quiet">{t('usage.completeness.syncedAt', { at: moment(synced) })}</p>}
    </CompletenessChip>
  );

  function gapsText(): string | null {
    if (counted.missing.length === 0) return behind;
    const missing = t(`usage.completeness.missing.${pieceOf(bucket)}`);
    return behind === null ? missing : `${missing} \u00B7 ${behind}`;
  }
}

const pieceOf = (bucket: ViewBucket): 'minute' | 'hour' | 'day' => (isNarrow(bucket) ? bucket : 'day');

function throughOf({ counted, bucket }: UsageFigures): string {
  const range = counted.range;
  if (range === null) return '';
  return isNarrow(bucket) ? zoned.shortDayClock(range.end, 'UTC') : day.short(lastDay(daysIn(range)));
}

function Gaps({ figures }: { figures: UsageFigures }) {
  const { t } = useTranslation();
  const ownerOf = useOwnerPrefix();
  const { gaps } = figures.completeness;
  return (
    <section>
      <h2>{t('usage.completeness.gapsTitle')}</h2>
      {gaps.length === 0 ? (
        <p className="secondary">{t('usage.completeness.noGaps')}</p>
      ) : (
        <ul>
          {gaps.slice(0, SHOWN).map((gap) => (
            <li key={`${gap.organization_id} ${gap.start}`}>
              <span>{isNarrow(figures.bucket) ? span(gap) : spanText(figures, gap)}</span>
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
