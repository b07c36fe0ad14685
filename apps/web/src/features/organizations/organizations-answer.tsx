import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { isAway } from '../../lib/chosen-organization.js';
import { duration } from '../../lib/format/times.js';
import { listOf } from '../../lib/format/intl.js';
import { isolated } from '../../lib/names.js';
import { expiringSoon, nameOf } from './organization-words.js';

/** "2 organizations are connected. The key of Beta Labs expires in 5 days." The most pressing alone. */
export function OrganizationsAnswer({ organizations, now }: { organizations: readonly Organization[]; now: string }) {
  const { t } = useTranslation();
  const connected = organizations.filter((each) => !isAway(each));
  const away = organizations.filter(({ state }) => state === 'disconnected').length;
  const parts = [
    connected.length === 0
      ? t('organizations.answer.none')
      : t('organizations.answer.connected', { count: connected.length }),
    ...(connected.length === 0 ? [] : [pressing(connected, now, t)]),
    ...(away === 0 ? [] : [t('organizations.answer.disconnected', { count: away })]),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function pressing(connected: readonly Organization[], now: string, t: TFunction): string {
  const named = (of: readonly Organization[]) => ({
    count: of.length,
    names: listOf(of.map((each) => isolated(nameOf(each, t)))),
  });
  const stopped = connected.filter(({ state }) => state === 'stopped');
  if (stopped.length > 0) return t('organizations.answer.stopped', named(stopped));
  const [soon] = expiringSoon(connected, now, t);
  if (soon !== undefined) {
    const name = isolated(nameOf(soon.organization, t));
    const left = soon.expiry.secondsLeft ?? 0;
    if (left <= 0) return t('organizations.answer.expired', { name });
    return t('organizations.answer.expires', { name, time: duration(left) });
  }
  const lacking = connected.filter(({ keys }) => keys.read?.test?.scopes.some(({ state }) => state === 'missing'));
  if (lacking.length > 0) return t('organizations.answer.missing', named(lacking));
  // Of a key that was not tried nothing is claimed.
  if (connected.some(({ keys }) => keys.read?.test?.is_accepted !== true)) return '';
  return t(connected.length === 1 ? 'organizations.answer.works' : 'organizations.answer.worksAll');
}
