/** What the Activity page reads: entries page by page, what there is to filter by, and one entry by its id. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ActivityFacetsAnswer, ActivityItem } from '@bursar/contract';
import type { ActivityRequest } from './api.js';
import { useApi } from './queries.js';
import { useReadOnList, type ReadOnList } from './read-on-list.js';

/** @param filters null: not asked yet */
export function useActivity(filters: ActivityRequest | null): ReadOnList<ActivityItem> {
  const api = useApi();
  return useReadOnList({
    key: ['activity-list', filters],
    isWanted: filters !== null,
    read: (page, signal) => api.activity({ ...filters, ...page }, signal),
  });
}

/** How much the filters leave, and what there is to filter by. */
export function useActivityFacets(filters: ActivityRequest | null): UseQueryResult<ActivityFacetsAnswer> {
  const api = useApi();
  return useQuery({
    queryKey: ['activity', 'facets', filters],
    queryFn: ({ signal }) => api.activityFacets(filters ?? {}, signal),
    placeholderData: keepPreviousData,
    enabled: filters !== null,
  });
}

/** One entry, whether a list holds it or not. @param known where the list has it already */
export function useActivityEntry(id: string | null, known: ActivityItem | undefined): UseQueryResult<ActivityItem> {
  const api = useApi();
  return useQuery({
    queryKey: ['activity-entry', id],
    queryFn: ({ signal }) => api.activityEntry(id ?? '', signal),
    enabled: id !== null,
    ...(known !== undefined && { initialData: known }),
  });
}
