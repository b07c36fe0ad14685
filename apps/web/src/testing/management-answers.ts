/** Plays what is done at OpenAI: the lists change as they would, and a spec may say that a call goes wrong. */
import type { ActionUnknown, DirectoryItem, DirectoryPath, Problem, Project } from '@bursar/contract';
import { problem } from './auth-answers.js';
import { SEEN, type DirectoryLists } from './directory-world.js';
import { NOW } from './ledger.js';

export type Reply = [number, unknown];
/** What answers a call instead, each once; `lost`: the line breaks. */
export type Script = Map<string, (Reply | 'lost')[]>;

export const SECRET = 'sk-proj-shown-this-once-0123456789';

export const UNKNOWN: ActionUnknown = {
  state: 'unknown',
  detail:
    'OpenAI did not answer in time (request 7f3a), and the list could not be read either. It was not tried again.',
  looked_at: NOW,
};

/** A refusal of OpenAI's as the server hands it on. */
export const refused = (words: string): [number, Problem] =>
  problem('openai-refused', 409, `OpenAI refused it (400, req_4b1f): “${words}” Nothing was changed.`);

type Body = Readonly<Record<string, unknown>>;

interface Called {
  lists: DirectoryLists;
  ids: string[];
  body: Body;
}

const ROUTES: readonly (readonly [pattern: RegExp, answer: (called: Called) => Reply])[] = [
  [/^POST invites$/, ({ lists, body }) => made(lists, 'invites', inviteOf(body))],
  [/^DELETE invites\/([^/]+)$/, ({ lists, ids: [id] }) => gone(lists, 'invites', { id })],
  [
    /^PATCH members\/([^/]+)$/,
    ({ lists, ids: [id], body }) => changed(lists, 'members', { id }, { role: body['role'] }),
  ],
  [/^DELETE members\/([^/]+)$/, ({ lists, ids: [id] }) => gone(lists, 'members', { id })],
  [/^POST groups$/, ({ lists, body }) => made(lists, 'groups', groupOf(body))],
  [/^PATCH groups\/([^/]+)$/, ({ lists, ids: [id], body }) => changed(lists, 'groups', { id }, { name: body['name'] })],
  [/^DELETE groups\/([^/]+)$/, ({ lists, ids: [id] }) => gone(lists, 'groups', { id })],
  [
    /^POST groups\/([^/]+)\/members$/,
    ({ lists, ids: [id = ''], body }) => made(lists, 'group-members', joined(lists, id, body)),
  ],
  [
    /^DELETE groups\/([^/]+)\/members\/([^/]+)$/,
    ({ lists, ids: [group, id] }) => gone(lists, 'group-members', { group_id: group, id }),
  ],
  [/^POST projects$/, ({ lists, body }) => made(lists, 'projects', projectOf(lists, body))],
  [
    /^PATCH projects\/([^/]+)$/,
    ({ lists, ids: [id], body }) => changed(lists, 'projects', { id }, { name: body['name'] }),
  ],
  [/^POST projects\/([^/]+)\/archive$/, archive],
  [
    /^POST projects\/([^/]+)\/members$/,
    ({ lists, ids: [id = ''], body }) => made(lists, 'project-members', memberOf(lists, id, body)),
  ],
  [
    /^PATCH projects\/([^/]+)\/members\/([^/]+)$/,
    ({ lists, ids: [project, id], body }) =>
      changed(lists, 'project-members', { project_id: project, id }, { role: body['role'] }),
  ],
  [
    /^DELETE projects\/([^/]+)\/members\/([^/]+)$/,
    ({ lists, ids: [project, id] }) => gone(lists, 'project-members', { project_id: project, id }),
  ],
  [/^POST projects\/([^/]+)\/service-accounts$/, makeAccount],
  [
    /^PATCH projects\/([^/]+)\/service-accounts\/([^/]+)$/,
    ({ lists, ids: [project, id], body }) => {
      const { reason: _, organization: __, ...parts } = body;
      return changed(lists, 'service-accounts', { project_id: project, id }, parts);
    },
  ],
  [
    /^DELETE projects\/([^/]+)\/service-accounts\/([^/]+)$/,
    ({ lists, ids: [project, id] }) => gone(lists, 'service-accounts', { project_id: project, id }),
  ],
  [/^POST projects\/([^/]+)\/service-accounts\/([^/]+)\/api-keys$/, makeAccountKey],
  [
    /^PATCH projects\/([^/]+)\/rate-limits\/([^/]+)$/,
    ({ lists, ids: [project, id], body }) => {
      const { reason: _, organization: __, restore: ___, ...parts } = body;
      return changed(lists, 'rate-limits', { project_id: project, id }, { ...parts, unlimited: [] });
    },
  ],
  [/^(?:PUT|DELETE) projects\/([^/]+)\/spend-limit$/, spendLimit],
];

/** Null: nothing is done by this call. */
export function answerManagement(lists: DirectoryLists, call: string, body: unknown): Reply | null {
  const [method = '', path = ''] = call.split(' ');
  const short = `${method} ${path.replace('/api/v1/', '')}`;
  for (const [pattern, answer] of ROUTES) {
    const ids = pattern.exec(short)?.slice(1).map(decodeURIComponent);
    // The pages send objects, and specs look at what is in them.
    if (ids !== undefined) return answer({ lists, ids, body: body as Body });
  }
  return null;
}

type Where = Readonly<Record<string, string | undefined>>;

const isAt = (item: object, where: Where): boolean =>
  Object.entries(where).every(([name, value]) => Object.getOwnPropertyDescriptor(item, name)?.value === value);

function made<Path extends DirectoryPath>(lists: DirectoryLists, path: Path, item: DirectoryItem<Path>): Reply {
  // A list by its path: what is added is of it.
  const before = (lists[path] ?? []) as readonly DirectoryItem<Path>[];
  const others = before.filter((each) => !isAt(each, placeOf(item)));
  Object.assign(lists, { [path]: [...others, item] });
  return [201, item];
}

/** What tells it from all others of its list. */
const placeOf = (item: object): Where =>
  Object.fromEntries(
    ['id', 'project_id', 'group_id'].map((name) => [name, Object.getOwnPropertyDescriptor(item, name)?.value]),
  );

function changed(lists: DirectoryLists, path: DirectoryPath, where: Where, parts: object): Reply {
  const items: readonly object[] = lists[path] ?? [];
  const found = items.find((item) => isAt(item, where));
  if (found === undefined) return problem('not-found', 404, 'OpenAI lists no such object.');
  const next = { ...found, ...parts };
  Object.assign(lists, { [path]: items.map((item) => (item === found ? next : item)) });
  return [200, next];
}

const gone = (lists: DirectoryLists, path: DirectoryPath, where: Where): Reply =>
  changed(lists, path, where, { gone_at: NOW, gone_reason: 'not_found' });

const idOf = (lists: DirectoryLists, path: DirectoryPath): string => `${path}-new-${lists[path]?.length ?? 0}`;
const text = (body: Body, name: string): string => String(body[name] ?? '');

const inviteOf = (body: Body): DirectoryItem<'invites'> => ({
  id: `invite-${text(body, 'email')}`,
  object: 'organization.invite',
  email: text(body, 'email'),
  role: text(body, 'role'),
  status: 'pending',
  created_at: NOW,
  expires_at: '2026-12-05T00:00:00Z',
  accepted_at: null,
  projects: [],
  ...SEEN,
});

const groupOf = (body: Body): DirectoryItem<'groups'> => ({
  id: `group-${text(body, 'name')}`,
  object: 'group',
  name: text(body, 'name'),
  created_at: NOW,
  group_type: 'group',
  is_scim_managed: false,
  ...SEEN,
});

function joined(lists: DirectoryLists, groupId: string, body: Body): DirectoryItem<'group-members'> {
  const member = lists.members.find(({ id }) => id === body['user_id']);
  return {
    id: text(body, 'user_id'),
    object: 'group.user',
    group_id: groupId,
    name: member?.name ?? null,
    email: member?.email ?? null,
    ...SEEN,
  };
}

function memberOf(lists: DirectoryLists, projectId: string, body: Body): DirectoryItem<'project-members'> {
  const member = lists.members.find(({ id }) => id === body['user_id']);
  return {
    id: text(body, 'user_id') || 'user-by-mail',
    object: 'organization.project.user',
    project_id: projectId,
    name: member?.name ?? null,
    email: member?.email ?? null,
    role: text(body, 'role'),
    added_at: NOW,
    ...SEEN,
  };
}

function projectOf(lists: DirectoryLists, body: Body): Project {
  const [like] = lists.projects;
  if (like === undefined) throw new Error('The world has no project to make another one like.');
  return {
    ...like,
    id: idOf(lists, 'projects'),
    name: text(body, 'name'),
    status: 'active',
    created_at: NOW,
    archived_at: null,
    counts: {},
  };
}

function archive({ lists, ids: [id], body }: Called): Reply {
  const project = lists.projects.find((each) => each.id === id);
  if (project?.name !== body['name']) return problem('invalid-request', 400, 'The name is not the one of the project.');
  return changed(lists, 'projects', { id }, { status: 'archived', archived_at: NOW });
}

function makeAccount({ lists, ids: [projectId = ''], body }: Called): Reply {
  const account: DirectoryItem<'service-accounts'> = {
    id: idOf(lists, 'service-accounts'),
    object: 'organization.project.service_account',
    project_id: projectId,
    name: text(body, 'name'),
    role: 'member',
    created_at: NOW,
    ...SEEN,
  };
  made(lists, 'service-accounts', account);
  const [key = null] = lists['api-keys'];
  const isAlone = body['create_service_account_only'] === true;
  return [201, { service_account: account, api_key: isAlone ? null : key, secret: isAlone ? null : SECRET }];
}

function makeAccountKey({ lists, ids: [projectId = '', accountId = ''], body }: Called): Reply {
  const [like] = lists['api-keys'];
  if (like === undefined) throw new Error('The world has no key to make another one like.');
  const key: DirectoryItem<'api-keys'> = {
    ...like,
    id: idOf(lists, 'api-keys'),
    project_id: projectId,
    name: text(body, 'name'),
    owner: { type: 'service_account', service_account: { id: accountId } },
    created_at: NOW,
    last_used_at: null,
  };
  made(lists, 'api-keys', key);
  return [201, { api_key: key, secret: SECRET }];
}

function spendLimit({ ids: [projectId = ''], body }: Called): Reply {
  const cents = Number(body['threshold_amount'] ?? 0);
  const limit: DirectoryItem<'spend-limits'> = {
    id: 'project.spend_limit',
    object: 'project.spend_limit',
    project_id: projectId,
    currency: 'USD',
    interval: 'month',
    threshold_amount: cents,
    threshold: String(cents / 100),
    enforcement: { status: 'inactive' },
    ...SEEN,
  };
  return [200, limit];
}
