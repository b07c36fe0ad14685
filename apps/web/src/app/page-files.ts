/** What surrounds every page of those who have signed in. */
const SHELL = 'app/shell.tsx';

/**
 * The sources that the page of an address begins with, besides what every page has.
 *
 * The build tells the server from it which files to announce with the page: they travel beside the first script instead
 * of after it, which has to arrive and run before it can ask for them. Only what is drawn at once belongs here. A spec
 * holds the addresses against the router's.
 */
export const PAGE_FILES: Readonly<Record<string, readonly string[]>> = {
  '/': [SHELL, 'features/overview/overview-page.tsx'],
  '/costs': [SHELL, 'features/costs/costs-page.tsx', 'components/time-series-chart/chart.tsx'],
  '/usage': [SHELL, 'features/usage/usage-page.tsx'],
  '/usage/$capability': [SHELL, 'features/usage/usage-explorer-page.tsx', 'components/time-series-chart/chart.tsx'],
  '/keys/leak-desk': [SHELL, 'features/leaks/leak-desk-page.tsx'],
  '/keys/incidents': [SHELL, 'features/incidents/incidents-page.tsx'],
  '/keys/incidents/$incidentId': [
    SHELL,
    'features/incidents/incident-page.tsx',
    'components/time-series-chart/chart.tsx',
  ],
  '/keys/incidents/$incidentId/evidence': [SHELL, 'features/incidents/evidence-page.tsx'],
  '/keys': [SHELL, 'features/keys/keys-page.tsx'],
  '/keys/policies': [SHELL, 'features/keys/policies-page.tsx'],
  '/keys/$keyId': [SHELL, 'features/keys/key-page.tsx'],
  '/members': [SHELL, 'features/members/members-page.tsx'],
  '/members/$memberId': [SHELL, 'features/members/member-page.tsx'],
  '/groups/$groupId': [SHELL, 'features/groups/group-page.tsx'],
  '/members/$memberId/offboarding': [SHELL, 'features/offboarding/offboarding-page.tsx'],
  '/projects': [SHELL, 'features/projects/projects-page.tsx'],
  '/projects/$projectId': [SHELL, 'features/projects/project-page.tsx'],
  '/audit-log': [SHELL, 'features/audit/audit-page.tsx'],
  '/sync': [SHELL, 'features/sync/sync-page.tsx'],
  '/keys/rotations': [SHELL, 'features/rotations/rotations-page.tsx'],
  '/keys/rotations/$rotationId': [
    SHELL,
    'features/rotations/rotation-page.tsx',
    'components/time-series-chart/chart.tsx',
  ],
  '/people': [SHELL, 'features/people/people-page.tsx'],
  '/organizations': [SHELL, 'features/organizations/organizations-page.tsx'],
  '/activity': [SHELL, 'features/activity/activity-page.tsx'],
  '/account': [SHELL, 'features/account/account-page.tsx'],
  '/sign-in': ['features/sign-in/sign-in-page.tsx'],
  '/set-up': ['features/sign-in/set-up-page.tsx'],
  '/welcome': ['features/sign-in/welcome-page.tsx'],
};
