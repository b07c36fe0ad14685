import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { count, shareOf } from '../../lib/format/numbers.js';
import { duration } from '../../lib/format/times.js';
import { figureFeeds, type FigureKind, tellsAge } from './freshness.js';
import './backfill.css';

/**
 * The feed of such figures whose history is still on its way; the one with the most to do.
 *
 * Of costs only what is read every hour: totals come from that, and costs by member, read seldom, keep nobody waiting.
 */
export function backfilling(sync: SyncAnswer, of: FigureKind = 'costs') {
  return figureFeeds(sync, of)
    .filter((feed) => of === 'usage' || tellsAge(feed))
    .flatMap(({ feed, backfill }) => (backfill === null ? [] : [{ feed, ...backfill }]))
    .sort((a, b) => a.share - b.share)[0];
}

const DAYS_OF_MONTH = 30.4;

/** The collected history in months, as people say it. */
export const historyMonths = (days: number): number => Math.max(1, Math.floor(days / DAYS_OF_MONTH));

/** One line while history is being collected: how far it is, and that the page may be closed. */
export function BackfillNote({ sync, of = 'costs' }: { sync: SyncAnswer; of?: FigureKind }) {
  const { t } = useTranslation();
  const backfill = backfilling(sync, of);
  if (backfill === undefined) return null;
  const { share, days_done, days_total, calls_done, calls_estimated, seconds_left } = backfill;
  return (
    <div className="backfill-note">
      <p>
        <b>{t('sync.backfill.collecting', { share: shareOf(share) })}</b>{' '}
        {t('sync.backfill.days', { done: count(days_done), total: count(days_total) })}{' '}
        {seconds_left !== null && t('sync.backfill.left', { time: duration(seconds_left) })}
      </p>
      <ProgressBar share={share} label={t('sync.backfill.label')} />
      <p className="quiet">
        {t('sync.backfill.calls', { done: count(calls_done), total: count(calls_estimated) })}{' '}
        {t('sync.backfill.close')}
      </p>
    </div>
  );
}

export function ProgressBar({ share, label }: { share: number; label: string }) {
  const now = Math.floor(share * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={now}
    >
      <i style={{ width: `${now}%` }} />
    </div>
  );
}
