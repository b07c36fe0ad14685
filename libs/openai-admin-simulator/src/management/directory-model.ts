/** What the directory keeps beside the organization itself. Times are unix seconds. */

export interface ProjectMembership {
  memberId: string;
  role: string;
  addedAt: number;
}

export interface Invite {
  id: string;
  email: string;
  role: 'owner' | 'reader';
  createdAt: number;
  expiresAt: number;
  acceptedAt: number | null;
  projects: readonly { id: string; role: 'member' | 'owner' }[];
}

export interface AdminApiKey {
  id: string;
  name: string;
  /** The secret, told once; it opens `/v1` as long as the key lives. */
  value: string;
  scopes: readonly string[] | 'all';
  ownerId: string;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

export interface Group {
  id: string;
  name: string;
  createdAt: number;
  isScimManaged: boolean;
  /** When each member joined. */
  members: Map<string, number>;
}

export interface ProjectGroup {
  groupId: string;
  role: string;
  createdAt: number;
}

export interface Role {
  id: string;
  name: string;
  description: string | null;
  permissions: readonly string[];
  resourceType: 'api.organization' | 'api.project';
  isPredefined: boolean;
}

export interface Assignment {
  roleId: string;
  createdAt: number;
  createdBy: string | null;
}

export interface SpendAlert {
  id: string;
  createdAt: number;
  /** US cents. */
  thresholdAmount: number;
  recipients: readonly string[];
  subjectPrefix: string | null;
}

export interface Certificate {
  id: string;
  name: string | null;
  createdAt: number;
  validAt: number;
  expiresAt: number;
  content: string;
  active: boolean;
}
