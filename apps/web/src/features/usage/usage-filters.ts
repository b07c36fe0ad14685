import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../../components/choice-list.js';
import { amount } from '../../lib/decimal.js';
import { useApiKeys, useProjects, useUsage } from '../../lib/queries.js';
import type { FilterSource } from '../explorer/filters.js';
import { measureFormat } from './measure-format.js';
import type { UsagePlan } from './usage-plan.js';
import { isNarrow } from './usage-range.js';

/** Values of a dimension that were used in the range, the most used first, and those chosen already. */
function useChoices(name: string, plan: UsagePlan, dimension: string) {
  const { t } = useTranslation();
  const { view, asked, bucket } = plan;
  const { data, error, isPending } = useUsage(name, {
    start: asked.start,
    end: asked.end,
    ...(view.measure !== null && { measure: view.measure }),
    ...plan.ask('groups', asked),
    ...Object.fromEntries(Object.keys(view.filters).map((each) => [each, undefined])),
    without: undefined,
    bucket: isNarrow(bucket) ? bucket : 'total',
    group_by: [dimension],
  });
  const chosen = view.filters[dimension];
  const choices = useMemo((): Choice[] => {
    const found = (data?.groups ?? []).flatMap(({ key, label, total }) => {
      const value = key[dimension] ?? null;
      if (value === null || data === undefined) return [];
      return [{ value, label: label ?? value, figure: measureFormat(data, t).cell(amount(total)) }];
    });
    const listed = new Set(found.map(({ value }) => value));
    const absent = (chosen ?? []).filter((value) => !listed.has(value));
    return [...absent.map((value) => ({ value, label: value })), ...found];
  }, [data, dimension, chosen, t]);
  return { choices, error, isPending };
}

/** Names of the values that a filter holds. */
function useNames(name: string, plan: UsagePlan, dimension: string): (value: string) => string {
  const projects = useProjects();
  const keys = useApiKeys(dimension === 'api_key_id');
  const { choices } = useChoices(name, plan, dimension);
  const listed = dimension === 'project_id' ? projects.data : dimension === 'api_key_id' ? keys.data : [];
  return (value) =>
    listed?.find(({ id }) => id === value)?.name ?? choices.find((choice) => choice.value === value)?.label ?? value;
}

/** Choices and names for the filter bar. */
export function useUsageFilters(name: string, plan: UsagePlan): FilterSource {
  return useMemo(
    () => ({
      useChoices: (dimension) => useChoices(name, plan, dimension),
      useNames: (dimension) => useNames(name, plan, dimension),
    }),
    [name, plan],
  );
}
