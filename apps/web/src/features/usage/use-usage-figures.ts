import { useMemo, useState } from 'react';
import type { Capability } from '@bursar/contract/capabilities';
import { wholeMonths } from '../../lib/days.js';
import { useUsage } from '../../lib/queries.js';
import type { PlaceRange } from '../explorer/report.js';
import { assembleUsage, countPieces, daysIn, usageComparison, type UsageFigures } from './usage-figures.js';
import { planOf, type UsagePlan } from './usage-plan.js';
import type { UsageView } from './usage-view.js';
import { useUsageNaming } from './use-usage-naming.js';

export interface UsageFiguresResult {
  /** The last complete set, which stays while the next one loads; null before the first. */
  figures: UsageFigures | null;
  plan: UsagePlan | null;
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
}

interface Question {
  name: string;
  capability: Capability;
  view: UsageView;
  /** Null until it is known. */
  now: string | null;
}

/** All figures of a view, from one consistent set of answers: a set is taken over when its last answer is in. */
export function useUsageFigures({ name, capability, view, now }: Question): UsageFiguresResult {
  const plan = useMemo(() => (now === null ? null : planOf(view, capability, now)), [view, capability, now]);
  const { pieces, counted, comparison, chart, groups, previousBuckets, previousGroups, asked } = useAnswers(name, plan);
  const naming = useUsageNaming(view);
  const isSettled = asked.every(({ data, isFetching }) => data !== undefined && !isFetching);
  const figures = useMemo(() => {
    if (!isSettled || plan === null || pieces === null || counted === null || comparison === null) return null;
    if (naming === null) return null;
    const answers = { pieces, chart, groups, previousBuckets, previousGroups };
    return assembleUsage(plan, answers, { counted, comparison }, naming);
  }, [isSettled, plan, pieces, counted, comparison, chart, groups, previousBuckets, previousGroups, naming]);
  const shown = useLast(figures, name);
  const error = asked.find((each) => each.error !== null)?.error ?? null;
  return {
    figures: shown,
    plan,
    isLoading: error === null && shown?.view !== view,
    error,
    retry: () => asked.forEach((each) => void (each.error !== null && each.refetch())),
  };
}

function useAnswers(name: string, plan: UsagePlan | null) {
  const over = plan?.over ?? null;
  const pieces = useUsage(name, plan && plan.ask('pieces', plan.asked));
  const chart = useUsage(name, plan && plan.ask('chart', over));
  const groups = useUsage(name, plan && plan.ask('groups', over));
  const counted = useMemo(
    () => (pieces.data === undefined ? null : countPieces(pieces.data, over)),
    [pieces.data, over],
  );
  const comparison = useMemo(() => plan && counted && usageComparison(plan, counted), [plan, counted]);
  // Nothing is compared with a range that has gaps itself.
  const before = counted === null || counted.missing.length > 0 ? null : (comparison?.range ?? null);
  const whole = plan !== null && comparesWhole(plan, [counted?.range ?? null, before]);
  const previousBuckets = useUsage(name, plan && plan.ask(whole ? 'whole' : 'pieces', before));
  const previousGroups = useUsage(name, plan && plan.ask('groups', before));
  return {
    pieces: pieces.data ?? null,
    counted,
    comparison,
    chart: chart.data ?? null,
    groups: groups.data ?? null,
    previousBuckets: previousBuckets.data ?? null,
    previousGroups: previousGroups.data ?? null,
    asked: [pieces, ...(over ? [chart, groups] : []), ...(before ? [previousBuckets, previousGroups] : [])],
  };
}

/** Months are compared by their place where both ranges consist of whole ones, levels always: days of them add up to nothing. */
function comparesWhole({ bucket, capability, view }: UsagePlan, ranges: readonly (PlaceRange | null)[]): boolean {
  if (capability.measures[view.measure ?? capability.headline]?.combine === 'level') return true;
  return bucket === 'month' && ranges.every((range) => range !== null && wholeMonths(daysIn(range)) !== null);
}

/** Of another capability nothing stays: its figures mean something else. */
function useLast(value: UsageFigures | null, name: string): UsageFigures | null {
  const [last, setLast] = useState<{ value: UsageFigures; name: string } | null>(null);
  // Kept during rendering, as React advises for values that follow from others: an effect would show a blank first.
  if (value !== null && value !== last?.value) setLast({ value, name });
  return value ?? (last?.name === name ? last.value : null);
}
