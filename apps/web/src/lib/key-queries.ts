/** What the pages of keys read. Named as part of the directory, so that they are read anew with its lists. */
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type {
  KeyDetail,
  KeyInventoryAnswer,
  KeyInventoryItem,
  KeyInventorySummary,
  KeyPolicy,
  Offboarding,
} from '@bursar/contract';
import { useScoped } from './chosen-organization.js';
import type { ListResult } from './directory-queries.js';
import type { KeyInventoryRequest } from './key-calls.js';
import { useApi } from './queries.js';

/** As many as a call gives: most organizations are answered by a single one. */
const PAGE_ROWS = 1000;

export interface KeyInventory extends ListResult<KeyInventoryItem> {
  /** Null before the first answer. */
  summary: KeyInventorySummary | null;
}

/** The keys that filters leave, as far as they were scrolled to, with what is known of all of them. */
export function useKeyInventory(asked: KeyInventoryRequest): KeyInventory {
  const api = useApi();
  const request = useScoped(asked);
  const { data, error, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['directory', 'key-inventory', request],
    queryFn: ({ pageParam, signal }) => api.keyInventory({ limit: PAGE_ROWS, ...request, cursor: pageParam }, signal),
    // No cursor is the first page.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? null, [data]);
  return {
    rows,
    summary: data?.pages[0]?.summary ?? null,
    isComplete: rows !== null && !hasNextPage,
    isLoading: isPlaceholderData || isFetchingNextPage,
    error,
    retry: () => void refetch(),
    readOn: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}

const UNDECIDED = { needs_decision: 'true', sort: '-risk', limit: PAGE_ROWS } as const;

/** The keys that need a decision, the worst first and at most a thousand: what there is to do follows from them. */
export function useUndecidedKeys(): UseQueryResult<KeyInventoryAnswer> {
  const api = useApi();
  const request = useScoped(UNDECIDED);
  return useQuery({
    queryKey: ['directory', 'key-inventory', 'undecided', request],
    queryFn: ({ signal }) => api.keyInventory({ ...request }, signal),
  });
}

/** One key with its credential's other keys and what happened to them. */
export function useKeyDetail(id: string, projectId: string | null): UseQueryResult<KeyDetail> {
  const api = useApi();
  const request = useScoped({ id, ...(projectId !== null && { project_id: projectId }) });
  return useQuery({
    queryKey: ['directory', 'key', request],
    queryFn: ({ signal }) => api.keyDetail(request, signal),
  });
}

/** What keys have to be like, of each organization. */
export function useKeyPolicies(): UseQueryResult<KeyPolicy[]> {
  const api = useApi();
  const request = useScoped({});
  return useQuery({
    queryKey: ['directory', 'key-policies', request],
    queryFn: async ({ signal }) => (await api.keyPolicies(request, signal)).data,
  });
}

/** What a member's leaving would break. */
export function useOffboarding(id: string): UseQueryResult<Offboarding> {
  const api = useApi();
  const request = useScoped({});
  return useQuery({
    queryKey: ['directory', 'offboarding', id, request],
    queryFn: ({ signal }) => api.offboarding(id, request, signal),
  });
}
