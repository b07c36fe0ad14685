/** The calls that do something at OpenAI: their addresses, beside those of `api.ts`. */
import type {
  AccountKeyBody,
  ActionQuery,
  ActionUnknown,
  ApiKey,
  ApiKeyChange,
  DirectoryItem,
  GroupBody,
  GroupMemberBody,
  InviteBody,
  MadeApiKey,
  MadeServiceAccount,
  Member,
  MemberChange,
  Project,
  ProjectArchival,
  ProjectBody,
  ProjectChange,
  ProjectMemberBody,
  ProjectMemberChange,
  RateLimitChange,
  ServiceAccountBody,
  ServiceAccountChange,
  SpendLimitBody,
} from '@bursar/contract';
import type { Send } from './account-calls.js';

/** What came of an action: the object as the lists answer it, or that OpenAI's answer was lost and nobody knows. */
export type Outcome<Answer> = Answer | ActionUnknown;

/** Something in a project. */
export interface InProject {
  projectId: string;
  id: string;
}

/** A body as a page writes it: what has a default may be left out. */
type Written<Body, Defaulted extends keyof Body> = Omit<Body, Defaulted> & Partial<Pick<Body, Defaulted>>;

export interface ManagementCalls {
  inviteMember(body: InviteBody): Promise<Outcome<DirectoryItem<'invites'>>>;
  deleteInvite(id: string, about: ActionQuery): Promise<Outcome<DirectoryItem<'invites'>>>;
  changeMember(id: string, body: MemberChange): Promise<Outcome<Member>>;
  removeMember(id: string, about: ActionQuery): Promise<Outcome<Member>>;
  createGroup(body: GroupBody): Promise<Outcome<DirectoryItem<'groups'>>>;
  renameGroup(id: string, body: GroupBody): Promise<Outcome<DirectoryItem<'groups'>>>;
  deleteGroup(id: string, about: ActionQuery): Promise<Outcome<DirectoryItem<'groups'>>>;
  addGroupMember(groupId: string, body: GroupMemberBody): Promise<Outcome<DirectoryItem<'group-members'>>>;
  removeGroupMember(
    member: { groupId: string; id: string },
    about: ActionQuery,
  ): Promise<Outcome<DirectoryItem<'group-members'>>>;
  createProject(body: ProjectBody): Promise<Outcome<Project>>;
  renameProject(id: string, body: ProjectChange): Promise<Outcome<Project>>;
  /** Ends its keys, for ever. */
  archiveProject(id: string, body: ProjectArchival): Promise<Outcome<Project>>;
  addProjectMember(projectId: string, body: ProjectMemberBody): Promise<Outcome<DirectoryItem<'project-members'>>>;
  changeProjectMember(member: InProject, body: ProjectMemberChange): Promise<Outcome<DirectoryItem<'project-members'>>>;
  removeProjectMember(member: InProject, about: ActionQuery): Promise<Outcome<DirectoryItem<'project-members'>>>;
  /** Its answer holds the secret of the first key, this once. */
  createServiceAccount(
    projectId: string,
    body: Written<ServiceAccountBody, 'create_service_account_only'>,
  ): Promise<Outcome<MadeServiceAccount>>;
  changeServiceAccount(
    account: InProject,
    body: ServiceAccountChange,
  ): Promise<Outcome<DirectoryItem<'service-accounts'>>>;
  deleteServiceAccount(account: InProject, about: ActionQuery): Promise<Outcome<DirectoryItem<'service-accounts'>>>;
  /** Another key of a service account; its answer holds the secret, this once. */
  createAccountKey(account: InProject, body: AccountKeyBody): Promise<Outcome<MadeApiKey>>;
  changeApiKey(key: InProject, body: ApiKeyChange): Promise<Outcome<ApiKey>>;
  deleteApiKey(key: InProject, about: ActionQuery): Promise<Outcome<ApiKey>>;
  changeRateLimit(limit: InProject, body: RateLimitChange): Promise<Outcome<DirectoryItem<'rate-limits'>>>;
  setSpendLimit(
    projectId: string,
    body: Written<SpendLimitBody, 'currency' | 'interval'>,
  ): Promise<Outcome<DirectoryItem<'spend-limits'>>>;
  removeSpendLimit(projectId: string, about: ActionQuery): Promise<Outcome<DirectoryItem<'spend-limits'>>>;
}

/** @param send asks, and throws what is no answer as an `ApiError` */
export function managementCalls(send: Send): ManagementCalls {
  const post = <T>(address: string, body: unknown) => send<T>(address, { method: 'POST', body });
  const change = <T>(address: string, body: unknown) => send<T>(address, { method: 'PATCH', body });
  const remove = <T>(address: string, about: ActionQuery) =>
    send<T>(`${address}?${queryOf(about)}`, { method: 'DELETE' });
  return {
    inviteMember: (body) => post(at('invites'), body),
    deleteInvite: (id, about) => remove(at('invites', id), about),
    changeMember: (id, body) => change(at('members', id), body),
    removeMember: (id, about) => remove(at('members', id), about),
    createGroup: (body) => post(at('groups'), body),
    renameGroup: (id, body) => change(at('groups', id), body),
    deleteGroup: (id, about) => remove(at('groups', id), about),
    addGroupMember: (groupId, body) => post(at('groups', groupId, 'members'), body),
    removeGroupMember: ({ groupId, id }, about) => remove(at('groups', groupId, 'members', id), about),
    createProject: (body) => post(at('projects'), body),
    renameProject: (id, body) => change(at('projects', id), body),
    archiveProject: (id, body) => post(at('projects', id, 'archive'), body),
    addProjectMember: (projectId, body) => post(inProject('members', projectId), body),
    changeProjectMember: ({ projectId, id }, body) => change(inProject('members', projectId, id), body),
    removeProjectMember: ({ projectId, id }, about) => remove(inProject('members', projectId, id), about),
    createServiceAccount: (projectId, body) => post(inProject('service-accounts', projectId), body),
    changeServiceAccount: ({ projectId, id }, body) => change(inProject('service-accounts', projectId, id), body),
    deleteServiceAccount: ({ projectId, id }, about) => remove(inProject('service-accounts', projectId, id), about),
    createAccountKey: ({ projectId, id }, body) =>
      post(`${inProject('service-accounts', projectId, id)}/api-keys`, body),
    changeApiKey: ({ projectId, id }, body) => change(inProject('api-keys', projectId, id), body),
    deleteApiKey: ({ projectId, id }, about) => remove(inProject('api-keys', projectId, id), about),
    changeRateLimit: ({ projectId, id }, body) => change(inProject('rate-limits', projectId, id), body),
    setSpendLimit: (projectId, body) => send(inProject('spend-limit', projectId), { method: 'PUT', body }),
    removeSpendLimit: (projectId, about) => remove(inProject('spend-limit', projectId), about),
  };
}

const at = (...parts: readonly string[]): string => `/api/v1/${parts.map(encodeURIComponent).join('/')}`;

const inProject = (list: string, projectId: string, id?: string): string =>
  at('projects', projectId, list, ...(id === undefined ? [] : [id]));

function queryOf({ reason, organization }: ActionQuery): string {
  return new URLSearchParams({ reason, ...(organization !== undefined && { organization }) }).toString();
}
