import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Capability } from '@bursar/contract/capabilities';
import type { Repair } from '../../lib/link-reader.js';
import { readUsageView, writeUsageView, type UsageView } from './usage-view.js';

export type ChangeUsageView = (change: Partial<UsageView>) => void;

/** Any time does while the real one is unknown: nothing is asked before. */
const UNKNOWN_NOW = '9999-12-31T00:00:00Z';

/** What the address says, and how to change it; each change is a step that the browser's back button undoes. */
export function useUsageView(
  name: string,
  capability: Capability,
  now: string | null,
): { view: UsageView; repairs: readonly Repair[]; change: ChangeUsageView } {
  const search = useSearch({ from: '/usage/$capability' });
  const navigate = useNavigate();
  // The day alone decides what a link means, so that the view stays the same while the clock goes on.
  const day = (now ?? UNKNOWN_NOW).slice(0, 10);
  const { view, repairs } = useMemo(
    () => readUsageView(search, capability, `${day}T00:00:00Z`),
    [search, capability, day],
  );
  const change = useCallback<ChangeUsageView>(
    (part) =>
      void navigate({
        to: '/usage/$capability',
        params: { capability: name },
        search: writeUsageView({ ...view, ...part }, capability),
        resetScroll: false,
      }),
    [navigate, view, name, capability],
  );
  return { view, repairs, change };
}
