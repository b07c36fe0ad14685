import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiKeys, useProjects, useSyncOfAll } from '../../lib/queries.js';
import type { Group } from '../explorer/answers.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import { groupName } from '../explorer/group-names.js';
import type { UsageNaming } from './usage-figures.js';
import type { UsageView } from './usage-view.js';

const NONE: readonly string[] = [];

/** Names and colours of a view's groups; null while the list that the colours come from loads. */
export function useUsageNaming({ groupBy, thenBy }: Pick<UsageView, 'groupBy' | 'thenBy'>): UsageNaming | null {
  const { t } = useTranslation();
  // In an order that only grows at its end; other dimensions, and pairs, take their colours from their values.
  const listed = thenBy === null ? groupBy : null;
  const projects = useProjects();
  const keys = useApiKeys(listed === 'api_key_id');
  const organizations = useSyncOfAll().data?.organizations;
  const list = listed === 'project_id' ? projects : listed === 'api_key_id' ? keys : null;
  const isLoading = list?.isPending === true;
  const objects = list?.data;
  return useMemo(() => {
    if (isLoading) return null;
    const ids = listed === ORGANIZATION ? organizations?.map(({ organization_id: id }) => id ?? '') : undefined;
    return {
      known: ids ?? objects?.map(({ id }) => id) ?? NONE,
      nameOf: (group: Group) => groupName(group, t),
      otherLabel: (groups: number) => t('explorer.other', { count: groups }),
    };
  }, [isLoading, listed, organizations, objects, t]);
}
