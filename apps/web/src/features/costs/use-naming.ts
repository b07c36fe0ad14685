import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../lib/days.js';
import { useApiKeys, useProjects } from '../../lib/queries.js';
import type { Group } from '../explorer/answers.js';
import { groupName } from '../explorer/group-names.js';
import type { Naming } from './cost-figures.js';
import type { CostsView } from './costs-view.js';
import { useKnownIds } from './known-ids.js';

/** Names and colours of a view's groups; null while the lists that they come from load. */
export function useNaming(view: CostsView, today: Day | null): Naming | null {
  const { t } = useTranslation();
  const needsKeys = view.groupBy === 'api_key_id' || view.thenBy === 'api_key_id';
  const projects = useProjects();
  const apiKeys = useApiKeys(needsKeys);
  const known = useKnownIds(view.groupBy, view.thenBy, today);
  const isLoading = projects.isPending || (needsKeys && apiKeys.isPending);
  return useMemo(() => {
    if (isLoading || known === null) return null;
    const directory = { projects: projects.data ?? [], apiKeys: apiKeys.data ?? [] };
    return {
      known,
      nameOf: (group: Group) => groupName(group, directory, t),
      otherLabel: (groups: number) => t('explorer.other', { count: groups }),
    };
  }, [isLoading, known, projects.data, apiKeys.data, t]);
}
