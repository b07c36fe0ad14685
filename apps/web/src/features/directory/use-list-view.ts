import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';
import { readListView, writeListView, type ListShape, type ListView } from './list-view.js';

export interface UsedListView<Column extends string> {
  view: ListView<Column>;
  /** What of the address could not be understood. */
  repairs: readonly Repair[];
  change: (part: Partial<ListView<Column>>) => void;
}

const NOTHING = {};

/**
 * The view of the list that stands on a page, and how to change it.
 *
 * @param keeps parameters of the address that are not the list's and stay, such as the tab, with their values; a
 * constant, for another object would be read as another question
 */
export function useListView<Column extends string>(
  shape: ListShape<Column>,
  keeps: Readonly<Record<string, readonly string[]>> = NOTHING,
): UsedListView<Column> {
  // Each page of the directory takes any names and values.
  const search = useSearch({ strict: false }) as SearchParams;
  const navigate = useNavigate();
  const { view, kept, repairs } = useMemo(() => readListView(search, shape, keeps), [search, shape, keeps]);
  const change = (part: Partial<ListView<Column>>) => {
    const next = { ...kept, ...writeListView({ ...view, ...part }, shape) };
    // Each letter of a search is no step to go back to.
    void navigate({ to: '.', search: next, replace: part.q !== undefined, resetScroll: false });
  };
  return { view, repairs, change };
}
