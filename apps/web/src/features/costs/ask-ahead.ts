import type { CostsRequest } from '../../lib/api.js';
import { scopedTo } from '../../lib/chosen-organization.js';
import { dayOf } from '../../lib/days.js';
import type { PageStart } from '../../lib/page-start.js';
import { apiKeysQuestion, costsQuestion, projectsQuestion } from '../../lib/queries.js';
import { compare, planOf } from './cost-plan.js';
import { readCostsView } from './costs-view.js';
import { countDays } from './counted-days.js';

/**
 * Asks what the page of an address will ask, while the browser is still busy with its code.
 *
 * The first drawing then finds the figures, and needs no placeholder before them. Failures are the page's to say: it
 * asks again what did not arrive.
 */
export async function askAhead({ api, client, search, sync, chosen }: PageStart): Promise<void> {
  const today = dayOf(sync.now);
  const { view } = readCostsView(search, today);
  const plan = planOf(view, today);
  const ask = (request: CostsRequest | null) => {
    if (request !== null) void client.prefetchQuery(costsQuestion(api, scopedTo(chosen, request)));
  };
  const days = costsQuestion(api, scopedTo(chosen, plan.ask('every-day', plan.asked)));
  const daysAnswered = client.prefetchQuery(days);
  ask(plan.ask('chart', plan.over));
  ask(plan.ask('groups', plan.over));
  void client.prefetchQuery(projectsQuestion(api));
  if (view.groupBy === 'api_key_id') void client.prefetchQuery(apiKeysQuestion(api));
  await daysAnswered;
  const answer = client.getQueryData(days.queryKey);
  if (answer === undefined) return;
  const { askBuckets, askGroups } = compare(plan, countDays(answer));
  ask(askBuckets);
  ask(askGroups);
}
