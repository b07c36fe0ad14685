import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../lib/api.js';
import { syncQuestion } from '../lib/queries.js';
import type { AppRouter } from './router.js';

interface Parts {
  api: Api;
  router: AppRouter;
  queryClient: QueryClient;
}

/**
 * Asks for what the page of the address needs first: its code, and the state of collecting, which tells the day.
 *
 * Both travel while the shell is drawn; the page would ask for the one after the other. Whoever needs them finds them
 * on their way, and says it where they do not arrive.
 */
export function startLoading({ api, router, queryClient }: Parts): void {
  void queryClient.prefetchQuery(syncQuestion(api));
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const route of routes) void router.loadRouteChunk(route);
}
