import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { Badge } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { count, day, duration, range as rangeText, shareOf } from '../../lib/format.js';
import { reasonKey } from '../explorer/gap-reasons.js';
import { ProgressBar } from './backfill-note.js';
import { feedName } from './feed-words.js';
import { openGaps } from './freshness.js';

const SHOWN_GAPS = 5;

/** How far the history of a feed has come. */
export function BackfillCard({ feed }: { feed: FeedStatus }) {
  const { t } = useTranslation();
  const { backfill } = feed;
  if (backfill === null) return null;
  const name = feedName(feed.feed, t);
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('sync.backfill.title', { feed: name })}</h2>
      </div>
      <div className="card-body">
        <p className="backfill-head">
          <b>{shareOf(backfill.share)}</b>
          {backfill.seconds_left !== null && (
            <span className="secondary">{t('sync.backfill.leftShort', { time: duration(backfill.seconds_left) })}</span>
          )}
        </p>
        <ProgressBar share={backfill.share} label={t('sync.backfill.title', { feed: name })} />
        <dl className="terms">
          {feed.history_start !== null && (
            <>
              <dt>{t('sync.backfill.goingBack')}</dt>
              <dd>{day.full(dayOf(feed.history_start))}</dd>
            </>
          )}
          <dt>{t('sync.backfill.daysTerm')}</dt>
          <dd>{t('sync.backfill.daysOf', { done: count(backfill.days_done), total: count(backfill.days_total) })}</dd>
          <dt>{t('sync.backfill.callsTerm')}</dt>
          <dd>
            {t('sync.backfill.callsOf', { done: count(backfill.calls_done), total: count(backfill.calls_estimated) })}
          </dd>
          <dt>{t('sync.backfill.pace')}</dt>
          <dd>
            {feed.pace_per_minute === null
              ? t('sync.backfill.paceFree')
              : t('sync.backfill.paceHeld', { count: feed.pace_per_minute })}
          </dd>
          <dt>{t('sync.backfill.stopped')}</dt>
          <dd>{t('sync.backfill.resumes')}</dd>
        </dl>
      </div>
    </section>
  );
}

/** Days that could not be read, and the way to read them again. */
export function GapCard({ feed, onRun }: { feed: FeedStatus; onRun: (gap: { start: string; end: string }) => void }) {
  const { t } = useTranslation();
  const gaps = openGaps(feed);
  const [first] = gaps;
  const last = gaps.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('sync.gaps.title', { feed: feedName(feed.feed, t) })}</h2>
        <Badge tone="warning">{t('sync.badge.gaps', { count: gaps.length })}</Badge>
      </div>
      <div className="card-body">
        <p>{t('sync.gaps.text')}</p>
        <dl className="terms">
          {gaps.slice(0, SHOWN_GAPS).map((gap) => (
            <GapTerms key={gap.start} gap={gap} />
          ))}
        </dl>
        {gaps.length > SHOWN_GAPS && (
          <p className="quiet">{t('sync.gaps.more', { count: gaps.length - SHOWN_GAPS })}</p>
        )}
      </div>
      <div className="card-action">
        <button type="button" className="control" onClick={() => onRun({ start: first.start, end: last.end })}>
          <Play aria-hidden="true" />
          {t('sync.gaps.fill')}
        </button>
      </div>
    </section>
  );
}

function GapTerms({ gap }: { gap: FeedStatus['gaps'][number] }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{rangeText({ start: dayOf(gap.start), end: dayOf(gap.end) }, { year: true })}</dt>
      <dd>{t(reasonKey(gap.reason))}</dd>
    </>
  );
}

/** What was remembered about OpenAI's refusals, such as a grouping that a date does not have. */
export function NotesCard({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const noted = sync.feeds.filter(({ notes }) => notes.length > 0);
  if (noted.length === 0) return null;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('sync.notes.title')}</h2>
      </div>
      <p className="card-caption">{t('sync.notes.text')}</p>
      <div className="card-body">
        <dl className="terms">
          {noted.flatMap((feed) =>
            feed.notes.map((note) => (
              <NoteTerms key={`${feed.feed} ${note}`} name={feedName(feed.feed, t)} note={note} />
            )),
          )}
        </dl>
      </div>
    </section>
  );
}

function NoteTerms({ name, note }: { name: string; note: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>{note}</bdi>
      </dd>
    </>
  );
}
