import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { SyncAnswer } from '@bursar/contract';
import { Badge } from '../../components/severity.js';
import { Sentence } from '../../components/sentence.js';
import { addDays, dayOf, type Day } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { shareOf } from '../../lib/format/numbers.js';
import { clock, stretch } from '../../lib/format/times.js';
import { isAway } from '../../lib/chosen-organization.js';
import { isolated } from '../../lib/names.js';
import { useOwnerPrefix } from '../explorer/behind.js';
import { backfilling, historyMonths } from './backfill-note.js';
import { feedName } from './feed-words.js';
import { costFeeds, feedTone, isOff, isPaused, isStale, openGaps, troubles } from './freshness.js';
import { pausesOf } from './paused-notice.js';
import { seenOf } from './trouble-notice.js';

/** The last day that every feed of money has read completely after its end; null where there is none. */
export function completeThrough(sync: SyncAnswer): Day | null {
  const today = dayOf(sync.now);
  const ends = costFeeds(sync).map(({ coverage }) => coverage.at(-1)?.end ?? null);
  if (ends.length === 0 || ends.includes(null)) return null;
  const end = ends.filter((each) => each !== null).sort()[0];
  if (end === undefined) return null;
  const through = dayOf(end) > today ? today : dayOf(end);
  return addDays(through, -1);
}

/** "Costs are collected through 20 November; all 58 feeds are on time." */
export function SyncSentence({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const stopped = troubles(sync).find(({ feed }) => feed === null);
  const ownerOf = useOwnerPrefix();
  const through = completeThrough(sync);
  const backfill = backfilling(sync);
  const [pause] = pausesOf(sync);
  const isAllPaused = pause !== undefined && sync.feeds.every((feed) => isPaused(feed) || isOff(feed));
  return (
    <Sentence
      of={(mark) => {
        if (stopped !== undefined) {
          const reason = t(`sync.error.${stopped.error.code}.title`, { seen: seenOf(stopped.error, t) });
          return t('sync.answer.stopped', { at: mark(<b>{clock(stopped.error.at)}</b>), reason });
        }
        if (isAllPaused) {
          return t('sync.answer.paused', { at: mark(<b>{clock(pause.since)}</b>), reason: isolated(pause.reason) });
        }
        if (backfill !== undefined) {
          return t('sync.answer.firstSync', {
            months: historyMonths(backfill.days_total),
            share: mark(<b>{shareOf(backfill.share)}</b>),
          });
        }
        if (sync.organizations.every(isAway)) return t('sync.answer.disconnected');
        if (through === null) return sync.feeds.length === 0 ? t('sync.answer.connecting') : t('sync.answer.none');
        return `${t('sync.answer.through', { day: mark(<b>{day.long(through)}</b>) })} ${needs(sync, ownerOf, t)}`;
      }}
    />
  );
}

/** What of all feeds needs a person, the most pressing alone. */
function needs(sync: SyncAnswer, ownerOf: ReturnType<typeof useOwnerPrefix>, t: TFunction): string {
  const collected = sync.feeds.filter((feed) => !isOff(feed));
  const late = collected.filter(
    (feed) => !isPaused(feed) && (isStale(feed) || feed.failures > 0 || feed.state === 'stopped'),
  ).length;
  const gaps = collected.flatMap((feed) => openGaps(feed).map((gap) => ({ feed, gap })));
  const newest = gaps.toSorted((a, b) => (a.gap.end < b.gap.end ? 1 : -1))[0];
  const scopes = new Set(troubles(sync).flatMap(({ error }) => error.missing_scope ?? []));
  const paused = collected.filter(isPaused).length;
  if (late > 0) return t('sync.answer.late', { count: late, total: collected.length });
  if (newest !== undefined) {
    const values = { feed: `${ownerOf(newest.feed)}${isolated(feedName(newest.feed, t))}`, span: stretch(newest.gap) };
    return t('sync.answer.gap', { count: gaps.length, ...values });
  }
  if (paused > 0) return t('sync.answer.somePaused', { count: paused });
  if (scopes.size > 0) return t('sync.answer.scope', { scope: [...scopes].join(', ') });
  return t('sync.answer.onTime', { count: collected.length });
}

/** The same in counts. What OpenAI does not offer here is counted apart: nobody is late with it. */
export function SyncBadges({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const collected = sync.feeds.filter((feed) => !isOff(feed));
  // Who is paused is neither on time nor late.
  const active = collected.filter((feed) => !isPaused(feed));
  const onTime = active.filter((feed) => ['ok', 'notice'].includes(feedTone(feed))).length;
  const gaps = sync.feeds.flatMap(openGaps).length;
  const failing = active.filter((feed) => feed.failures > 0).length;
  const backfills = active.filter(({ backfill }) => backfill !== null).length;
  const running = sync.feeds.filter(({ state }) => state === 'running').length;
  const paused = sync.feeds.filter(isPaused).length;
  const lacking = sync.feeds.filter((feed) => isOff(feed) && feed.last_error?.code === 'missing_scope').length;
  const off = sync.feeds.length - collected.length - lacking;
  return (
    <>
      {(active.length > 0 || collected.length === 0) && (
        <Badge tone={onTime === active.length ? 'ok' : 'warning'}>
          {t('sync.badge.onTime', { count: onTime, total: active.length })}
        </Badge>
      )}
      {failing > 0 && <Badge tone="critical">{t('sync.badge.failing', { count: failing })}</Badge>}
      {gaps > 0 && <Badge tone="warning">{t('sync.badge.gaps', { count: gaps })}</Badge>}
      {paused > 0 && <Badge tone="notice">{t('sync.badge.paused', { count: paused })}</Badge>}
      {backfills > 0 && <Badge tone="notice">{t('sync.badge.backfills', { count: backfills })}</Badge>}
      {running > 0 && <Badge tone="notice">{t('sync.badge.running', { count: running })}</Badge>}
      {lacking > 0 && <Badge tone="notice">{t('sync.badge.lacking', { count: lacking })}</Badge>}
      {off > 0 && <Badge tone="unknown">{t('sync.badge.off', { count: off })}</Badge>}
    </>
  );
}
