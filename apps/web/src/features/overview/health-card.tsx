import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { SeverityIcon } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day, duration, shareOf } from '../../lib/format.js';
import { feedName } from '../sync/feed-words.js';
import { backfilling } from '../sync/backfill-note.js';
import { factFeeds, feedTone } from '../sync/freshness.js';

/** Each feed with its age: whether the figures above can be trusted. */
export function HealthCard({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const starts = factFeeds(sync).flatMap(({ coverage }) => coverage[0]?.start ?? []);
  const oldest = starts.sort()[0];
  const backfill = backfilling(sync);
  return (
    <section className="card area-health" aria-labelledby="health-title">
      <div className="card-head">
        <h2 id="health-title">{t('overview.health.title')}</h2>
        <Link to="/sync">{t('overview.health.link')}</Link>
      </div>
      <ul className="health">
        {sync.feeds.map((feed) => (
          <li key={`${feed.organization_id} ${feed.feed}`}>
            <SeverityIcon tone={feedTone(feed)} />
            {feedName(feed.feed, t)}
            <span>
              {feed.lag_seconds === null
                ? t('overview.health.never')
                : t('overview.health.behind', { ago: duration(feed.lag_seconds) })}
            </span>
          </li>
        ))}
      </ul>
      {(backfill !== undefined || oldest !== undefined) && (
        <p className="card-foot">
          {backfill === undefined
            ? t('overview.health.history', { day: day.full(dayOf(oldest ?? '')) })
            : t('overview.health.collecting', { share: shareOf(backfill.share) })}
        </p>
      )}
    </section>
  );
}
