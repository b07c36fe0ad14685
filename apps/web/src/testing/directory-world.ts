/** What OpenAI lists of the invented organization: members, keys, limits, and how a list of them is answered. */
import type { ApiKey, DirectoryItem, DirectoryPath, Member, Project } from '@bursar/contract';
import { addDays, midnight, startOfMonth } from '../lib/days.js';
import { keyName, type CostWorld } from './cost-answers.js';
import { HISTORY_START, KEYS_KNOWN_FROM, NOW, ORGANIZATION, TODAY, total, type Row } from './ledger.js';

export const SEEN = {
  organization_id: ORGANIZATION,
  first_seen_at: midnight(HISTORY_START),
  last_seen_at: NOW,
  gone_at: null,
  gone_reason: null,
} as const;

const MEMBERS = ['Mika Kataoka', 'Dana Whitfield', 'Tom\u00e1s Ortega', 'Kenji Abe', 'Ines Moreau', 'Jonas Weber'];
const LEFT = 'Dana Whitfield';
export const NO_LIMIT = 2_147_483_647;
/** The project whose last cost is in October: archived since. */
export const ARCHIVED = 'proj_12';
const ARCHIVED_AT = '2026-10-15T09:30:00Z';

export type DirectoryLists = {
  projects: readonly Project[];
  members: readonly Member[];
  'api-keys': readonly ApiKey[];
} & Lists;
type Lists = { [Path in DirectoryPath]?: readonly DirectoryItem<Path>[] };

/** Those made so far, by the costs that they are of: hundreds of specs of a suite open the same ones. */
const made = new WeakMap<readonly Row[], { projects: readonly Project[]; lists: DirectoryLists }>();

/**
 * Every list of the organization whose costs are known. `names` replace those of members in order.
 *
 * Lists may be replaced by others; what is in them nobody can change, for others have the same.
 */
export function directoryLists(world: CostWorld, names: readonly string[] = []): DirectoryLists {
  const before = made.get(world.rows);
  if (before?.projects === world.projects) return { ...before.lists };
  const lists = listAll(world, names);
  for (const item of Object.values(lists).flat()) Object.freeze(item);
  made.set(world.rows, { projects: world.projects, lists });
  return { ...lists };
}

function listAll(world: CostWorld, names: readonly string[]): DirectoryLists {
  const keys = apiKeysOf(world);
  const members = MEMBERS.map((name, index) => memberOf(names[index] ?? name, index, world.rows));
  const projects = world.projects.map((project) => projectWith(project, world.rows, keys));
  return {
    projects,
    members,
    'api-keys': keys,
    invites: INVITES,
    'project-members': projects.flatMap((project) => membershipsOf(project, members)),
    'service-accounts': [],
    'project-groups': [],
    'rate-limits': projects.flatMap(limitsOf),
    groups: [
      {
        id: 'group_1',
        object: 'group',
        name: 'Platform',
        created_at: midnight(HISTORY_START),
        group_type: 'group',
        is_scim_managed: false,
        ...SEEN,
      },
    ],
  };
}

// Both once: they are compared with each of thousands of rows.
const THIRTY_DAYS_AGO = addDays(TODAY, -30);
const FIRST_OF_MONTH = startOfMonth(TODAY);

const spendOf = (rows: readonly Row[]) => ({
  spend_last_30_days: total(rows.filter(({ day }) => day > THIRTY_DAYS_AGO)),
  spend_month_to_date: total(rows.filter(({ day }) => day >= FIRST_OF_MONTH)),
  spend_currency: 'usd',
});

function projectWith(project: Project, rows: readonly Row[], keys: readonly ApiKey[]): Project {
  const isArchived = project.id === ARCHIVED;
  const own = rows.filter(({ project_id }) => project_id === project.id);
  return {
    ...project,
    ...(isArchived && { status: 'archived', archived_at: ARCHIVED_AT }),
    ...spendOf(own),
    last_activity_at: isArchived ? ARCHIVED_AT : NOW,
    counts: {
      api_key: isArchived ? 0 : keys.filter(({ project_id }) => project_id === project.id).length,
      project_user: isArchived ? 0 : MEMBERS.length,
      service_account: 0,
    },
  };
}

function apiKeysOf({ projects, rows }: CostWorld): ApiKey[] {
  const ids = [...new Set(rows.flatMap(({ api_key_id }) => api_key_id ?? []))].sort();
  return ids.map((id, index) => {
    const projectId = projects.find((each) => id.startsWith(`key_${each.id}_`))?.id ?? '';
    const owner = index % MEMBERS.length;
    return {
      id,
      object: 'organization.project.api_key',
      project_id: projectId,
      name: keyName(projects, id),
      redacted_value: `sk-...${id.slice(-4)}`,
      created_at: midnight(KEYS_KNOWN_FROM),
      last_used_at: NOW,
      expires_at: null,
      owner_project_access: MEMBERS[owner] === LEFT ? 'inactive' : 'active',
      owner: { type: 'user', user: { id: `user-${owner + 1}`, name: MEMBERS[owner], email: 'a@acme.example' } },
      ...spendOf(rows.filter(({ api_key_id }) => api_key_id === id)),
      last_activity_at: NOW,
      ...SEEN,
      ...(projectId === ARCHIVED && { gone_at: ARCHIVED_AT, gone_reason: 'project_archived' as const }),
    };
  });
}

function memberOf(name: string, index: number, rows: readonly Row[]): Member {
  const own = rows.filter(({ api_key_id }) => api_key_id !== null && Number(api_key_id.slice(-1)) === index);
  return {
    id: `user-${index + 1}`,
    object: 'organization.user',
    name,
    email: `person${index + 1}@acme.example`,
    role: index === 0 ? 'owner' : 'reader',
    added_at: midnight(addDays('2025-02-03', index * 20)),
    created: null,
    api_key_last_used_at: index === 5 ? null : NOW,
    is_default: false,
    is_service_account: false,
    is_scale_tier_authorized_purchaser: null,
    is_scim_managed: null,
    technical_level: null,
    developer_persona: null,
    projects: null,
    user: null,
    ...spendOf(own),
    last_activity_at: index === 5 ? null : NOW,
    counts: { project_user: 13, group_user: index === 0 ? 1 : 0, api_key: 5 },
    ...SEEN,
    ...(name === LEFT && { gone_at: '2026-11-12T08:00:00Z', gone_reason: 'not_listed' as const }),
  };
}

function membershipsOf(project: Project, members: readonly Member[]): DirectoryItem<'project-members'>[] {
  return members.map(({ id, name, email }, index) => ({
    id,
    object: 'organization.project.user',
    project_id: project.id,
    name,
    email,
    role: index === 0 ? 'owner' : 'member',
    added_at: midnight('2025-06-02'),
    ...SEEN,
    ...(project.status === 'archived' && { gone_at: ARCHIVED_AT, gone_reason: 'project_archived' as const }),
  }));
}

function limitsOf({ id }: Project): DirectoryItem<'rate-limits'>[] {
  const of = (model: string, tokens: number): DirectoryItem<'rate-limits'> => ({
    id: `rl-${model}`,
    object: 'project.rate_limit',
    project_id: id,
    model,
    max_requests_per_1_minute: 10_000,
    max_tokens_per_1_minute: tokens,
    max_images_per_1_minute: null,
    max_audio_megabytes_per_1_minute: null,
    max_requests_per_1_day: null,
    batch_1_day_max_input_tokens: 200_000_000,
    unlimited: tokens === NO_LIMIT ? ['max_tokens_per_1_minute'] : [],
    other_limits: {},
    ...SEEN,
  });
  return [of('gpt-6-astra', 2_000_000), of('gpt-6-astra-mini', NO_LIMIT)];
}

const invite = (id: string, status: string, expires: string): DirectoryItem<'invites'> => ({
  id,
  object: 'organization.invite',
  email: `${id}@acme.example`,
  role: 'reader',
  status,
  created_at: '2026-11-01T08:00:00Z',
  expires_at: expires,
  accepted_at: null,
  projects: [],
  ...SEEN,
});

const INVITES = [
  invite('waiting', 'pending', '2026-12-01T00:00:00Z'),
  invite('late', 'pending', '2026-11-20T00:00:00Z'),
  invite('over', 'expired', '2026-10-01T00:00:00Z'),
  invite('joined', 'accepted', '2026-12-01T00:00:00Z'),
];
