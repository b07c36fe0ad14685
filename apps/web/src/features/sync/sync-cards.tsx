import { Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer, SyncRunsBody } from '@bursar/contract';
import { Badge } from '../../components/severity.js';
import { stretch } from '../../lib/format/times.js';
import { useOwnerPrefix } from '../explorer/behind.js';
import { reasonKey } from '../explorer/gap-reasons.js';
import type { GroupedFeeds } from './feed-groups.js';
import { feedName, feedNameInGroup } from './feed-words.js';
import { openGaps } from './freshness.js';
import { groupFacts } from './row-facts.js';
import { seenOf } from './trouble-notice.js';

const SHOWN_GAPS = 5;

interface GapCardProps {
  grouped: GroupedFeeds;
  now: string;
  /** Left out: the reader may not collect. */
  onRun?: ((body: SyncRunsBody) => void) | undefined;
}

/** Stretches that could not be read, what they touch, and the way to read them again. */
export function GapCard({ grouped, now, onRun }: GapCardProps) {
  const { t } = useTranslation();
  const { gap } = groupFacts(grouped, now, t);
  if (gap === null) return null;
  const group = t(`feeds.group.${grouped.group}`);
  const gaps = grouped.feeds.flatMap((feed) => openGaps(feed).map((each) => ({ feed, ...each })));
  const error = grouped.feeds.find((feed) => openGaps(feed).length > 0 && feed.last_error !== null)?.last_error ?? null;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('sync.gaps.title', { feed: group })}</h2>
        <Badge tone="warning">{t('sync.badge.gaps', { count: gaps.length })}</Badge>
      </div>
      <div className="card-body">
        <p>{t('sync.gaps.text')}</p>
        <dl className="terms">
          {gaps.slice(0, SHOWN_GAPS).map(({ feed, ...each }) => (
            <GapTerms key={`${feed.organization_id} ${feed.feed} ${each.start}`} feed={feed} gap={each} />
          ))}
          {error !== null && (
            <>
              <dt>{t('sync.gaps.lastAnswer')}</dt>
              <dd>{t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) })}</dd>
            </>
          )}
          <dt>{t('sync.gaps.touches')}</dt>
          <dd>{t(`feeds.touches.${grouped.group}`)}</dd>
        </dl>
        {gaps.length > SHOWN_GAPS && (
          <p className="quiet">{t('sync.gaps.more', { count: gaps.length - SHOWN_GAPS })}</p>
        )}
      </div>
      {onRun && (
        <div className="card-action">
          <button type="button" className="control" onClick={() => onRun(gap)}>
            <Wrench aria-hidden="true" />
            {t('sync.gaps.fill')}
          </button>
        </div>
      )}
    </section>
  );
}

function GapTerms({ feed, gap }: { feed: FeedStatus; gap: FeedStatus['gaps'][number] }) {
  const { t } = useTranslation();
  const ownerOf = useOwnerPrefix();
  return (
    <>
      <dt>{stretch(gap)}</dt>
      <dd>
        {ownerOf(feed)}
        {feedNameInGroup(feed, t)}: {t(reasonKey(gap.reason))}
      </dd>
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
      <div className="card-body notes">
        <dl className="terms">
          {sharedNotes(noted).map(({ note, feeds: [first, ...others] }) => (
            <NoteTerms
              key={note}
              name={first === undefined ? '' : feedName(first, t)}
              more={others.length}
              note={note}
            />
          ))}
        </dl>
      </div>
    </section>
  );
}

/** What many feeds have learnt in the same words is said once. */
function sharedNotes(feeds: readonly FeedStatus[]): { note: string; feeds: FeedStatus[] }[] {
  const byNote = new Map<string, FeedStatus[]>();
  for (const feed of feeds) for (const note of feed.notes) byNote.set(note, [...(byNote.get(note) ?? []), feed]);
  return [...byNote].map(([note, having]) => ({ note, feeds: having }));
}

function NoteTerms({ name, more, note }: { name: string; more: number; note: string }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>
        {name}
        {more > 0 && ` ${t('words.filterMore', { count: more })}`}
      </dt>
      <dd>
        <bdi>{note}</bdi>
      </dd>
    </>
  );
}
