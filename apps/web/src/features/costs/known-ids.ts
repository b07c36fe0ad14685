import { useMemo } from 'react';
import { addDays, addMonths, midnight, type Day } from '../../lib/days.js';
import { useApiKeys, useCostsOfAll, useProjects, useSyncOfAll } from '../../lib/queries.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import type { ViewGrouping } from './dimensions.js';

const HISTORY_MONTHS = 13;
const TOKEN_TYPES = ['input', 'cached input', 'cache write', 'output'];

/**
 * Ids of a dimension in an order that only grows at its end, from which colours follow.
 *
 * Null while it loads. A list that cannot be read gives an empty order: colours then follow from the ids alone,
 * which is no reason to show no chart.
 */
export function useKnownIds(dimension: ViewGrouping | null, thenBy: ViewGrouping | null, today: Day | null) {
  const projects = useProjects();
  const keys = useApiKeys(dimension === 'api_key_id');
  const opaque = (dimension === 'model' || dimension === 'line_item') && thenBy === null;
  const organizations = useSyncOfAll().data?.organizations;
  const seen = useCostsOfAll(
    opaque && today !== null
      ? {
          start: midnight(addMonths(today, 1 - HISTORY_MONTHS)),
          end: midnight(addDays(today, 1)),
          bucket: 'total',
          group_by: [dimension],
          limit: 1000,
        }
      : null,
  );
  const list = dimension === 'project_id' ? projects : dimension === 'api_key_id' ? keys : opaque ? seen : null;
  const isLoading = list?.isPending === true && thenBy === null;
  return useMemo((): readonly string[] | null => {
    if (dimension === null || thenBy !== null) return NONE;
    if (dimension === 'token_type') return TOKEN_TYPES;
    if (dimension === ORGANIZATION) return organizations?.map(({ organization_id: id }) => id ?? '') ?? NONE;
    if (isLoading) return null;
    if (dimension === 'project_id') return projects.data?.map(({ id }) => id) ?? NONE;
    if (dimension === 'api_key_id') return keys.data?.map(({ id }) => id) ?? NONE;
    return seen.data?.groups.map(({ key }) => key[dimension] ?? '').sort() ?? NONE;
  }, [dimension, thenBy, isLoading, organizations, projects.data, keys.data, seen.data]);
}

const NONE: readonly string[] = [];
