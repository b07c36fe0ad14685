import { dayOf } from '../../lib/days.js';
import type { CostsRequest } from '../../lib/api.js';
import { scopedTo } from '../../lib/organization-parameter.js';
import type { PageStart } from '../../lib/page-start.js';
import { compare, planOf } from './cost-plan.js';
import { readCostsView } from './costs-view.js';
import { countDays } from './counted-days.js';

/**
 * Asks what the page of an address will ask, while the browser is still busy with its code.
 *
 * The first drawing then finds the figures, and needs no placeholder before them.
 */
export async function askAhead({ ask, search, sync, chosen }: PageStart): Promise<void> {
  const today = dayOf(sync.now);
  const { view } = readCostsView(search, today);
  const plan = planOf(view, today);
  const costs = async (request: CostsRequest | null) => request && ask.costs(scopedTo(chosen, request));
  const compared = async () => {
    const days = await costs(plan.ask('every-day', plan.asked));
    if (days === null) return;
    const { askBuckets, askGroups } = compare(plan, countDays(days));
    await Promise.allSettled([costs(askBuckets), costs(askGroups)]);
  };
  await Promise.allSettled([
    compared(),
    costs(plan.ask('chart', plan.over)),
    costs(plan.ask('groups', plan.over)),
    ask.projects(),
    ...(view.groupBy === 'api_key_id' ? [ask.apiKeys()] : []),
  ]);
}
