import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../lib/api.js';
import { syncQuestion } from '../lib/queries.js';
import { sessionQuestion } from '../lib/session.js';
import { preloadInside } from './gate.js';
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
export function startLoading({ api, router, queryClient }: Parts): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  void queryClient.prefetchQuery(sessionQuestion(api, queryClient));
  const isEntrance = routes.some((route) => route.options.staticData?.entrance !== undefined);
  const code = routes.map((route) => router.loadRouteChunk(route));
  if (isEntrance) return;
  void queryClient.prefetchQuery(syncQuestion(api));
  void preloadInside(code);
}
