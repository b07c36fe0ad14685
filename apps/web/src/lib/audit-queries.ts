/** What the Audit log page reads: events page by page, what there is to filter by, and one event by its id. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditEvent, AuditFacetsAnswer } from '@bursar/contract';
import type { AuditRequest } from './api.js';
import { useScoped } from './chosen-organization.js';
import { useApi } from './queries.js';

/** Enough that a list with more behind it is always a windowed one, which reads on as it is scrolled. */
const PAGE_EVENTS = 200;

export interface EventList {
  /** What has been read so far, newest first; null before the first answer. */
  events: readonly AuditEvent[] | null;
  /** True when there is nothing behind them. */
  isComplete: boolean;
  /** Another question is on its way and the rows still answer the one before, or the next page is read. */
  isLoading: boolean;
  error: Error | null;
  /** Reads the next page; does nothing where there is none or one is on its way. */
  readOn: () => void;
  /** Begins again with the newest. */
  startOver: () => void;
}

/**
 * Events, as far as they were scrolled to. Not read anew by itself: rows that move under the reader's eyes are worse
 * than a button that says that there are new ones.
 *
 * @param asked null: not asked yet
 */
export function useAuditEvents(asked: AuditRequest | null): EventList {
  const api = useApi();
  const filters = useScoped(asked);
  const client = useQueryClient();
  const { data, error, isPlaceholderData, isFetchingNextPage, isRefetching, hasNextPage, fetchNextPage } =
    useInfiniteQuery({
      queryKey: ['audit-list', filters],
      queryFn: ({ pageParam, signal }) =>
        api.auditEvents({ ...filters, limit: PAGE_EVENTS, ...(pageParam !== null && { cursor: pageParam }) }, signal),
      // No cursor is the first page.
      initialPageParam: null as string | null,
      getNextPageParam: ({ next_cursor }) => next_cursor,
      placeholderData: keepPreviousData,
      enabled: filters !== null,
    });
  const events = useMemo(() => data?.pages.flatMap((page) => page.data) ?? null, [data]);
  return {
    events,
    isComplete: events !== null && !hasNextPage,
    isLoading: isPlaceholderData || isFetchingNextPage || isRefetching,
    error,
    readOn: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    startOver: () => {
      // Of a list that was read far only the beginning is asked for again.
      client.setQueryData<typeof data>(['audit-list', filters], (old) =>
        old === undefined ? old : { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
      );
      void client.invalidateQueries({ queryKey: ['audit-list', filters] });
    },
  };
}

/** What the filters leave, by type and actor, and how the log itself is doing; read anew after each run of its feed. */
export function useAuditFacets(asked: AuditRequest | null): UseQueryResult<AuditFacetsAnswer> {
  const api = useApi();
  const filters = useScoped(asked);
  return useQuery({
    queryKey: ['audit', 'facets', filters],
    queryFn: ({ signal }) => api.auditFacets(filters ?? {}, signal),
    placeholderData: keepPreviousData,
    enabled: filters !== null,
  });
}

/** The newest event that the filters leave; null where there is none. */
export function useNewestEvent(asked: AuditRequest | null): UseQueryResult<AuditEvent | null> {
  const api = useApi();
  const filters = useScoped(asked);
  return useQuery({
    queryKey: ['audit', 'newest', filters],
    queryFn: async ({ signal }) => (await api.auditEvents({ ...filters, limit: 1 }, signal)).data[0] ?? null,
    enabled: filters !== null,
  });
}

/** One event, whether a list holds it or not. @param known where the list has it already */
export function useAuditEvent(id: string | null, known: AuditEvent | undefined): UseQueryResult<AuditEvent> {
  const api = useApi();
  return useQuery({
    queryKey: ['audit-event', id],
    queryFn: ({ signal }) => api.auditEvent(id ?? '', signal),
    // An event never changes.
    staleTime: Infinity,
    enabled: id !== null,
    ...(known !== undefined && { initialData: known }),
  });
}
