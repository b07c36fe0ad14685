/** Projects, who is in them, and their limits. */
import type { AdminClient } from './admin-client.js';
import { type ActionOptions, type ActionOutcome, change, create, isNotFound, person, remove } from './change.js';
import {
  directoryObject,
  type DirectoryObject,
  PROJECT_FIELDS,
  RATE_LIMIT_FIELDS,
  SPEND_FIELDS,
} from './directory-objects.js';
import { ofOrganization } from './list-entry.js';
import { objectAsMade } from './made-object.js';
import { PROJECT_LISTS } from './project-lists.js';
import { readDirectoryList, readDirectoryObject } from './read-directory.js';

const PROJECTS = '/organization/projects';

export interface NewProject {
  name: string;
  /** OpenAI's word for where data rests; it refuses those that it does not know. */
  residency?: string | undefined;
  external_key_id?: string | undefined;
}

/** Makes a project, in which nobody is but the owners of the organization. */
export async function createProject(
  client: AdminClient,
  { residency, ...project }: NewProject,
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  // What places there are is for OpenAI to say: the SDK's list is the one of its day.
  const body = { ...project, residency: residency as 'GLOBAL' | undefined };
  const made = await create(attempt, {
    request: {
      family: `POST ${PROJECTS}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.create(body, requestOptions),
    },
    list: 'projects',
    within: [],
    isAsked: ({ name }) => name === project.name,
  });
  return objectAsMade(attempt, made, { list: 'projects', within: [] });
}

/** Gives a project another name; OpenAI refuses that of the default project and of one that is archived. */
export function updateProject(
  client: AdminClient,
  { id, name }: { id: string; name: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  return change(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.update(id, { name }, requestOptions),
    },
    read: () => readDirectoryObject(client, 'projects', [id], person(attempt)),
    isDone: (project) => project['name'] === name,
    answered: (answer) => directoryObject(answer, PROJECT_FIELDS),
  });
}

/** Archives a project, which ends its keys; OpenAI has no way back, and refuses it for the default project. */
export function archiveProject(
  client: AdminClient,
  id: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  return change(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}/archive`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.archive(id, requestOptions),
    },
    read: () => readDirectoryObject(client, 'projects', [id], person(attempt)),
    isDone: (project) => project['status'] === 'archived',
    answered: (answer) => directoryObject(answer, PROJECT_FIELDS),
  });
}

/** A member of the organization who is to join a project, by id or by mail address. */
export type NewProjectMember = { role: string } & ({ user_id: string } | { email: string });

/** Puts a member of the organization into a project; OpenAI refuses it for the default project. */
export async function addProjectMember(
  client: AdminClient,
  { projectId, ...member }: NewProjectMember & { projectId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const isAsked = ({ id, email }: DirectoryObject): boolean =>
    'user_id' in member
      ? id === member.user_id
      : typeof email === 'string' && email.toLowerCase() === member.email.toLowerCase();
  const place = { list: 'project-members', within: [projectId] } as const;
  const made = await create(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}/users`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.users.create(projectId, member, requestOptions),
    },
    ...place,
    isAsked,
  });
  return objectAsMade(attempt, made, place);
}

/** Changes the role of a member in a project; OpenAI refuses it for owners of the organization. */
export function updateProjectMember(
  client: AdminClient,
  { projectId, userId, role }: { projectId: string; userId: string; role: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  return change(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}/users/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.users.update(userId, { project_id: projectId, role }, requestOptions),
    },
    read: () => readDirectoryObject(client, 'project-members', [projectId, userId], person(attempt)),
    isDone: (member) => member['role'] === role,
    answered: (answer) => directoryObject(answer, PROJECT_LISTS['project-members'].fields),
  });
}

/** Takes a member out of a project; OpenAI refuses it for owners of the organization. */
export function removeProjectMember(
  client: AdminClient,
  { projectId, userId }: { projectId: string; userId: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${PROJECTS}/{}/users/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.users.delete(userId, { project_id: projectId }, requestOptions),
    },
    () => isNotFound(() => readDirectoryObject(client, 'project-members', [projectId, userId], person(attempt))),
  );
}

/** The limits of a model that OpenAI lets be set, any of them. */
export type RateLimits = Partial<Record<Exclude<keyof typeof RATE_LIMIT_FIELDS, 'model'>, number>>;

/** Sets limits of a model in a project; OpenAI refuses more than the organization has. */
export function updateRateLimit(
  client: AdminClient,
  { projectId, id, limits }: { projectId: string; id: string; limits: RateLimits },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const wanted = Object.entries(limits).filter(([, value]) => value !== undefined);
  return change(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}/rate_limits/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.rateLimits.updateRateLimit(
          id,
          { project_id: projectId, ...limits },
          requestOptions,
        ),
    },
    read: async () => {
      const { items } = await readDirectoryList(client, 'rate-limits', [projectId], person(attempt));
      return items.find((item) => item.id === id) ?? { id };
    },
    isDone: (limit) => wanted.every(([name, value]) => limit[name] === value),
    answered: (answer) => directoryObject(answer, RATE_LIMIT_FIELDS),
  });
}

/** Sets the most that a project may spend in a month. @param cents US cents, as OpenAI counts them */
export function setProjectSpendLimit(
  client: AdminClient,
  { projectId, cents }: { projectId: string; cents: number },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const body = { currency: 'USD', interval: 'month', threshold_amount: cents } as const;
  return change(attempt, {
    request: {
      family: `POST ${PROJECTS}/{}/spend_limit`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.spendLimit.update(projectId, body, requestOptions),
    },
    read: async () => {
      const { items } = await readDirectoryList(client, 'project-spend-limits', [projectId], person(attempt));
      return items[0] ?? { id: projectId };
    },
    isDone: (limit) => limit['threshold_amount'] === cents,
    answered: (answer) => directoryObject({ ...answer, id: projectId }, SPEND_FIELDS),
  });
}

/** Lets a project spend without a limit of its own. */
export function deleteProjectSpendLimit(
  client: AdminClient,
  projectId: string,
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${PROJECTS}/{}/spend_limit`,
      call: (sdk, requestOptions) => ofOrganization(sdk).projects.spendLimit.delete(projectId, requestOptions),
    },
    async () => {
      const { items } = await readDirectoryList(client, 'project-spend-limits', [projectId], person(attempt));
      return items.length === 0;
    },
  );
}
