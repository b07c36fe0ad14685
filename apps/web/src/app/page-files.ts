/**
 * The sources that the page of an address begins with, besides what every page has.
 *
 * The build tells the server from it which files to announce with the page: they travel beside the first script instead
 * of after it, which has to arrive and run before it can ask for them. Only what is drawn at once belongs here. A spec
 * holds the addresses against the router's.
 */
export const PAGE_FILES: Readonly<Record<string, readonly string[]>> = {
  '/': ['features/overview/overview-page.tsx'],
  '/costs': ['features/costs/costs-page.tsx', 'components/time-series-chart/chart.tsx'],
  '/usage': ['features/usage/usage-page.tsx'],
  '/usage/$capability': ['features/usage/usage-explorer-page.tsx', 'components/time-series-chart/chart.tsx'],
  '/members': ['features/members/members-page.tsx'],
  '/members/$memberId': ['features/members/member-page.tsx'],
  '/projects': ['features/projects/projects-page.tsx'],
  '/projects/$projectId': ['features/projects/project-page.tsx'],
  '/audit-log': ['features/audit/audit-page.tsx'],
  '/sync': ['features/sync/sync-page.tsx'],
  '/people': ['features/people/people-page.tsx'],
  '/account': ['features/account/account-page.tsx'],
  '/sign-in': ['features/sign-in/sign-in-page.tsx'],
  '/set-up': ['features/sign-in/set-up-page.tsx'],
  '/welcome': ['features/sign-in/welcome-page.tsx'],
};
