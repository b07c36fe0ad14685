import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CostDimension } from '@bursar/contract';
import { addDays, type Day } from '../../lib/days.js';
import { spellRange } from '../../lib/ranges.js';
import type { SearchParams } from '../../lib/search-params.js';
import { DEFAULT_VIEW, writeCostsView } from '../costs/costs-view.js';

/** Days that `spend_last_30_days` adds up, today included. */
export const SPEND_DAYS = 30;

/** The last 30 UTC days as a link spells them. */
export const last30Days = (today: Day): string =>
  spellRange({ start: addDays(today, 1 - SPEND_DAYS), end: addDays(today, 1) });

/** The Costs page filtered to something of the directory, over the range that the figure beside the link is of. */
export function costsSearch(dimension: CostDimension, ids: readonly string[], range: string): SearchParams {
  const groupBy = ids.length > 1 ? dimension : 'line_item';
  return writeCostsView({ ...DEFAULT_VIEW, range, groupBy, filters: { [dimension]: ids } });
}

interface SpendLinkProps {
  dimension: CostDimension;
  id: string;
  range: string;
  /** Says where it leads, for the figure alone does not. */
  label: string;
  children: ReactNode;
}

/** A figure of spend that leads to what it is made of. */
export function SpendLink({ dimension, id, range, label, children }: SpendLinkProps) {
  return (
    <Link to="/costs" search={costsSearch(dimension, [id], range)} className="row-link" title={label}>
      {children}
    </Link>
  );
}
