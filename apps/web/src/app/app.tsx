import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import {
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  type DefaultOptions,
} from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { Api } from '../lib/api.js';
import { startWords } from '../lib/i18n/index.js';
import { ApiProvider, shouldRetry } from '../lib/queries.js';
import { heedRefusal } from '../lib/session.js';
import { makeRouter, type AppRouter } from './router.js';
import { theme, variablesResolver } from './theme.js';

const FIGURES_GOOD_MS = 60_000;

startWords();

/**
 * What asks the API, and keeps its answers for as long as they are good.
 *
 * @param defaults of specs, which neither wait between tries nor throw anything away
 */
export function makeQueryClient(defaults: DefaultOptions = {}): QueryClient {
  const onError = (error: Error) => heedRefusal(client, error);
  const queries = { staleTime: FIGURES_GOOD_MS, retry: shouldRetry, refetchOnWindowFocus: false };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { ...defaults, queries: { ...queries, ...defaults.queries } },
  });
  return client;
}

interface AppProps {
  api: Api;
  /** Given by specs, which start at an address of their own and do not wait between tries. */
  router?: AppRouter;
  queryClient?: QueryClient;
  /** Specs do without transitions: what is open is there at once. */
  env?: 'default' | 'test';
}

/** The whole application around one API. */
export function App({ api, router, queryClient, env = 'default' }: AppProps) {
  const [ownRouter] = useState(() => router ?? makeRouter());
  const [ownClient] = useState(() => queryClient ?? makeQueryClient());
  return (
    <MantineProvider env={env} theme={theme} cssVariablesResolver={variablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={ownClient}>
        <ApiProvider value={api}>
          <Notifications position="bottom-right" autoClose={6000} />
          <RouterProvider router={ownRouter} />
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
