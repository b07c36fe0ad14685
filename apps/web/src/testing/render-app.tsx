import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory } from '@tanstack/react-router';
import { configure, render, type RenderResult } from '@testing-library/react';
import { App, makeQueryClient } from '../app/app.js';
import { makeRouter, type AppRouter } from '../app/router.js';
import { createApi } from '../lib/api.js';
import type { AuthWorld } from './auth-answers.js';
import type { RotationWorld } from './rotation-answers.js';
import { standIn, type Scene, type StandIn } from './stand-in-server.js';

// A slow machine is no failure; and asking for each of a thousand cells whether a style hides it takes most of the time.
configure({ asyncUtilTimeout: 20_000, defaultHidden: true });

/** Enough history for two months and a comparison; a year would only cost time. */
const SHORT_HISTORY = '2026-08-01';

export interface RenderedApp extends RenderResult, StandIn {
  router: AppRouter;
  /** What is kept of answers. */
  queryClient: QueryClient;
}

/**
 * The whole application at an address, over a stand-in of the API.
 *
 * @param auth who has signed in and how one may; by default an owner has
 * @param rotations of keys, where a spec needs others than the usual one
 */
export function renderApp(
  address: string,
  scene: Scene = 'full',
  auth: Partial<AuthWorld> = {},
  rotations?: Partial<RotationWorld>,
): RenderedApp {
  // Messages live outside of React: those of the spec before would still be there.
  notifications.clean();
  const server = standIn(scene, { from: SHORT_HISTORY, auth, rotations });
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  const queryClient = makeQueryClient({
    queries: { retry: false, gcTime: Infinity, staleTime: 0 },
    mutations: { gcTime: Infinity },
  });
  const rendered = render(
    <App api={createApi(server.transport)} router={router} queryClient={queryClient} env="test" />,
  );
  return { ...rendered, ...server, router, queryClient };
}

/** What is read on the page, without the marks that keep names of both directions apart. */
export const textOf = (element: Element | null): string =>
  (element?.textContent ?? '')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
