import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { Badge } from '../../components/severity.js';
import { Sentence } from '../../components/sentence.js';
import { addDays, dayCount, dayOf, type Day } from '../../lib/days.js';
import { clock, day, shareOf } from '../../lib/format.js';
import { backfilling, historyMonths } from './backfill-note.js';
import { factFeeds, feedTone, isStale, openGaps, troubles } from './freshness.js';
import { seenOf } from './trouble-notice.js';

/** The last day that every feed of figures has read completely after its end; null where there is none. */
export function completeThrough(sync: SyncAnswer): Day | null {
  const today = dayOf(sync.now);
  const ends = factFeeds(sync).map(({ coverage }) => coverage.at(-1)?.end ?? null);
  if (ends.length === 0 || ends.includes(null)) return null;
  const end = ends.filter((each) => each !== null).sort()[0];
  if (end === undefined) return null;
  const through = dayOf(end) > today ? today : dayOf(end);
  return addDays(through, -1);
}

/** "Costs are complete through 20 November; every feed is on time." */
export function SyncSentence({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const stopped = troubles(sync).find(({ feed }) => feed === null);
  const through = completeThrough(sync);
  const backfill = backfilling(sync);
  const late = sync.feeds.filter((feed) => isStale(feed) || feed.failures > 0 || feed.state === 'stopped').length;
  const missing = factFeeds(sync)
    .flatMap(openGaps)
    .reduce((days, gap) => days + dayCount({ start: dayOf(gap.start), end: dayOf(gap.end) }), 0);
  return (
    <Sentence
      of={(mark) => {
        if (stopped !== undefined) {
          const reason = t(`sync.error.${stopped.error.code}.title`, { seen: seenOf(stopped.error, t) });
          return t('sync.answer.stopped', { at: mark(<b>{clock(stopped.error.at)}</b>), reason });
        }
        if (backfill !== undefined && backfill.share < 1) {
          return t('sync.answer.firstSync', {
            months: historyMonths(backfill.days_total),
            share: mark(<b>{shareOf(backfill.share)}</b>),
          });
        }
        if (through === null) return sync.feeds.length === 0 ? t('sync.answer.connecting') : t('sync.answer.none');
        const on = mark(<b>{day.long(through)}</b>);
        if (missing > 0) return t('sync.answer.gap', { day: on, count: missing });
        if (late > 0) return t('sync.answer.late', { day: on, count: late, total: sync.feeds.length });
        return t('sync.answer.onTime', { day: on });
      }}
    />
  );
}

/** The same in counts. */
export function SyncBadges({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const tones = sync.feeds.map(feedTone);
  const onTime = tones.filter((tone) => tone === 'ok' || tone === 'notice').length;
  const gaps = sync.feeds.flatMap(openGaps).length;
  const failing = sync.feeds.filter(({ failures }) => failures > 0).length;
  const backfills = sync.feeds.filter(({ backfill }) => backfill !== null).length;
  const running = sync.feeds.filter(({ state }) => state === 'running').length;
  return (
    <>
      <Badge tone={onTime === tones.length ? 'ok' : 'warning'}>
        {t('sync.badge.onTime', { count: onTime, total: tones.length })}
      </Badge>
      {failing > 0 && <Badge tone="critical">{t('sync.badge.failing', { count: failing })}</Badge>}
      {gaps > 0 && <Badge tone="warning">{t('sync.badge.gaps', { count: gaps })}</Badge>}
      {backfills > 0 && <Badge tone="notice">{t('sync.badge.backfills', { count: backfills })}</Badge>}
      {running > 0 && <Badge tone="notice">{t('sync.badge.running', { count: running })}</Badge>}
    </>
  );
}
