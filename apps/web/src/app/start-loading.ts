import type { QueryClient } from '@tanstack/react-query';
import type { StaticDataRouteOption } from '@tanstack/react-router';
import type { Api } from '../lib/api.js';
import { syncQuestion } from '../lib/queries.js';
import { sessionQuestion } from '../lib/session.js';
import { preloadInside } from './gate.js';
import { choiceOf } from './organization-choice.js';
import { textsOf, type AppRouter } from './router.js';

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
  const askAhead = routes.at(-1)?.options.staticData?.askAhead;
  // Code that does not arrive is said by the page, which waits for the same.
  if (askAhead !== undefined) void Promise.allSettled([syncAnswered.then(() => askFor(parts, askAhead))]);
}

/** Whoever may not see the page is told so by it; here the first refused question is simply the last. */
async function askFor(
  { api, router, queryClient: client }: Parts,
  askAhead: NonNullable<StaticDataRouteOption['askAhead']>,
): Promise<void> {
  const sync = client.getQueryData(syncQuestion(api).queryKey);
  if (sync === undefined || sync.organizations.length === 0) return;
  const search = textsOf({ ...router.latestLocation.search });
  const ask = await askAhead();
  await ask({ api, client, search, sync, chosen: choiceOf(search, sync).chosen });
}
