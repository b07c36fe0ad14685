import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';
import { duration, moment } from '../../lib/format/times.js';
import { isAway } from '../../lib/chosen-organization.js';
import { isolated } from '../../lib/names.js';
import { useOrganizations } from '../../lib/organization-queries.js';
import { useNow } from '../../lib/today.js';
import { expiringSoon, nameOf } from './organization-words.js';

/** On every page of who may see keys: those that end soon, for without them nothing is collected. */
export function KeyNotices() {
  const { t } = useTranslation();
  const now = useNow();
  const { data: organizations } = useOrganizations();
  // There it stands beside the key.
  const isThere = useLocation({ select: ({ pathname }) => pathname === '/organizations' });
  if (organizations === undefined || now === null || isThere) return null;
  return expiringSoon(
    organizations.filter((each) => !isAway(each)),
    now,
    t,
  ).map(({ organization, expiry, at }) => {
    const name = isolated(nameOf(organization, t));
    const left = expiry.secondsLeft ?? 0;
    return (
      <Notice
        key={organization.id}
        tone={expiry.tone}
        title={
          left <= 0
            ? t('organizations.notice.expired', { name })
            : t('organizations.notice.expires', { name, time: duration(left) })
        }
        action={
          <Link to="/organizations" className="control">
            {t('organizations.notice.action')}
          </Link>
        }
      >
        {t(left <= 0 ? 'organizations.notice.textExpired' : 'organizations.notice.text', { name, at: moment(at) })}
      </Notice>
    );
  });
}
