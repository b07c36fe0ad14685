/** Members of the organization, invites and groups. */
import type { AdminClient } from './admin-client.js';
import {
  type ActionOptions,
  type ActionOutcome,
  type Attempt,
  change,
  create,
  isNotFound,
  person,
  remove,
} from './change.js';
import { ORGANIZATION_LISTS } from './organization-lists.js';
import { directoryObject, type DirectoryObject } from './directory-objects.js';
import { ofOrganization } from './list-entry.js';
import { objectAsMade } from './made-object.js';
import { type ListRead, readDirectoryList, readDirectoryObject } from './read-directory.js';

const ORGANIZATION = '/organization';

/** What an invite offers; without `projects` OpenAI adds to the default project. */
export interface NewInvite {
  email: string;
  role: 'reader' | 'owner';
  projects?: { id: string; role: 'member' | 'owner' }[] | undefined;
}

const sameAddress = (a: unknown, b: string): boolean => typeof a === 'string' && a.toLowerCase() === b.toLowerCase();

/** Invites somebody to the organization. */
export async function createInvite(
  client: AdminClient,
  invite: NewInvite,
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const made = await create(attempt, {
    request: {
      family: `POST ${ORGANIZATION}/invites`,
      call: (sdk, requestOptions) => ofOrganization(sdk).invites.create(invite, requestOptions),
    },
    list: 'invites',
    within: [],
    isAsked: ({ email }) => sameAddress(email, invite.email),
  });
  return objectAsMade(attempt, made, { list: 'invites', within: [] });
}

/** Takes an invite back; one that was accepted is refused by OpenAI. */
export function deleteInvite(
  client: AdminClient,
  id: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${ORGANIZATION}/invites/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).invites.delete(id, requestOptions),
    },
    () => isNotFound(() => readDirectoryObject(client, 'invites', [id], person(attempt))),
  );
}

/** Changes the role of a member. */
export function updateMember(
  client: AdminClient,
  { id, role }: { id: string; role: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  return change(attempt, {
    request: {
      family: `POST ${ORGANIZATION}/users/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).users.update(id, { role }, requestOptions),
    },
    read: () => readDirectoryObject(client, 'members', [id], person(attempt)),
    isDone: (member) => member['role'] === role,
    answered: (answer) => directoryObject(answer, ORGANIZATION_LISTS.members.fields),
  });
}

/** Removes a member from the organization, with the keys they own. */
export function deleteMember(
  client: AdminClient,
  id: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${ORGANIZATION}/users/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).users.delete(id, requestOptions),
    },
    () => isNotFound(() => readDirectoryObject(client, 'members', [id], person(attempt))),
  );
}

/** Makes a group without members. */
export async function createGroup(
  client: AdminClient,
  name: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const made = await create(attempt, {
    request: {
      family: `POST ${ORGANIZATION}/groups`,
      call: (sdk, requestOptions) => ofOrganization(sdk).groups.create({ name }, requestOptions),
    },
    list: 'groups',
    within: [],
    isAsked: (group) => group['name'] === name,
  });
  return objectAsMade(attempt, made, { list: 'groups', within: [] });
}

/** Gives a group another name. */
export function updateGroup(
  client: AdminClient,
  { id, name }: { id: string; name: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  return change(attempt, {
    request: {
      family: `POST ${ORGANIZATION}/groups/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).groups.update(id, { name }, requestOptions),
    },
    read: () => readDirectoryObject(client, 'groups', [id], person(attempt)),
    isDone: (group) => group['name'] === name,
    answered: (answer) => directoryObject(answer, ORGANIZATION_LISTS.groups.fields),
  });
}

/** Deletes a group; its members stay members of the organization. */
export function deleteGroup(
  client: AdminClient,
  id: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${ORGANIZATION}/groups/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).groups.delete(id, requestOptions),
    },
    () => isNotFound(() => readDirectoryObject(client, 'groups', [id], person(attempt))),
  );
}

/** Everybody in a group: OpenAI answers no single one as its list does. */
function groupMembers(attempt: Attempt, groupId: string): Promise<ListRead> {
  return readDirectoryList(attempt.client, 'group-members', [groupId], person(attempt));
}

/** Puts a member into a group. */
export async function addGroupMember(
  client: AdminClient,
  { groupId, userId }: { groupId: string; userId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const itself = ({ id }: DirectoryObject): boolean => id === userId;
  const outcome = await change<ListRead>(attempt, {
    request: {
      family: `POST ${ORGANIZATION}/groups/{}/users`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).groups.users.create(groupId, { user_id: userId }, requestOptions),
    },
    read: () => groupMembers(attempt, groupId),
    isDone: ({ items }) => items.some(itself),
    answered: () => ({ items: [], complete: false, problem: null }),
  });
  if (outcome.state !== 'done') return outcome;
  // A list may come too early to hold who was just added.
  return { ...outcome, value: outcome.value.items.find(itself) ?? { id: userId } };
}

/** Takes a member out of a group. */
export function removeGroupMember(
  client: AdminClient,
  { groupId, userId }: { groupId: string; userId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${ORGANIZATION}/groups/{}/users/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).groups.users.delete(userId, { group_id: groupId }, requestOptions),
    },
    async () => !(await groupMembers(attempt, groupId)).items.some(({ id }) => id === userId),
  );
}
