interface PermissionEntry {
  meaning: string;
  /** Reaches beyond projects, so that nobody who is limited to some of them has it, whatever their role. */
  wholeOrganization?: true;
  /** Needs no sign-in. */
  open?: true;
}

/** Every route names one of these; people and tokens are granted them by role. */
export const PERMISSIONS = {
  'costs.read': { meaning: 'See billed costs, their completeness and their restatements' },
  'usage.read': { meaning: 'See what is used, by capability, and how complete it is' },
  'directory.read': {
    meaning: 'See projects, members, keys, limits and what else OpenAI lists, as last seen, with what they spent',
  },
  'audit_events.read': { meaning: "See OpenAI's audit log" },
  'sync.read': { meaning: 'See what is collected, how far and with which errors' },
  'sync.run': { meaning: 'Collect now, pause collecting and let it go on', wholeOrganization: true },
  'people.read': { meaning: 'See who may sign in to Bursar, and their roles', wholeOrganization: true },
  'people.write': { meaning: 'Invite people to Bursar, change their roles, disable them', wholeOrganization: true },
  'owners.write': { meaning: 'Make owners, change them and disable them', wholeOrganization: true },
  'organizations.read': {
    meaning: 'See which OpenAI organizations are connected, and what their keys may do',
    wholeOrganization: true,
  },
  'organizations.write': {
    meaning: 'Connect OpenAI organizations, replace their keys, disconnect and remove them',
    wholeOrganization: true,
  },
  'activity.read': { meaning: 'See what people and tokens did in Bursar', wholeOrganization: true },
  'personal_data.erase': {
    meaning: 'Erase the names and mail addresses of members and people who left',
    wholeOrganization: true,
  },
  'members.write': {
    meaning: 'Invite members to the OpenAI organization, change their roles, remove them; the same for groups',
    wholeOrganization: true,
  },
  'projects.create': { meaning: 'Create projects at OpenAI', wholeOrganization: true },
  'projects.write': { meaning: 'Rename and archive projects, change their members and service accounts' },
  'limits.write': { meaning: 'Change rate limits and spend limits of projects' },
  'keys.write': { meaning: 'Create, rotate, restrict, expire and delete API keys; label them, put off what they need' },
  'key_policies.write': { meaning: 'Set what an API key has to be like', wholeOrganization: true },
  'incidents.read': { meaning: 'See incidents of leaked keys and their evidence' },
  'incidents.write': { meaning: 'Open, amend and close incidents of leaked keys' },
  'account.use': { meaning: 'See and change what is your own: password, second factor, sessions' },
  'hooks.deliver': { meaning: 'Deliver signed alerts of other services', open: true },
  'sign_in.use': { meaning: 'Set up, sign in, sign out', open: true },
  'health.read': { meaning: 'See whether the server answers', open: true },
  'documents.read': { meaning: 'See the description of this API', open: true },
} as const satisfies Record<string, PermissionEntry>;

export type Permission = keyof typeof PERMISSIONS;

const EVERYBODY = [
  'costs.read',
  'usage.read',
  'directory.read',
  'sync.read',
  'account.use',
] as const satisfies readonly Permission[];
const ADMINISTRATION = [
  'audit_events.read',
  'sync.run',
  'people.read',
  'people.write',
  'organizations.read',
  'organizations.write',
  'activity.read',
  'personal_data.erase',
  'members.write',
  'projects.create',
  'projects.write',
  'limits.write',
  'keys.write',
  'key_policies.write',
  'incidents.read',
  'incidents.write',
] as const satisfies readonly Permission[];

/** Who may do what. An owner is an admin whom only owners can touch. */
export const ROLES = {
  owner: [...EVERYBODY, ...ADMINISTRATION, 'owners.write'],
  admin: [...EVERYBODY, ...ADMINISTRATION],
  finance: EVERYBODY,
  engineer: [...EVERYBODY, 'audit_events.read', 'sync.run', 'incidents.read'],
  viewer: EVERYBODY,
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLES;

/** In the order of what they may do, most first. */
export const ROLE_NAMES = ['owner', 'admin', 'finance', 'engineer', 'viewer'] as const satisfies readonly Role[];

/** Whether a route that needs it is answered to everybody. */
export function isOpen(permission: Permission): boolean {
  const entry: PermissionEntry = PERMISSIONS[permission];
  return entry.open === true;
}

/** Whether it reaches beyond projects, so that a limit to some of them and it exclude each other. */
export function reachesBeyondProjects(permission: Permission): boolean {
  const entry: PermissionEntry = PERMISSIONS[permission];
  return entry.wholeOrganization === true;
}

/** What a token can be given: everything but the doors, and what is one's own. */
export const TOKEN_PERMISSIONS = (Object.keys(PERMISSIONS) as Permission[]).filter(
  (permission) => !isOpen(permission) && permission !== 'account.use' && permission !== 'owners.write',
);

/**
 * What somebody of a role may do.
 *
 * @param isLimited whether they are limited to some projects
 */
export function permissionsOf(role: Role, isLimited: boolean): Permission[] {
  return ROLES[role].filter((permission) => !isLimited || !reachesBeyondProjects(permission));
}
