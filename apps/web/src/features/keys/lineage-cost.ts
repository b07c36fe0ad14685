import type { KeyDetail } from '@bursar/contract';
import { amount, sum, type Amount } from '../../lib/decimal.js';

/** What all keys of a credential cost in 30 days; null where that of one of them is not known. */
export function lineageCost({ lineage, cost_currency }: Pick<KeyDetail, 'lineage' | 'cost_currency'>): {
  cost: Amount | null;
  currency: string;
} {
  const costs = lineage.map(({ cost_last_30_days: cost }) => cost);
  const known = costs.filter((cost) => cost !== null);
  return {
    cost: known.length < costs.length || known.length === 0 ? null : sum(known.map(amount)),
    currency: cost_currency ?? 'usd',
  };
}
