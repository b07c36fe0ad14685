import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostGroup, CostsAnswer } from '@bursar/contract';
import type { CostsRequest } from '../../lib/api.js';
import { earlier, wholeMonths, type Day, type DayRange } from '../../lib/days.js';
import { instants, useApiKeys, useCosts, useProjects } from '../../lib/queries.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { suitableBucket } from './bucket-width.js';
import { comparisonOf, type Comparison } from './comparison.js';
import { buildReport, SHOWN_SERIES, type CostReport } from './cost-report.js';
import type { CostsView, ViewBucket } from './costs-view.js';
import { countDays, type CountedDays } from './counted-days.js';
import { groupName } from './group-names.js';
import { useKnownIds } from './known-ids.js';
import { movement, type Movement } from './movers.js';

/** Why there is no comparison though one was asked for. */
export type Uncompared = 'gaps' | 'not-collected' | null;

export interface CostFigures {
  view: CostsView;
  today: Day;
  asked: DayRange;
  bucket: ViewBucket;
  counted: CountedDays;
  completeness: CostsAnswer['completeness'];
  otherCurrencies: CostsAnswer['other_currencies'];
  comparison: Comparison;
  uncompared: Uncompared;
  /** Null where no day of the range is over yet. */
  report: CostReport | null;
  /** Every group over the whole range. */
  groups: CostsAnswer | null;
  previousGroups: CostsAnswer | null;
  movement: Movement | null;
  nameOf: (group: CostGroup) => string;
}

export interface CostFiguresResult {
  /** The last complete set, which stays while the next one loads; null before the first. */
  figures: CostFigures | null;
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
}

/** All figures of a view, from one consistent set of answers: never the total of one range over the chart of another. */
export function useCostFigures(view: CostsView, today: Day | null): CostFiguresResult {
  const plan = useMemo(() => (today === null ? null : planOf(view, today)), [view, today]);
  const days = useCosts(plan && { ...instants(plan.asked), bucket: 'day' });
  const chart = useCosts(plan && plan.ask('chart', plan.numeric));
  const groups = useCosts(plan && plan.ask('groups', plan.numeric));
  const counted = useMemo(() => (days.data === undefined ? null : countDays(days.data)), [days.data]);
  const hasGaps = (counted?.missing.length ?? 0) > 0;
  const comparison = useMemo(
    () => (plan === null || counted === null ? null : comparisonOf(view.compare, counted.range, plan.today)),
    [plan, counted, view.compare],
  );
  const before = hasGaps ? null : (comparison?.range ?? null);
  const isWhole =
    (plan?.bucket === 'month' || plan?.bucket === 'quarter') &&
    [counted?.range ?? null, before].every((range) => range !== null && wholeMonths(range) !== null);
  const previousBuckets = useCosts(plan && plan.ask(isWhole ? 'buckets' : 'days', before));
  const previousGroups = useCosts(plan && plan.ask('groups', before));
  const known = useKnownIds(view.groupBy, view.thenBy, today);
  const nameOf = useGroupNames(view);

  const asked = [days, ...(plan?.numeric ? [chart, groups] : []), ...(before ? [previousBuckets, previousGroups] : [])];
  const ready = plan !== null && counted !== null && comparison !== null && known !== null && nameOf !== null;
  const complete = ready && asked.every(({ data }) => data !== undefined);
  const figures = useMemo((): CostFigures | null => {
    if (!complete || days.data === undefined) return null;
    const wanted = before !== null && previousBuckets.data && previousGroups.data;
    const previous = wanted && isCollected(previousBuckets.data) ? previousGroups.data : null;
    const report = chart.data
      ? buildReport({
          chart: chart.data,
          previous: previous && previousBuckets.data ? { buckets: previousBuckets.data, groups: previous } : null,
          pending: plan.bucket === 'day' ? counted.pending : [],
          known,
          ...nameOf,
        })
      : null;
    return {
      view,
      today: plan.today,
      asked: plan.asked,
      bucket: plan.bucket,
      counted,
      completeness: days.data.completeness,
      otherCurrencies: days.data.other_currencies,
      comparison,
      uncompared: comparison.range === null || previous ? null : hasGaps ? 'gaps' : 'not-collected',
      report,
      groups: groups.data ?? null,
      previousGroups: previous ?? null,
      movement: groups.data && previous ? movement(groups.data, previous) : null,
      nameOf: nameOf.nameOf,
    };
  }, [complete, days.data, chart.data, groups.data, previousBuckets.data, previousGroups.data, before, plan, counted, comparison, known, nameOf, hasGaps, view]);

  const error = asked.find((each) => each.error !== null)?.error ?? null;
  const shown = useLast(figures);
  return {
    figures: shown,
    isLoading: figures === null && error === null,
    error,
    retry: () => asked.forEach((each) => void (each.error !== null && each.refetch())),
  };
}

interface Plan {
  today: Day;
  asked: DayRange;
  bucket: ViewBucket;
  /** Days that are over: the running one is billed after its end, so no figure holds a part of it. */
  numeric: DayRange | null;
  ask: (what: 'chart' | 'groups' | 'days' | 'buckets', range: DayRange | null) => CostsRequest | null;
}

function planOf(view: CostsView, today: Day): Plan {
  const asked = readRange(view.range, today) ?? presetRange('mtd', today);
  const bucket = view.bucket ?? suitableBucket(asked);
  const numeric = { start: asked.start, end: earlier(asked.end, today) };
  const groupBy = [view.groupBy, view.thenBy].filter((each) => each !== null);
  const filters = {
    ...Object.fromEntries(Object.entries(view.filters).map(([name, values]) => [name, [...values]])),
    ...(view.without.length > 0 && { without: [...view.without] }),
  };
  const shapes = {
    chart: { bucket, group_by: groupBy, limit: SHOWN_SERIES },
    groups: { bucket: 'total', group_by: groupBy, limit: 1000 },
    // Days, because days are compared with days; months with months where both ranges are whole ones.
    days: { bucket: 'day' },
    buckets: { bucket },
  } as const;
  return {
    today,
    asked,
    bucket,
    numeric: numeric.end > numeric.start ? numeric : null,
    ask: (what, range) => range && { ...instants(range), ...filters, ...shapes[what] },
  };
}

/** A range with a gap is no measure: the difference would be the gap's. */
const isCollected = (answer: CostsAnswer): boolean => answer.buckets.every(({ state }) => state !== 'missing');

function useGroupNames(view: CostsView) {
  const { t } = useTranslation();
  const needsKeys = view.groupBy === 'api_key_id' || view.thenBy === 'api_key_id';
  const projects = useProjects();
  const apiKeys = useApiKeys(needsKeys);
  const isLoading = projects.isPending || (needsKeys && apiKeys.isPending);
  return useMemo(() => {
    if (isLoading) return null;
    const directory = { projects: projects.data ?? [], apiKeys: apiKeys.data ?? [] };
    return {
      nameOf: (group: CostGroup) => groupName(group, directory, t),
      otherLabel: (groups: number) => t('costs.other', { count: groups }),
    };
  }, [isLoading, projects.data, apiKeys.data, t]);
}

function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState<T | null>(null);
  // Kept during rendering, as React advises for values that follow from others: an effect would show a blank first.
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
