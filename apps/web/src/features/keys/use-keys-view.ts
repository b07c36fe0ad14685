import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Repair } from '../../lib/link-reader.js';
import { readKeysView, writeKeysView, type KeysView } from './keys-view.js';

export type ChangeView = (change: Partial<KeysView>) => void;

/** What the address says, and how to change it; each change but a search is a step that the back button undoes. */
export function useKeysView(): { view: KeysView; repairs: readonly Repair[]; change: ChangeView } {
  const search = useSearch({ from: '/keys' });
  const navigate = useNavigate();
  const { view, repairs } = useMemo(() => readKeysView(search), [search]);
  const change = useCallback<ChangeView>(
    (part) =>
      void navigate({
        to: '/keys',
        search: writeKeysView({ ...view, ...part }),
        replace: part.q !== undefined,
        resetScroll: false,
      }),
    [navigate, view],
  );
  return { view, repairs, change };
}
