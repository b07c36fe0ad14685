import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Day } from '../../lib/days.js';
import type { Repair } from '../../lib/link-reader.js';
import { readCostsView, writeCostsView, type CostsView } from './costs-view.js';

/** Any day does while the real one is unknown: nothing is asked before. */
const ANY_DAY = '9999-12-31';

export type ChangeView = (change: Partial<CostsView>) => void;

/**
 * What the address says, and how to change it; each change is a step that the browser's back button undoes.
 *
 * `change` stays the same from view to view, so that what is given it need not be drawn anew with each.
 */
export function useCostsView(today: Day | null): { view: CostsView; repairs: readonly Repair[]; change: ChangeView } {
  const search = useSearch({ from: '/costs' });
  const navigate = useNavigate({ from: '/costs' });
  const { view, repairs } = useMemo(() => readCostsView(search, today ?? ANY_DAY), [search, today]);
  const change = useCallback<ChangeView>(
    (part) =>
      void navigate({
        to: '/costs',
        search: (before) => writeCostsView({ ...readCostsView(before, today ?? ANY_DAY).view, ...part }),
        resetScroll: false,
      }),
    [navigate, today],
  );
  return { view, repairs, change };
}
