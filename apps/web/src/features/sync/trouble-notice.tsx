import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FeedStatus, SyncError } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { useMay } from '../../lib/session.js';
import { groupsOf } from './feed-groups.js';
import { feedName } from './feed-words.js';
import type { Trouble } from './freshness.js';

const NAMED_FEEDS = 3;

/** What OpenAI refused or did not do: what happened, what to do, what it costs, what is kept. */
export function TroubleNotice({ trouble: { feed, feeds, organizationId, error } }: { trouble: Trouble }) {
  const { t } = useTranslation();
  const name = useSeveralOrganizations()?.(organizationId) ?? null;
  const mayOpen = useMay('organizations.read') && (isLasting(error) || error.code === 'missing_scope');
  const title = t(`sync.error.${error.code}.title`, { seen: seenOf(error, t) });
  const tone = error.code === 'missing_scope' ? 'notice' : isLasting(error) ? 'critical' : 'warning';
  const at = moment(error.at);
  return (
    <Notice
      tone={tone}
      action={
        mayOpen && (
          <Link to="/organizations" className="control">
            {t('organizations.notice.action')}
          </Link>
        )
      }
      title={name === null ? title : `${isolated(name)}: ${title}`}
    >
      <p>{t(`sync.error.${error.code}.text`, { scope: error.missing_scope ?? '' })}</p>
      {error.code === 'missing_scope' && <Touched feeds={feeds} />}
      <p className="quiet">
        {feed === null ? t('sync.error.sinceAll', { at }) : t('sync.error.sinceFeed', { at, feed: feedList(feeds, t) })}
      </p>
    </Notice>
  );
}

/** Which pages and figures stay empty or grow old. */
function Touched({ feeds }: { feeds: readonly FeedStatus[] }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('sync.error.costs')}</p>
      <ul className="touched">
        {groupsOf(feeds).map(({ group }) => (
          <li key={group}>{t(`feeds.touches.${group}`)}</li>
        ))}
      </ul>
    </>
  );
}

function feedList(feeds: readonly FeedStatus[], t: TFunction): string {
  const names = feeds.slice(0, NAMED_FEEDS).map((feed) => feedName(feed, t));
  const more = feeds.length - names.length;
  return [names.join('; '), ...(more > 0 ? [t('words.filterMore', { count: more })] : [])].join(' ');
}

/** `401, req_9d21e7`: what to quote to OpenAI's support. */
export function seenOf(error: SyncError, t: TFunction): string {
  const parts = [error.status?.toString(), error.request_id].filter((part) => part !== null && part !== undefined);
  return parts.length === 0 ? t('sync.error.noAnswer') : parts.join(', ');
}

/** Nothing changes by waiting: a person has to act. */
export const isLasting = ({ code }: SyncError): boolean =>
  code === 'credential_refused' || code === 'other_organization' || code === 'refused';
