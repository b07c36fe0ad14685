/** What the organization consists of. Ids never change; times are unix seconds. */
import type { Someone } from './audit-model.js';

export interface Project {
  id: string;
  name: string;
  createdAt: number;
  archivedAt: number | null;
  isDefault: boolean;
  externalKeyId: string | null;
  residency: string;
  /** Taken out of all lists, 404 on itself; what it cost stays billed. */
  removed: boolean;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  /** `owner`, `reader` or whatever an organization calls its own. */
  role: string;
  addedAt: number;
  /** Left the organization: in no list, 404 on itself, but still named by usage and costs. */
  removed: boolean;
  isScimManaged: boolean;
  /** OpenAI tells no more of such a member than id, object and time. */
  isBare: boolean;
  technicalLevel: string | null;
  developerPersona: string | null;
}

export interface ServiceAccount {
  id: string;
  name: string;
  projectId: string;
  role: 'owner' | 'member' | 'none';
  createdAt: number;
  /** Its keys went with it. */
  deleted: boolean;
}

export type KeyOwner = { type: 'user'; member: Member } | { type: 'service_account'; account: ServiceAccount };

export interface ProjectKey {
  id: string;
  name: string;
  projectId: string;
  /** Made-up and redacted, as OpenAI shows it. */
  redactedValue: string;
  createdAt: number;
  expiresAt: number | null;
  /** What it may do; none named means everything. */
  scopes: readonly string[];
  /** Last day of its traffic, or null while it runs on; never used if before `createdAt`. */
  silentSince: number | null;
  neverUsed: boolean;
  /** Deleted at OpenAI: in no list, 404 on itself, but still in costs and usage. */
  deleted: boolean;
  /** `inactive`: hidden unless `owner_project_access` asks for it. */
  ownerAccess: 'active' | 'inactive';
  owner: KeyOwner;
}

/** A change that someone makes at OpenAI without Bursar. */
export interface ElsewhereOptions {
  /** Who did it, for the audit log: default an owner in a browser; `null`: it leaves no trace there. */
  by?: Someone | null;
}

export interface NewMember {
  name: string;
  email: string;
  /** Default `reader`. */
  role?: string;
}

export interface NewKey extends ElsewhereOptions {
  /** Default the first member. */
  owner?: KeyOwner;
  scopes?: readonly string[];
  expiresAt?: number | null;
}

export interface Organization {
  id: string;
  name: string;
  readonly projects: readonly Project[];
  /** Former ones included. */
  readonly members: readonly Member[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly keys: readonly ProjectKey[];
  /** Makes a project as if someone had at OpenAI; it has no traffic. */
  addProject(name: string, options?: ElsewhereOptions): Project;
  /** Archives a project; its lists answer 400 from now on. Its costs of the past stay. */
  archiveProject(id: string, options?: ElsewhereOptions): void;
  /** Makes a key without traffic. */
  addKey(projectId: string, name: string, options?: NewKey): ProjectKey;
  /** Takes a key out of all lists and ends its traffic; what it cost stays billed. */
  deleteKey(id: string, options?: ElsewhereOptions): void;
  /** Takes a project out of all lists; what it cost stays billed. */
  removeProject(id: string): void;
  /** Lets someone join, as after an accepted invite. */
  addMember(member: NewMember, options?: ElsewhereOptions): Member;
  /** Takes a member out of the organization, its groups and projects; their keys stay, without access. */
  removeMember(id: string, options?: ElsewhereOptions): void;
  setMemberRole(id: string, role: string, options?: ElsewhereOptions): void;
  addProjectMember(projectId: string, memberId: string, role?: string, options?: ElsewhereOptions): void;
  removeProjectMember(projectId: string, memberId: string, options?: ElsewhereOptions): void;
  addServiceAccount(projectId: string, name: string, options?: ElsewhereOptions): ServiceAccount;
  /** Its keys go with it. */
  deleteServiceAccount(id: string, options?: ElsewhereOptions): void;
  /** The one invited joins: the invite counts as accepted. */
  acceptInvite(id: string, options?: ElsewhereOptions): Member;
  /** Sets limits of a model in a project: `{max_requests_per_1_minute: 500}`. Beyond the organization's too. */
  setRateLimit(
    projectId: string,
    model: string,
    limits: Readonly<Record<string, number>>,
    options?: ElsewhereOptions,
  ): void;
}
