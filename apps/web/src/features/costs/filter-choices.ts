import { instants } from '../../lib/days.js';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostDimension } from '@bursar/contract';
import type { Choice } from '../../components/choice-list.js';
import type { Day } from '../../lib/days.js';
import { amount } from '../../lib/decimal.js';
import { money } from '../../lib/format/money.js';
import { useCosts, useProjects } from '../../lib/queries.js';
import { readRange } from '../../lib/ranges.js';
import type { FilterSource } from '../explorer/filters.js';
import type { CostsView } from './costs-view.js';

/** Values of a dimension that cost something in the range, the most expensive first, and those chosen already. */
export function useFilterChoices(dimension: CostDimension, view: CostsView, today: Day) {
  const range = readRange(view.range, today);
  const { data, error, isPending } = useCosts(
    range && { ...instants(range), bucket: 'total', group_by: [dimension], limit: 1000 },
  );
  const chosen = view.filters[dimension];
  const choices = useMemo((): Choice[] => {
    const found = (data?.groups ?? []).flatMap(({ key, label, total }) => {
      const value = key[dimension] ?? null;
      return value === null
        ? []
        : [{ value, label: label ?? value, figure: money(amount(total), data?.currency ?? 'usd') }];
    });
    const listed = new Set(found.map(({ value }) => value));
    const absent = (chosen ?? []).filter((value) => !listed.has(value));
    return [...absent.map((value) => ({ value, label: value })), ...found];
  }, [data, dimension, chosen]);
  return { choices, error, isPending };
}

/** Names of the values that a filter holds. */
export function useFilterNames(dimension: CostDimension, view: CostsView, today: Day): (value: string) => string {
  const { t } = useTranslation();
  const projects = useProjects();
  const { choices } = useFilterChoices(dimension, view, today);
  return (value) => {
    const project = dimension === 'project_id' ? projects.data?.find(({ id }) => id === value)?.name : null;
    return (
      project ?? choices.find((choice) => choice.value === value)?.label ?? (value === '' ? t('words.none') : value)
    );
  };
}

/** Choices and names for the filter bar. */
export function useFilterSource(view: CostsView, today: Day): FilterSource {
  return useMemo(
    () => ({
      // The bar asks for the dimensions that it was given: those of costs.
      useChoices: (dimension) => useFilterChoices(dimension as CostDimension, view, today),
      useNames: (dimension) => useFilterNames(dimension as CostDimension, view, today),
    }),
    [view, today],
  );
}
