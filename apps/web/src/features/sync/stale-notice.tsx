import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { duration, moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { feedName } from './feed-words.js';
import { figureFeeds, isStale, troubles, type FigureKind } from './freshness.js';
import { seenOf } from './trouble-notice.js';

/** Figures are older than they should be: how old, why, and when it is tried again. */
export function StaleNotice({ sync, of = 'costs' }: { sync: SyncAnswer; of?: FigureKind }) {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  // Where everything of an organization has stopped, the shell says so already.
  const stopped = troubles(sync).flatMap(({ feed, organizationId }) => (feed === null ? [organizationId] : []));
  const late = figureFeeds(sync, of).find((feed) => isStale(feed) && !stopped.includes(feed.organization_id));
  if (late === undefined) return null;
  const values = { ago: duration(late.lag_seconds ?? 0), period: duration(late.period_seconds) };
  const { last_error: error, paused } = late;
  const owner = nameOf?.(late.organization_id) ?? null;
  return (
    <Notice
      tone="warning"
      title={
        paused !== null
          ? t('sync.stale.paused', { at: moment(paused.since), reason: isolated(paused.reason) })
          : error === null
            ? t('sync.stale.title', values)
            : t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) })
      }
      action={
        <Link to="/sync" className="control">
          {t('sync.stale.open')}
        </Link>
      }
    >
      {owner !== null && `${isolated(owner)}: `}
      {t('sync.stale.text', { ...values, feed: feedName(late, t) })}
    </Notice>
  );
}
