import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Repair } from '../../lib/link-reader.js';
import { readLeakView, writeLeakView, type LeakView } from './leak-view.js';

export type ChangeLeakView = (change: Partial<LeakView>) => void;

/** What the address says, and how to change it; each change is a step that the browser's back button undoes. */
export function useLeakView(): { view: LeakView; repairs: readonly Repair[]; change: ChangeLeakView } {
  const search = useSearch({ from: '/keys/leak-desk' });
  const navigate = useNavigate();
  const { view, repairs } = useMemo(() => readLeakView(search), [search]);
  const change = useCallback<ChangeLeakView>(
    (part) => void navigate({ to: '/keys/leak-desk', search: writeLeakView({ ...view, ...part }), resetScroll: false }),
    [navigate, view],
  );
  return { view, repairs, change };
}
