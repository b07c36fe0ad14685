/** Lists that are read on as they are scrolled, the newest first. */
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './api.js';

/** Enough that a list with more behind it is always a windowed one, which reads on as it is scrolled. */
const PAGE_ROWS = 200;

export interface ReadOnList<Row> {
  /** What has been read so far, newest first; null before the first answer. */
  rows: readonly Row[] | null;
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

interface ReadOnQuestion<Row> {
  key: readonly unknown[];
  /** False: not asked yet. */
  isWanted: boolean;
  read: (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<Page<Row>>;
}

/**
 * Rows, as far as they were scrolled to. Not read anew by itself: rows that move under the reader's eyes are worse than
 * a button that says that there are new ones.
 */
export function useReadOnList<Row>({ key, isWanted, read }: ReadOnQuestion<Row>): ReadOnList<Row> {
  const client = useQueryClient();
  const { data, error, isPlaceholderData, isFetchingNextPage, isRefetching, hasNextPage, fetchNextPage } =
    useInfiniteQuery({
      queryKey: key,
      queryFn: ({ pageParam, signal }) =>
        read({ limit: PAGE_ROWS, ...(pageParam !== null && { cursor: pageParam }) }, signal),
      // No cursor is the first page.
      initialPageParam: null as string | null,
      getNextPageParam: ({ next_cursor }) => next_cursor,
      placeholderData: keepPreviousData,
      enabled: isWanted,
    });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? null, [data]);
  return {
    rows,
    isComplete: rows !== null && !hasNextPage,
    isLoading: isPlaceholderData || isFetchingNextPage || isRefetching,
    error,
    readOn: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    startOver: () => {
      // Of a list that was read far only the beginning is asked for again.
      client.setQueryData<typeof data>(key, (old) =>
        old === undefined ? old : { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
      );
      void client.invalidateQueries({ queryKey: key });
    },
  };
}
