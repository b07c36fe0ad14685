import { useMemo, useState } from 'react';

export interface Selection<Item> {
  /** Those chosen that are still listed, in the order of the list. */
  chosen: readonly Item[];
  /** How many can be chosen. */
  selectable: number;
  isChosen: (item: Item) => boolean;
  isSelectable: (item: Item) => boolean;
  toggle: (item: Item) => void;
  /** All that are read, or none where all are chosen. */
  toggleAll: () => void;
  clear: () => void;
}

interface Selectable<Item> {
  rows: readonly Item[] | null;
  keyOf: (item: Item) => string;
  /** Absent: every row. */
  isSelectable?: (item: Item) => boolean;
}

/**
 * Which rows of a list are chosen.
 *
 * What is not listed any more is not chosen either: nothing is done to what is not in sight.
 */
export function useSelection<Item>({ rows, keyOf, isSelectable = everyOne }: Selectable<Item>): Selection<Item> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const selectable = useMemo(() => (rows ?? []).filter(isSelectable), [rows, isSelectable]);
  const chosen = useMemo(() => selectable.filter((item) => keys.has(keyOf(item))), [selectable, keys, keyOf]);
  return {
    chosen,
    selectable: selectable.length,
    isChosen: (item) => keys.has(keyOf(item)),
    isSelectable,
    toggle: (item) => {
      const next = new Set(keys);
      if (!next.delete(keyOf(item))) next.add(keyOf(item));
      setKeys(next);
    },
    toggleAll: () => setKeys(chosen.length === selectable.length ? new Set() : new Set(selectable.map(keyOf))),
    clear: () => setKeys(new Set()),
  };
}

const everyOne = (): boolean => true;
