import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { SearchParams } from '../../lib/search-params.js';
import { readListView, writeListView, type ListShape, type ListView } from './list-view.js';

export interface UsedListView<Column extends string> {
  view: ListView<Column>;
  change: (part: Partial<ListView<Column>>) => void;
}

/**
 * The view of the list that stands on a page, and how to change it.
 *
 * @param keep parameters of the address that are not the list's and stay, such as the tab
 */
export function useListView<Column extends string>(
  shape: ListShape<Column>,
  keep: readonly string[] = [],
): UsedListView<Column> {
  // Each page of the directory takes any names and values.
  const search = useSearch({ strict: false }) as SearchParams;
  const navigate = useNavigate();
  const view = useMemo(() => readListView(search, shape), [search, shape]);
  const change = (part: Partial<ListView<Column>>) => {
    const kept = Object.fromEntries(Object.entries(search).filter(([name]) => keep.includes(name)));
    const next = { ...kept, ...writeListView({ ...view, ...part }, shape) };
    // Each letter of a search is no step to go back to.
    void navigate({ to: '.', search: next, replace: part.q !== undefined, resetScroll: false });
  };
  return { view, change };
}
