/** What the organization consists of. Ids and names never change; times are unix seconds. */
export interface Project {
  id: string;
  name: string;
  createdAt: number;
  archivedAt: number | null;
  isDefault: boolean;
  /** Taken out of all lists, 404 on itself; what it cost stays billed. */
  removed: boolean;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: 'owner' | 'reader';
  addedAt: number;
}

export interface ServiceAccount {
  id: string;
  name: string;
  projectId: string;
  role: 'owner' | 'member' | 'none';
  createdAt: number;
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
  /** Last day of its traffic, or null while it runs on; never used if before `createdAt`. */
  silentSince: number | null;
  neverUsed: boolean;
  /** Deleted at OpenAI: in no list, 404 on itself, but still in costs and usage. */
  deleted: boolean;
  /** `inactive`: hidden unless `owner_project_access` asks for it. */
  ownerAccess: 'active' | 'inactive';
  owner: KeyOwner;
}

export interface Organization {
  id: string;
  name: string;
  readonly projects: readonly Project[];
  readonly members: readonly Member[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly keys: readonly ProjectKey[];
  /** Makes a project as if someone had at OpenAI; it has no traffic. */
  addProject(name: string): Project;
  /** Archives a project; its lists answer 400 from now on. Its costs of the past stay. */
  archiveProject(id: string): void;
  /** Makes a key without traffic. */
  addKey(projectId: string, name: string): ProjectKey;
  /** Takes a key out of all lists; what it cost stays billed. */
  deleteKey(id: string): void;
  /** Takes a project out of all lists; what it cost stays billed. */
  removeProject(id: string): void;
}
