/** Parts of a view that all explorers share. Nothing else is needed to read a link and to ask for what it shows. */

/** How the chart draws, and what a row of its table is. */
export const CHARTS = ['bars', 'lines', 'cumulative'] as const;
export type ChartKind = (typeof CHARTS)[number];

export const ROWS = ['bucket', 'group'] as const;
export type RowKind = (typeof ROWS)[number];

/** By what the table of groups or buckets can be sorted. */
export const SORTS = ['name', 'total', 'share', 'previous', 'change', 'percent', 'start'] as const;
export type SortColumn = (typeof SORTS)[number];

export interface TableSort {
  column: SortColumn;
  descending: boolean;
}

/** Series drawn by themselves; what is left is summed in Other. */
export const SHOWN_SERIES = 9;

/** Groups by it are the connected organizations; it is filtered by in the top bar. */
export const ORGANIZATION = 'organization_id';

/** With what a range is compared, besides two days that a link spells out. */
export const COMPARISONS = ['previous', 'month', 'none'] as const;
