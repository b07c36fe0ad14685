import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncAnswer } from '@bursar/contract';
import { SeverityIcon } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { shareOf } from '../../lib/format/numbers.js';
import { duration } from '../../lib/format/times.js';
import { backfilling } from '../sync/backfill-note.js';
import { groupsOf } from '../sync/feed-groups.js';
import { factFeeds, isOff, worstTone } from '../sync/freshness.js';

/** Each group of feeds with its age: whether the figures above can be trusted. */
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
        {groupsOf(sync.feeds).map(({ group, feeds }) => {
          const lag = oldestLag(feeds);
          return (
            <li key={group}>
              <SeverityIcon tone={worstTone(feeds)} />
              {t(`feeds.group.${group}`)}
              <span>
                {lag === null ? t('overview.health.never') : t('overview.health.behind', { ago: duration(lag) })}
              </span>
            </li>
          );
        })}
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

/** Null: one that is collected was never read to its end, or none is. */
function oldestLag(feeds: readonly FeedStatus[]): number | null {
  const lags = feeds.filter((feed) => !isOff(feed)).map(({ lag_seconds: lag }) => lag);
  return lags.length === 0 || lags.includes(null) ? null : Math.max(...lags.map((lag) => lag ?? 0));
}
