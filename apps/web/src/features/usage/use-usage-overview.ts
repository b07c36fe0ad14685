import { useMemo } from 'react';
import type { UsageOverview, UsageSummary } from '@bursar/contract';
import { dayOf, earlier, type Day, type DayRange } from '../../lib/days.js';
import { amount, ZERO, type Amount } from '../../lib/decimal.js';
import { useUsageOverview } from '../../lib/queries.js';
import { presetRange, readRange } from '../../lib/ranges.js';

/** The range that the cards are of, unless the link says another. */
export const USUAL_RANGE = '30d';

export interface CapabilityFigures extends UsageSummary {
  now: Amount;
  /** Null where the time before is not collected: a difference would be that gap. */
  before: Amount | null;
}

export interface OverviewFigures {
  /** Whole days that are over. */
  range: DayRange;
  previous: DayRange;
  syncedAt: UsageOverview['synced_at'];
  /** In the order of the capability table. */
  used: readonly CapabilityFigures[];
  quiet: readonly CapabilityFigures[];
  /** Not collected as it should be, whether used or not. */
  troubled: readonly CapabilityFigures[];
  all: readonly CapabilityFigures[];
}

const IN_ORDER: readonly UsageSummary['state'][] = ['collected', 'no_traffic'];

/** The days that a link asks for, without the running one: half a day compares with nothing. */
export function overviewRange(text: string, today: Day): DayRange {
  const asked = readRange(text, today) ?? presetRange(USUAL_RANGE, today);
  const over = { start: asked.start, end: earlier(asked.end, today) };
  // On the first of a month nothing of it is over: the running day is better than none.
  return over.end > over.start ? over : asked;
}

export function useOverviewFigures(text: string, today: Day | null) {
  const range = useMemo(() => (today === null ? null : overviewRange(text, today)), [text, today]);
  const { data, error, isPending, refetch, isFetching } = useUsageOverview(range);
  const figures = useMemo(() => (data === undefined ? null : overviewFigures(data)), [data]);
  return { figures, error, isLoading: isPending || isFetching, retry: () => void refetch() };
}

export function overviewFigures({ range, previous, synced_at, capabilities }: UsageOverview): OverviewFigures {
  const all = capabilities.map((each): CapabilityFigures => ({
    ...each,
    now: amount(each.total),
    before: each.completeness.previous === 'incomplete' ? null : amount(each.previous_total),
  }));
  const isUsed = ({ now, before }: CapabilityFigures): boolean => now !== ZERO || (before ?? ZERO) !== ZERO;
  const used = all.filter(isUsed);
  return {
    range: { start: dayOf(range.start), end: dayOf(range.end) },
    previous: { start: dayOf(previous.start), end: dayOf(previous.end) },
    syncedAt: synced_at,
    used,
    quiet: all.filter((each) => !isUsed(each) && IN_ORDER.includes(each.state)),
    troubled: all.filter(({ state }) => !IN_ORDER.includes(state)),
    all,
  };
}

/** Nothing of the range was read completely: what is not there is unknown, not zero. */
export const isUnknown = ({ all }: OverviewFigures): boolean =>
  all.every(({ completeness }) => completeness.range === 'incomplete');
