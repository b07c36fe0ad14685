import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiKeys, useProjects } from '../../lib/queries.js';
import type { Group } from '../explorer/answers.js';
import { groupName } from '../explorer/group-names.js';
import type { UsageNaming } from './usage-figures.js';
import type { UsageView } from './usage-view.js';

const NONE: readonly string[] = [];

/** Names and colours of a view's groups; null while the lists that they come from load. */
export function useUsageNaming({ groupBy, thenBy }: Pick<UsageView, 'groupBy' | 'thenBy'>): UsageNaming | null {
  const { t } = useTranslation();
  const needsKeys = groupBy === 'api_key_id' || thenBy === 'api_key_id';
  const projects = useProjects();
  const apiKeys = useApiKeys(needsKeys);
  const isLoading = projects.isPending || (needsKeys && apiKeys.isPending);
  return useMemo(() => {
    if (isLoading) return null;
    const directory = { projects: projects.data ?? [], apiKeys: apiKeys.data ?? [] };
    // In an order that only grows at its end; other dimensions take their colours from their values.
    const listed = groupBy === 'project_id' ? directory.projects : groupBy === 'api_key_id' ? directory.apiKeys : [];
    return {
      known: thenBy === null ? listed.map(({ id }) => id) : NONE,
      nameOf: (group: Group) => groupName(group, directory, t),
      otherLabel: (groups: number) => t('explorer.other', { count: groups }),
    };
  }, [isLoading, groupBy, thenBy, projects.data, apiKeys.data, t]);
}
