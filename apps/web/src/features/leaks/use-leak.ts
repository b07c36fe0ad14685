import type { LeakImpact, LeakImpactQuery } from '@bursar/contract';
import { addDays, midnight, type Day } from '../../lib/days.js';
import { useLeakImpact, type KeyInProject } from '../../lib/incident-queries.js';
import type { SinceBy } from './impact-chart-card.js';

/** Where no hour is known to stand out. */
const FIRST_LOOK_DAYS = 7;

export interface Leak {
  impact: LeakImpact | null;
  by: SinceBy;
  error: Error | null;
  retry: () => void;
  /** The figures are of another time still. */
  isLoading: boolean;
}

/**
 * What a key did since it leaked.
 *
 * Nobody who finds a key in a log knows when it leaked. A first look at the last week tells the first hour that stands
 * out, and the second one begins there.
 *
 * @param chosen a time that somebody chose; null: the figures tell
 */
export function useLeak(key: KeyInProject | null, chosen: string | null, today: Day | null): Leak {
  const week = today === null ? null : midnight(addDays(today, -FIRST_LOOK_DAYS));
  const ask = (since: string | null): LeakImpactQuery | null =>
    key === null || since === null
      ? null
      : {
          project_id: key.projectId,
          api_key_id: key.keyId,
          since,
          ...(key.organizationId !== null && { organization: key.organizationId }),
        };
  const first = useLeakImpact(chosen === null ? ask(week) : null);
  const found = first.data?.first_hour_above ?? null;
  const since = chosen ?? (first.data === undefined ? null : (found ?? week));
  const second = useLeakImpact(ask(since));
  return {
    impact: second.data ?? null,
    by: chosen !== null ? 'chosen' : found !== null ? 'found' : 'assumed',
    error: first.error ?? second.error,
    retry: () => void (first.error === null ? second.refetch() : first.refetch()),
    isLoading: second.isPlaceholderData,
  };
}
