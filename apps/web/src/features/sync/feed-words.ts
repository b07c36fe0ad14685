import type { TFunction } from 'i18next';

/** The same where there is little room. */
export function feedShortName(feed: string, t: TFunction): string {
  switch (feed) {
    case 'costs':
      return t('sync.feedsShort.costs');
    case 'projects':
      return t('sync.feedsShort.projects');
    case 'api-keys':
      return t('sync.feedsShort.apiKeys');
    case 'audit-log':
      return t('sync.feedsShort.auditLog');
    case 'audit-log/tenant':
      return t('sync.feedsShort.auditLogOfTenant');
    default:
      return feed;
  }
}

/** Feeds of this version; an unknown one is shown by its own name, which is better than none. */
export function feedName(feed: string, t: TFunction): string {
  switch (feed) {
    case 'costs':
      return t('sync.feeds.costs');
    case 'projects':
      return t('sync.feeds.projects');
    case 'api-keys':
      return t('sync.feeds.apiKeys');
    case 'audit-log':
      return t('sync.feeds.auditLog');
    case 'audit-log/tenant':
      return t('sync.feeds.auditLogOfTenant');
    default:
      return feed;
  }
}
