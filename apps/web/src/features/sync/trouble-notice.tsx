import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SyncError } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { moment } from '../../lib/format.js';
import { feedName } from './feed-words.js';
import type { Trouble } from './freshness.js';

/** What OpenAI refused or did not do: what happened, what to do, what is kept. */
export function TroubleNotice({ trouble: { feed, error } }: { trouble: Trouble }) {
  const { t } = useTranslation();
  const tone = error.code === 'missing_scope' ? 'notice' : isLasting(error) ? 'critical' : 'warning';
  const seen = seenOf(error, t);
  return (
    <Notice tone={tone} title={t(`sync.error.${error.code}.title`, { seen })}>
      <p>{t(`sync.error.${error.code}.text`, { scope: error.missing_scope ?? '' })}</p>
      <p className="quiet">
        {feed === null
          ? t('sync.error.sinceAll', { at: moment(error.at) })
          : t('sync.error.sinceFeed', { at: moment(error.at), feed: feedName(feed.feed, t) })}
      </p>
    </Notice>
  );
}

/** `401, req_9d21e7`: what to quote to OpenAI's support. */
export function seenOf(error: SyncError, t: TFunction): string {
  const parts = [error.status?.toString(), error.request_id].filter((part) => part !== null && part !== undefined);
  return parts.length === 0 ? t('sync.error.noAnswer') : parts.join(', ');
}

/** Nothing changes by waiting: a person has to act. */
export const isLasting = ({ code }: SyncError): boolean =>
  code === 'credential_refused' || code === 'other_organization' || code === 'refused';
