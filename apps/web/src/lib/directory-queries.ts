/** What the pages of the directory read: lists page by page, and one project or member as a whole. */
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type {
  DirectoryChange,
  DirectoryItem,
  DirectoryPath,
  ErasureBody,
  MemberDetail,
  ProjectDetail,
} from '@bursar/contract';
import type { ListRequest, Page } from './api.js';
import { useScoped } from './chosen-organization.js';
import { useApi } from './queries.js';
import { useWrite } from './use-write.js';

/** Rows of one call: most organizations are answered by a single one. */
const PAGE_ROWS = 500;

export interface ListResult<Item> {
  /** What has been read so far; null before the first answer. */
  rows: readonly Item[] | null;
  /** True when there is nothing behind the rows. */
  isComplete: boolean;
  /** Another question is on its way and the rows still answer the one before, or the next page is read. */
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
  /** Reads the next page; does nothing where there is none or one is on its way. */
  readOn: () => void;
}

/** A list of the directory, as far as it has been read. @param enabled false: not asked for yet */
export function useDirectoryList<Path extends DirectoryPath>(
  path: Path,
  asked: ListRequest,
  enabled = true,
): ListResult<DirectoryItem<Path>> {
  const api = useApi();
  const request = useScoped(asked);
  return usePages<DirectoryItem<Path>>({
    key: [path, request],
    read: (cursor, signal) => api.list(path, { limit: PAGE_ROWS, ...request, cursor }, signal),
    enabled,
  });
}

/** What was seen to change of some objects, newest first. */
export function useDirectoryChanges(asked: ListRequest, enabled = true): ListResult<DirectoryChange> {
  const api = useApi();
  const request = useScoped(asked);
  return usePages({
    key: ['directory-changes', request],
    read: (cursor, signal) => api.directoryChanges({ limit: PAGE_ROWS, ...request, cursor }, signal),
    enabled,
  });
}

interface PagesQuery<Item> {
  key: readonly unknown[];
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  enabled: boolean;
}

function usePages<Item>({ key, read, enabled }: PagesQuery<Item>): ListResult<Item> {
  const { data, error, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['directory', ...key],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    // No cursor is the first page.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? null, [data]);
  return {
    rows,
    isComplete: rows !== null && !hasNextPage,
    isLoading: isPlaceholderData || isFetchingNextPage,
    error,
    retry: () => void refetch(),
    readOn: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}

export function useProject(id: string): UseQueryResult<ProjectDetail> {
  const api = useApi();
  const request = useScoped({});
  return useQuery({
    queryKey: ['directory', 'project', id, request],
    queryFn: ({ signal }) => api.project(id, request, signal),
  });
}

export function useMember(id: string): UseQueryResult<MemberDetail> {
  const api = useApi();
  const request = useScoped({});
  return useQuery({
    queryKey: ['directory', 'member', id, request],
    queryFn: ({ signal }) => api.member(id, request, signal),
  });
}

/** Every list, label and event may name a member. */
export const useEraseMember = () =>
  useWrite((api, { id, body }: { id: string; body: ErasureBody }) => api.eraseMember(id, body), []);
