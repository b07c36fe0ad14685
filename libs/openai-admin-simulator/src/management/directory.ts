/** Everything that management calls read and change, beside the organization itself. */
import type { AuditLog } from '../audit-log.js';
import type { Someone } from '../audit-model.js';
import type { Member, Project, ProjectKey, ServiceAccount } from '../organization-model.js';
import { identifier } from '../random.js';
import type {
  ProjectMembership,
  Invite,
  AdminApiKey,
  Group,
  ProjectGroup,
  Role,
  Assignment,
  SpendAlert,
  Certificate,
} from './directory-model.js';

export type HostedTools = Record<string, boolean>;
export type Limits = Record<string, number>;

/** `organization` or a project's id: whose setting it is. */
export type Scope = string;
export const ORGANIZATION: Scope = 'organization';

export interface DirectoryParts {
  seed: number;
  nowSeconds: () => number;
  projects: Project[];
  members: Member[];
  serviceAccounts: ServiceAccount[];
  keys: ProjectKey[];
  /** Ends the traffic of keys from now on. */
  silence: (keyIds: readonly string[]) => void;
  /** Who called with one of an account's keys goes on with its new one. */
  move: (from: readonly ProjectKey[], to: ProjectKey) => void;
  /** Lets the traffic of a key end when the key does. */
  expire: (keyId: string, expiresAt: number | null) => void;
}

export class Directory {
  readonly projectMembers = new Map<string, Map<string, ProjectMembership>>();
  readonly invites: Invite[] = [];
  readonly adminKeys: AdminApiKey[] = [];
  readonly groups: Group[] = [];
  readonly projectGroups = new Map<string, Map<string, ProjectGroup>>();
  readonly roles: Role[] = [];
  readonly projectRoles = new Map<string, Role[]>();
  /** By `assignmentPlace`. */
  readonly assignments = new Map<string, Assignment[]>();
  /** What differs from the organization's limits, by project and model. */
  readonly rateLimits = new Map<string, Map<string, Limits>>();
  readonly modelPermissions = new Map<string, { mode: string; modelIds: readonly string[] }>();
  readonly hostedTools = new Map<string, HostedTools>();
  readonly serviceTiers = new Map<string, { standard: string; enabled: 'all' | readonly string[] }>();
  readonly dataRetention = new Map<Scope, string>();
  /** US cents. */
  readonly spendLimits = new Map<Scope, number>();
  readonly spendAlerts = new Map<Scope, SpendAlert[]>();
  readonly certificates: Certificate[] = [];
  readonly projectCertificates = new Map<string, Set<string>>();
  private made = 0;

  constructor(
    readonly parts: DirectoryParts,
    readonly log: AuditLog,
  ) {}

  get now(): number {
    return this.parts.nowSeconds();
  }

  /** An id or a secret that nothing else has. */
  newId(prefix: string, length = 24): string {
    return identifier(prefix, length, this.parts.seed, 3_000_000 + ++this.made);
  }

  project(id: string): Project | undefined {
    return this.parts.projects.find((project) => project.id === id && !project.removed);
  }

  /** Whoever belongs to the organization now. */
  member(id: string): Member | undefined {
    return this.parts.members.find((member) => member.id === id && !member.removed);
  }

  account(projectId: string, id: string): ServiceAccount | undefined {
    return this.parts.serviceAccounts.find((one) => one.id === id && one.projectId === projectId && !one.deleted);
  }

  /** A project's keys that are still there. */
  keysOf(projectId: string): ProjectKey[] {
    return this.parts.keys.filter((key) => key.projectId === projectId && !key.deleted);
  }

  membersOf(projectId: string): Map<string, ProjectMembership> {
    return entryOf(this.projectMembers, projectId, () => new Map<string, ProjectMembership>());
  }

  groupsOf(projectId: string): Map<string, ProjectGroup> {
    return entryOf(this.projectGroups, projectId, () => new Map<string, ProjectGroup>());
  }

  alertsOf(scope: Scope): SpendAlert[] {
    return entryOf(this.spendAlerts, scope, () => []);
  }

  assignmentsAt(place: string): Assignment[] {
    return entryOf(this.assignments, place, () => []);
  }

  /** Owners of the organization own every project. */
  roleIn(projectId: string, member: Member): string | null {
    if (member.removed) return null;
    if (member.role === 'owner') return 'owner';
    const own = this.projectMembers.get(projectId)?.get(member.id)?.role;
    if (own !== undefined) return own;
    for (const { groupId, role } of this.projectGroups.get(projectId)?.values() ?? []) {
      if (this.groups.find(({ id }) => id === groupId)?.members.has(member.id)) return role;
    }
    return null;
  }

  /** Works out again whose keys still open their projects, after something about access has changed. */
  refreshAccess(concerns: (key: ProjectKey) => boolean): void {
    for (const key of this.parts.keys) {
      if (!concerns(key)) continue;
      const { owner } = key;
      const opens =
        owner.type === 'user' ? this.roleIn(key.projectId, owner.member) !== null : owner.account.role !== 'none';
      key.ownerAccess = opens ? 'active' : 'inactive';
    }
  }

  /** Writes down what was done, unless it leaves no trace. */
  record(by: Someone | null, deed: { type: string; projectId?: string; payload?: Record<string, unknown> }): void {
    if (by !== null) this.log.record({ ...deed, by });
  }
}

/** Where assignments of roles to one principal are kept: in the organization, or in a project. */
export function assignmentPlace(scope: Scope, principal: 'user' | 'group', id: string): string {
  return JSON.stringify([scope, principal, id]);
}

export function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
