import type { Choice } from '../../components/choice-list.js';

/** What a view is filtered to: values of dimensions, and dimensions that must name none. */
export interface FilteredView {
  filters: Readonly<Partial<Record<string, readonly string[]>>>;
  without: readonly string[];
}

/** Filters of a view, as its pages count them: each value and each `without`. */
export const countFilters = ({ filters, without }: FilteredView): number =>
  Object.values(filters).flat().length + without.length;

/** As the API takes them. */
export const filterParameters = ({ filters, without }: FilteredView): Record<string, string[]> => ({
  ...Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, [...(values ?? [])]])),
  ...(without.length > 0 && { without: [...without] }),
});

/** Where a filter's values and their names come from; both are hooks. */
export interface FilterSource {
  useChoices: (dimension: string) => { choices: readonly Choice[]; error: Error | null; isPending: boolean };
  useNames: (dimension: string) => (value: string) => string;
}
