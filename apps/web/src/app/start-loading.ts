import type { QueryClient } from '@tanstack/react-query';
import type { Api, CostsRequest } from '../lib/api.js';
import { choiceOf } from '../lib/organization-parameter.js';
import type { AskAhead } from '../lib/page-start.js';
import { apiKeysQuestion, costsQuestion, projectsQuestion, syncQuestion } from '../lib/queries.js';
import { textsOf } from '../lib/search-params.js';
import { sessionQuestion } from '../lib/session.js';
import { preloadInside } from './gate.js';
import { PAGE_STARTS } from './page-starts.js';
import type { AppRouter } from './router.js';

interface Parts {
  api: Api;
  router: AppRouter;
  queryClient: QueryClient;
}

/**
 * Asks for what the page of the address needs first: who is signed in, its code, and the state of collecting, which
 * tells the day.
 *
 * All travel at once; one would else wait for the other. Whoever needs them finds them on their way, and says it where
 * they do not arrive. Collecting is told to nobody who has not signed in: a refused question costs one call, and is
 * forgotten with everything else when somebody signs in.
 */
export function startLoading(parts: Parts): void {
  const { api, router, queryClient } = parts;
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  void queryClient.prefetchQuery(sessionQuestion(api, queryClient));
  const isEntrance = routes.some((route) => route.options.staticData?.entrance !== undefined);
  const code = routes.map((route) => router.loadRouteChunk(route));
  if (isEntrance) return;
  const syncAnswered = queryClient.prefetchQuery(syncQuestion(api));
  void preloadInside(code);
  const askAhead = PAGE_STARTS[router.latestLocation.pathname];
  if (askAhead !== undefined) void syncAnswered.then(() => askFor(parts, askAhead));
}

/** Whoever may not see the page is told so by it; here the first refused question is simply the last. */
async function askFor({ api, router, queryClient: client }: Parts, askAhead: AskAhead): Promise<void> {
  const sync = client.getQueryData(syncQuestion(api).queryKey);
  if (sync === undefined || sync.organizations.length === 0) return;
  const search = textsOf({ ...router.latestLocation.search });
  const ask = {
    costs: (request: CostsRequest) => client.fetchQuery(costsQuestion(api, request)),
    projects: () => client.fetchQuery(projectsQuestion(api)),
    apiKeys: () => client.fetchQuery(apiKeysQuestion(api)),
  };
  await askAhead({ ask, search, sync, chosen: choiceOf(search, sync).chosen });
}
