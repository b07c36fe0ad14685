/** How each kind of object of the directory is kept; what its fields are says the contract. */
import {
  DIRECTORY_OBJECTS,
  type DirectoryKindName,
  type FieldType,
  type Place,
  type WorkedOut,
} from '@bursar/contract';

export type KindName = DirectoryKindName;

/** A field and the paths that make a change of it: an owner's new name is no new owner. */
export type WatchedFields = Readonly<Record<string, readonly (readonly string[])[]>>;

interface KeptKind {
  /** Fields for the columns that lists are sorted and filtered by; the first one that says something counts. */
  columns: { name?: readonly string[]; status?: string; created_at?: string; last_used_at?: string };
  /** Paths to the id of what it belongs to; the first one that says something counts. */
  owner?: readonly (readonly string[])[];
  /** Fields of which every change is kept; `all`: of whatever fields there are, those that nobody knows yet included. */
  history: WatchedFields | 'all';
  /** Fields that `q` looks into, besides id and name. */
  searched: readonly string[];
  /** A kind that an object of the same id is rather taken for: OpenAI lists project keys among the admin keys. */
  yieldsTo?: KindName;
}

export interface DirectoryKind extends KeptKind {
  object: string;
  place: Place;
  fields: Readonly<Record<string, FieldType>>;
  worksOut: WorkedOut;
}

const NAMED = { name: ['name'], created_at: 'created_at' } as const;
const watched = (...fields: string[]): WatchedFields => Object.fromEntries(fields.map((field) => [field, [[field]]]));
const OWNER = [
  ['owner', 'user', 'id'],
  ['owner', 'service_account', 'id'],
] as const;

const KEPT: Readonly<Record<KindName, KeptKind>> = {
  project: { columns: { ...NAMED, status: 'status' }, history: watched('name', 'status'), searched: [] },
  api_key: {
    columns: { ...NAMED, last_used_at: 'last_used_at' },
    owner: OWNER,
    history: { ...watched('name', 'owner_project_access', 'expires_at'), owner: [['owner', 'type'], ...OWNER] },
    searched: ['redacted_value'],
  },
  user: {
    columns: { name: ['name', 'email'], created_at: 'added_at', last_used_at: 'api_key_last_used_at' },
    history: watched('name', 'email', 'role'),
    searched: ['email'],
  },
  invite: {
    columns: { name: ['email'], status: 'status', created_at: 'created_at' },
    history: watched('status', 'role', 'projects'),
    searched: [],
  },
  admin_api_key: {
    columns: { ...NAMED, last_used_at: 'last_used_at' },
    owner: [['owner', 'id'], ...OWNER],
    history: { ...watched('name', 'expires_at'), owner: [['owner', 'id']] },
    searched: ['redacted_value'],
    yieldsTo: 'api_key',
  },
  group: { columns: NAMED, history: watched('name'), searched: [] },
  group_user: { columns: { name: ['name', 'email'] }, history: {}, searched: ['email'] },
  role: { columns: NAMED, history: watched('name', 'permissions', 'description'), searched: ['description'] },
  role_assignment: { columns: NAMED, history: watched('name', 'permissions'), searched: [] },
  project_user: {
    columns: { name: ['name', 'email'], created_at: 'added_at' },
    history: watched('role'),
    searched: ['email'],
  },
  project_group: {
    columns: { name: ['group_name'], created_at: 'created_at' },
    history: watched('group_name'),
    searched: [],
  },
  service_account: { columns: NAMED, history: watched('name', 'role'), searched: [] },
  rate_limit: { columns: { name: ['model'] }, history: 'all', searched: [] },
  model_permissions: { columns: {}, history: 'all', searched: [] },
  hosted_tool_permissions: { columns: {}, history: 'all', searched: [] },
  service_tier_settings: { columns: {}, history: 'all', searched: [] },
  data_retention: { columns: {}, history: 'all', searched: [] },
  spend_limit: { columns: {}, history: 'all', searched: [] },
  spend_alert: { columns: {}, history: 'all', searched: [] },
  certificate: { columns: NAMED, history: watched('name', 'active'), searched: [] },
};

/** Every kind, as it is answered and as it is kept. */
export const DIRECTORY_KINDS: Readonly<Record<KindName, DirectoryKind>> = merged();

function merged(): Record<KindName, DirectoryKind> {
  const kinds: Partial<Record<KindName, DirectoryKind>> = {};
  // The keys of the table are its kinds.
  for (const name of Object.keys(KEPT) as KindName[]) kinds[name] = { ...DIRECTORY_OBJECTS[name], ...KEPT[name] };
  // Each of them was just set.
  return kinds as Record<KindName, DirectoryKind>;
}
