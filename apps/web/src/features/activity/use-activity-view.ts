import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Day } from '../../lib/days.js';
import type { Repair } from '../../lib/link-reader.js';
import { readActivityView, writeActivityView, type ActivityView } from './activity-view.js';

export type ChangeView = (change: Partial<ActivityView>) => void;

/** What the address says, and how to change it; each change is a step that the browser's back button undoes. */
export function useActivityView(today: Day | null): {
  view: ActivityView;
  repairs: readonly Repair[];
  change: ChangeView;
} {
  const search = useSearch({ from: '/activity' });
  const navigate = useNavigate();
  // Any day does while the real one is unknown: nothing is asked before.
  const { view, repairs } = useMemo(() => readActivityView(search, today ?? '9999-12-31'), [search, today]);
  const change = useCallback<ChangeView>(
    (part) => void navigate({ to: '/activity', search: writeActivityView({ ...view, ...part }), resetScroll: false }),
    [navigate, view],
  );
  return { view, repairs, change };
}
