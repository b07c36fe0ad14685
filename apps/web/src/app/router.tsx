import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import type { Permission } from '@bursar/contract/permissions';
import { parseSearch, stringifySearch, textsOf, type SearchParams } from '../lib/search-params.js';
import { NotFound, PageFailed } from './dead-ends.js';
import { Gate, type Entrance } from './gate.js';
import { keepOrganization } from './organization-choice.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What whoever opens the page has to be allowed; the navigation offers it to nobody else. */
    permission?: PagePermission;
    /** Shown without the shell, to whoever has not signed in. */
    entrance?: Entrance;
  }
}

/** Those that have words for what may not be seen. */
export type PagePermission = Extract<
  Permission,
  | 'costs.read'
  | 'usage.read'
  | 'directory.read'
  | 'audit_events.read'
  | 'sync.read'
  | 'people.read'
  | 'organizations.read'
  | 'activity.read'
  | 'incidents.read'
>;

const root = createRootRoute({
  component: Gate,
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
  search: { middlewares: [keepOrganization] },
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  staticData: { permission: 'costs.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/overview/overview-page.js'), 'OverviewPage'),
});

const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  staticData: { permission: 'costs.read' },
  // Plain names and values; costs-view.ts reads and repairs them, because a bad link must show a page and a notice.
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/costs/costs-page.js'), 'CostsPage'),
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  staticData: { permission: 'usage.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/usage/usage-page.js'), 'UsagePage'),
});

const usageExplorer = createRoute({
  getParentRoute: () => root,
  path: '/usage/$capability',
  staticData: { permission: 'usage.read' },
  // As for costs: usage-view.ts reads and repairs them.
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/usage/usage-explorer-page.js'), 'UsageExplorerPage'),
});

const leakDesk = createRoute({
  getParentRoute: () => root,
  path: '/keys/leak-desk',
  staticData: { permission: 'incidents.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/leaks/leak-desk-page.js'), 'LeakDeskPage'),
});

const incidents = createRoute({
  getParentRoute: () => root,
  path: '/keys/incidents',
  staticData: { permission: 'incidents.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/incidents/incidents-page.js'), 'IncidentsPage'),
});

const incident = createRoute({
  getParentRoute: () => root,
  path: '/keys/incidents/$incidentId',
  staticData: { permission: 'incidents.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/incidents/incident-page.js'), 'IncidentPage'),
});

const evidence = createRoute({
  getParentRoute: () => root,
  path: '/keys/incidents/$incidentId/evidence',
  staticData: { permission: 'incidents.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/incidents/evidence-page.js'), 'EvidencePage'),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/keys/keys-page.js'), 'KeysPage'),
});

const keyPolicies = createRoute({
  getParentRoute: () => root,
  path: '/keys/policies',
  staticData: { permission: 'directory.read' },
  component: lazyRouteComponent(() => import('../features/keys/policies-page.js'), 'PoliciesPage'),
});

const key = createRoute({
  getParentRoute: () => root,
  path: '/keys/$keyId',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/keys/key-page.js'), 'KeyPage'),
});

const members = createRoute({
  getParentRoute: () => root,
  path: '/members',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/members/members-page.js'), 'MembersPage'),
});

const member = createRoute({
  getParentRoute: () => root,
  path: '/members/$memberId',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/members/member-page.js'), 'MemberPage'),
});

const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$groupId',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/groups/group-page.js'), 'GroupPage'),
});

const offboarding = createRoute({
  getParentRoute: () => root,
  path: '/members/$memberId/offboarding',
  staticData: { permission: 'directory.read' },
  component: lazyRouteComponent(() => import('../features/offboarding/offboarding-page.js'), 'OffboardingPage'),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/projects/projects-page.js'), 'ProjectsPage'),
});

const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/projects/project-page.js'), 'ProjectPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/audit-log',
  staticData: { permission: 'audit_events.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/audit/audit-page.js'), 'AuditPage'),
});

const sync = createRoute({
  getParentRoute: () => root,
  path: '/sync',
  staticData: { permission: 'sync.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/sync/sync-page.js'), 'SyncPage'),
});

const rotations = createRoute({
  getParentRoute: () => root,
  path: '/keys/rotations',
  staticData: { permission: 'directory.read' },
  component: lazyRouteComponent(() => import('../features/rotations/rotations-page.js'), 'RotationsPage'),
});

const rotation = createRoute({
  getParentRoute: () => root,
  path: '/keys/rotations/$rotationId',
  staticData: { permission: 'directory.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/rotations/rotation-page.js'), 'RotationPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { permission: 'people.read' },
  component: lazyRouteComponent(() => import('../features/people/people-page.js'), 'PeoplePage'),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organizations',
  staticData: { permission: 'organizations.read' },
  component: lazyRouteComponent(() => import('../features/organizations/organizations-page.js'), 'OrganizationsPage'),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  staticData: { permission: 'activity.read' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/activity/activity-page.js'), 'ActivityPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/account/account-page.js'), 'AccountPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  staticData: { entrance: 'sign-in' },
  validateSearch: (search: Record<string, unknown>): SearchParams => textsOf(search),
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.js'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  staticData: { entrance: 'set-up' },
  component: lazyRouteComponent(() => import('../features/sign-in/set-up-page.js'), 'SetUpPage'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  staticData: { entrance: 'welcome' },
  component: lazyRouteComponent(() => import('../features/sign-in/welcome-page.js'), 'WelcomePage'),
});

const routeTree = root.addChildren([
  overview,
  costs,
  usage,
  usageExplorer,
  leakDesk,
  incidents,
  incident,
  evidence,
  keys,
  keyPolicies,
  key,
  members,
  member,
  offboarding,
  group,
  projects,
  project,
  auditLog,
  sync,
  rotations,
  rotation,
  people,
  organizations,
  activity,
  account,
  signIn,
  setUp,
  welcome,
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
