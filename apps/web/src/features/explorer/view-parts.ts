/** Parts of a view that all explorers share: how the chart draws, and what a row of its table is. */
export const CHARTS = ['bars', 'lines', 'cumulative'] as const;
export type ChartKind = (typeof CHARTS)[number];

export const ROWS = ['bucket', 'group'] as const;
export type RowKind = (typeof ROWS)[number];

/** With what a range is compared, besides two days that a link spells out. */
export const COMPARISONS = ['previous', 'month', 'none'] as const;
