import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UsageAnswer } from '@bursar/contract';
import type { UsageRequest } from '../../lib/api.js';
import { useScoped } from '../../lib/chosen-organization.js';
import { instants, addDays, type Day } from '../../lib/days.js';
import { amount, byLargest, ZERO, type Amount } from '../../lib/decimal.js';
import { useApi } from '../../lib/queries.js';
import { SPEND_DAYS } from '../directory/costs-link.js';
import { USAGE } from '../usage/usage-table.js';

const KEY = 'api_key_id';
const MODEL = 'model';
const CALLED_BY_KEYS = [...USAGE].filter(([, { dimensions }]) => dimensions.includes(KEY));
/** More would make a question that no server takes. */
const ASKED_KEYS = 50;

/** What some keys used of a capability, with one model. */
export interface KeyUse {
  capability: string;
  label: string;
  /** Null: OpenAI names none. */
  model: string | null;
  measure: string;
  unit: UsageAnswer['unit'];
  value: Amount;
}

interface KeyUsage {
  /** Null: not read yet. By capability, the largest first. */
  uses: readonly KeyUse[] | null;
  /** Capabilities that could not be read. */
  failed: number;
  /** Some days of the range were not read, so that there may be more. */
  isPartly: boolean;
}

/** What a credential's keys called in the last 30 days: one question for each capability that can name a key. */
export function useKeyUsage(ids: readonly string[], today: Day | null): KeyUsage {
  const api = useApi();
  const range = today === null ? null : { start: addDays(today, 1 - SPEND_DAYS), end: addDays(today, 1) };
  const asked = useScoped(
    range && { ...instants(range), bucket: 'total' as const, [KEY]: ids.slice(-ASKED_KEYS), limit: 1000 },
  );
  const combined = useQueries({
    queries: CALLED_BY_KEYS.map(([name, { dimensions }]) => {
      const request = asked && ({ ...asked, ...(dimensions.includes(MODEL) && { group_by: [MODEL] }) } as UsageRequest);
      return {
        queryKey: ['usage', name, request],
        queryFn: ({ signal }: { signal: AbortSignal }) => {
          if (request === null) throw new Error('A disabled question was asked.');
          return api.usage(name, request, signal);
        },
        enabled: request !== null,
      };
    }),
    combine: combineAnswers,
  });
  return useMemo(() => {
    const { answers, failed, isPending } = combined;
    return {
      uses: isPending ? null : answers.flatMap(usesOf).toSorted((a, b) => byName(a, b) || byLargest(a.value, b.value)),
      failed,
      isPartly: answers.some(({ completeness }) => completeness.state === 'incomplete'),
    };
  }, [combined]);
}

const combineAnswers = (
  results: readonly { data?: UsageAnswer | undefined; isPending: boolean; isError: boolean }[],
) => ({
  answers: results.flatMap(({ data }) => data ?? []),
  failed: results.filter(({ isError }) => isError).length,
  isPending: results.some(({ isPending }) => isPending),
});

const byName = (a: KeyUse, b: KeyUse): number => a.label.localeCompare(b.label);

function usesOf({ capability, measure, unit, total, groups, group_by: by }: UsageAnswer): KeyUse[] {
  const facts = { capability, label: USAGE.get(capability)?.label ?? capability, measure, unit };
  if (by.length === 0) return amount(total) === ZERO ? [] : [{ ...facts, model: null, value: amount(total) }];
  return groups
    .map((group) => ({ ...facts, model: group.key[MODEL] ?? null, value: amount(group.total) }))
    .filter(({ value }) => value !== ZERO);
}
