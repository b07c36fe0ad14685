import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FeedStatus } from '@bursar/contract';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { count, shareOf } from '../../lib/format/numbers.js';
import { duration } from '../../lib/format/times.js';
import { ProgressBar } from './backfill-note.js';
import { feedName } from './feed-words.js';

const SHOWN_FEEDS = 6;

type Collecting = FeedStatus & { backfill: NonNullable<FeedStatus['backfill']> };

const callsLeft = (left: number, t: TFunction): string =>
  t('sync.backfill.callsLeft', { count: left, left: count(left) });

/** How far the history of all feeds together has come, and what is left of each. */
export function BackfillCard({ feeds }: { feeds: readonly FeedStatus[] }) {
  const { t } = useTranslation();
  const collecting = feeds.filter((feed): feed is Collecting => feed.backfill !== null);
  const [first] = collecting;
  if (first === undefined) return null;
  const whole = sumOf(collecting);
  const title =
    collecting.length === 1
      ? t('sync.backfill.title', { feed: feedName(first, t) })
      : t('sync.backfill.titleOfSeveral', { count: collecting.length });
  const oldest = collecting.flatMap(({ history_start: start }) => start ?? []).toSorted()[0];
  const pace = collecting.flatMap(({ pace_per_minute: each }) => each ?? []);
  return (
    <section className="card">
      <div className="card-head">
        <h2>{title}</h2>
      </div>
      <div className="card-body">
        <p className="backfill-head">
          <b>{shareOf(whole.share)}</b>
          {whole.secondsLeft !== null && (
            <span className="secondary">{t('sync.backfill.leftShort', { time: duration(whole.secondsLeft) })}</span>
          )}
        </p>
        <ProgressBar share={whole.share} label={title} />
        <dl className="terms">
          {oldest !== undefined && (
            <>
              <dt>{t('sync.backfill.goingBack')}</dt>
              <dd>{day.full(dayOf(oldest))}</dd>
            </>
          )}
          <dt>{t('sync.backfill.daysTerm')}</dt>
          <dd>{t('sync.backfill.daysOf', { done: count(whole.daysDone), total: count(whole.daysTotal) })}</dd>
          <dt>{t('sync.backfill.callsTerm')}</dt>
          <dd>
            {t('sync.backfill.callsOf', { done: count(whole.callsDone), total: count(whole.callsTotal) })}{' '}
            {callsLeft(whole.callsTotal - whole.callsDone, t)}
          </dd>
          <dt>{t('sync.backfill.pace')}</dt>
          <dd>
            {pace.length === 0
              ? t('sync.backfill.paceFree')
              : t('sync.backfill.paceHeld', { count: Math.min(...pace) })}
          </dd>
          <dt>{t('sync.backfill.stopped')}</dt>
          <dd>{t('sync.backfill.resumes')}</dd>
        </dl>
        {collecting.length > 1 && <FeedsLeft collecting={collecting} />}
      </div>
    </section>
  );
}

function FeedsLeft({ collecting }: { collecting: readonly Collecting[] }) {
  const { t } = useTranslation();
  const leastFirst = collecting.toSorted((a, b) => a.backfill.share - b.backfill.share);
  return (
    <dl className="terms backfill-feeds">
      {leastFirst.slice(0, SHOWN_FEEDS).map((feed) => (
        <FeedLeft key={`${feed.organization_id} ${feed.feed}`} feed={feed} />
      ))}
      {leastFirst.length > SHOWN_FEEDS && (
        <dt className="quiet">{t('sync.gaps.more', { count: leastFirst.length - SHOWN_FEEDS })}</dt>
      )}
    </dl>
  );
}

function FeedLeft({ feed }: { feed: Collecting }) {
  const { t } = useTranslation();
  const { share, calls_done: done, calls_estimated: total } = feed.backfill;
  return (
    <>
      <dt>{feedName(feed, t)}</dt>
      <dd>
        {shareOf(share)} <span className="quiet">{callsLeft(total - done, t)}</span>
      </dd>
    </>
  );
}

/** One part of the history is read at a time, so that times add up; unknown as long as that of one feed is. */
function sumOf(collecting: readonly Collecting[]) {
  const of = (part: (backfill: Collecting['backfill']) => number): number =>
    collecting.reduce((sum, { backfill }) => sum + part(backfill), 0);
  const [daysDone, daysTotal] = [of(({ days_done: days }) => days), of(({ days_total: days }) => days)];
  const [only, ...others] = collecting;
  return {
    daysDone,
    daysTotal,
    share: only !== undefined && others.length === 0 ? only.backfill.share : daysDone / Math.max(1, daysTotal),
    callsDone: of(({ calls_done: calls }) => calls),
    callsTotal: of(({ calls_estimated: calls }) => calls),
    secondsLeft: collecting.some(({ backfill }) => backfill.seconds_left === null)
      ? null
      : of(({ seconds_left: seconds }) => seconds ?? 0),
  };
}
