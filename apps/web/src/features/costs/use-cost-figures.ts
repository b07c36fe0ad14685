import { useMemo, useState } from 'react';
import type { Day } from '../../lib/days.js';
import { useCosts } from '../../lib/queries.js';
import { assembleFigures, type CostFigures } from './cost-figures.js';
import { compare, planOf, type CostPlan } from './cost-plan.js';
import type { CostsView } from './costs-view.js';
import { countDays } from './counted-days.js';
import { useNaming } from './use-naming.js';

export interface CostFiguresResult {
  /** The last complete set, which stays while the next one loads; null before the first. */
  figures: CostFigures | null;
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
}

/**
 * All figures of a view, from one consistent set of answers.
 *
 * A set is taken over when its last answer is in, also when collecting brought new days: never does the total of one
 * reading stand over the chart of another.
 */
export function useCostFigures(view: CostsView, today: Day | null): CostFiguresResult {
  const plan = useMemo(() => (today === null ? null : planOf(view, today)), [view, today]);
  const { days, counted, comparison, chart, groups, previousBuckets, previousGroups, asked } = useAnswers(plan);
  const naming = useNaming(view, today);
  const isSettled = asked.every(({ data, isFetching }) => data !== undefined && !isFetching);
  const figures = useMemo(() => {
    if (!isSettled || plan === null || days === null || counted === null || comparison === null) return null;
    if (naming === null) return null;
    const answers = { days, chart, groups, previousBuckets, previousGroups };
    return assembleFigures(plan, answers, counted, comparison, naming);
  }, [isSettled, plan, days, counted, comparison, chart, groups, previousBuckets, previousGroups, naming]);
  const shown = useLast(figures);
  const error = asked.find((each) => each.error !== null)?.error ?? null;
  return {
    figures: shown,
    isLoading: error === null && shown?.view !== view,
    error,
    retry: () => asked.forEach((each) => void (each.error !== null && each.refetch())),
  };
}

function useAnswers(plan: CostPlan | null) {
  const days = useCosts(plan && plan.ask('every-day', plan.asked));
  const chart = useCosts(plan && plan.ask('chart', plan.over));
  const groups = useCosts(plan && plan.ask('groups', plan.over));
  const counted = useMemo(() => (days.data === undefined ? null : countDays(days.data)), [days.data]);
  const compared = useMemo(() => plan && counted && compare(plan, counted), [plan, counted]);
  const before = compared?.before ?? null;
  const previousBuckets = useCosts(compared?.askBuckets ?? null);
  const previousGroups = useCosts(compared?.askGroups ?? null);
  return {
    days: days.data ?? null,
    counted,
    comparison: compared?.comparison ?? null,
    chart: chart.data ?? null,
    groups: groups.data ?? null,
    previousBuckets: previousBuckets.data ?? null,
    previousGroups: previousGroups.data ?? null,
    asked: [days, ...(plan?.over ? [chart, groups] : []), ...(before ? [previousBuckets, previousGroups] : [])],
  };
}

function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState<T | null>(null);
  // Kept during rendering, as React advises for values that follow from others: an effect would show a blank first.
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
