import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { parseSearch, stringifySearch, type SearchParams } from '../lib/search-params.js';
import { NotFound, PageFailed } from './dead-ends.js';
import { Shell } from './shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageFailed });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/overview/overview-page.js'), 'OverviewPage'),
});

const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  // Plain names and values; costs-view.ts reads and repairs them, because a bad link must show a page and a notice.
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/costs/costs-page.js'), 'CostsPage'),
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/usage/usage-page.js'), 'UsagePage'),
});

const usageExplorer = createRoute({
  getParentRoute: () => root,
  path: '/usage/$capability',
  // As for costs: usage-view.ts reads and repairs them.
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/usage/usage-explorer-page.js'), 'UsageExplorerPage'),
});

const members = createRoute({
  getParentRoute: () => root,
  path: '/members',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/members/members-page.js'), 'MembersPage'),
});

const member = createRoute({
  getParentRoute: () => root,
  path: '/members/$memberId',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/members/member-page.js'), 'MemberPage'),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/projects/projects-page.js'), 'ProjectsPage'),
});

const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/projects/project-page.js'), 'ProjectPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/audit-log',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/audit/audit-page.js'), 'AuditPage'),
});

const sync = createRoute({
  getParentRoute: () => root,
  path: '/sync',
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/sync/sync-page.js'), 'SyncPage'),
});

const routeTree = root.addChildren([
  overview,
  costs,
  usage,
  usageExplorer,
  members,
  member,
  projects,
  project,
  auditLog,
  sync,
]);

/** @param history where specs start; the browser's by default */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history !== undefined && { history }),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}

function textsOf(search: Record<string, unknown>): SearchParams {
  const entries = Object.entries(search).flatMap(([name, value]): [string, string | string[]][] => {
    if (typeof value === 'string') return [[name, value]];
    return Array.isArray(value) ? [[name, value.map(String)]] : [];
  });
  return Object.fromEntries(entries);
}
