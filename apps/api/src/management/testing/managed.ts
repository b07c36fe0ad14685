/** A server that changes things at a simulated OpenAI, for an owner and for an admin of one project. */
import { type ActivityItem, type Problem, permissionsOf } from '@bursar/contract';
import type { Simulator } from '@bursar/openai-admin-simulator';
import { ActivityReadsStore } from '../../activity/activity-reads.store.js';
import { OWNER, type Served, serve } from '../../testing/served.js';
import { startStand, type SyncStand, TINY } from '../../sync/testing/sync-stand.js';
import { ManagementModule } from '../management.module.js';

/** The lists that hold what can be changed. */
const LISTS = [
  'changed-objects',
  'projects',
  'members',
  'invites',
  'groups',
  'group-members',
  'api-keys',
  'service-accounts',
  'rate-limits',
  'project-members',
  'project-spend-limits',
];

export type Body = Readonly<Record<string, unknown>>;

export interface Answered {
  status: number;
  body: Body;
}

export interface Managed {
  stand: SyncStand;
  simulator: Simulator;
  /** A project that is neither archived nor the default one. */
  project: string;
  other: string;
  archived: string;
  standard: string;
  /** As an owner. A reason is added where none is given; on DELETE it stands in the query. */
  send(method: string, path: string, body?: Body, as?: 'owner' | 'limited'): Promise<Answered>;
  /** What OpenAI itself answers, below `/organization`; an error as well. */
  atOpenai(path: string): Promise<Body>;
  /** The newest entry of the trail. */
  told(): Promise<ActivityItem>;
  /** Requests other than reads that OpenAI got. */
  changes(): number;
  close(): Promise<void>;
}

const READ_KEY = 'sk-admin-that-reads-0123456789abcdef';
export const REASON = 'the spec wants it';

/** @param writeKey that of another admin key, for changes; default none */
export async function startManaged(writeKey?: string): Promise<Managed> {
  const stand = await startStand({
    simulator: {
      ...TINY,
      projects: 5,
      keys: 6,
      adminKeys: [READ_KEY, writeKey ?? []].flat().map((value) => ({ value })),
    },
    engine: { backfillMonths: 1, directory: LISTS, modules: [ManagementModule] },
  });
  await stand.collect();
  // Whose the key for writing is can be told once the organization is known by its name.
  const engine = writeKey === undefined ? stand.engine : await stand.start({ writeKeys: [writeKey] });
  const { simulator } = stand;
  const { projects } = simulator.organization;
  const idOf = (found: { id: string } | undefined): string => {
    if (found === undefined) throw new Error('The simulated organization lacks a project of that kind.');
    return found.id;
  };
  const [first, second] = projects.filter(({ archivedAt, isDefault }) => archivedAt === null && !isDefault);
  const project = idOf(first);
  const limited = {
    ...OWNER,
    role: 'admin' as const,
    permissions: permissionsOf('admin', true),
    scope: { organizationIds: 'all' as const, projectIds: [project] },
  };
  const served = await serve(engine.module, ({ headers }) => (headers['x-as'] === 'limited' ? limited : OWNER));
  return {
    stand,
    simulator,
    project,
    other: idOf(second),
    archived: idOf(projects.find(({ archivedAt }) => archivedAt !== null)),
    standard: idOf(projects.find(({ isDefault }) => isDefault)),
    send: (method, path, body = {}, as = 'owner') =>
      sendTo(served, { method, path, body: { reason: REASON, ...body }, as }),
    async atOpenai(path) {
      const headers = { authorization: `Bearer ${simulator.adminKey}` };
      // Every answer of OpenAI's is an object.
      return (await (await fetch(`${simulator.url}/organization/${path}`, { headers })).json()) as Body;
    },
    async told() {
      const { data } = await new ActivityReadsStore(stand.database.dataSource).page({ limit: 1 });
      const [newest] = data;
      if (newest === undefined) throw new Error('Nothing was done so far.');
      return newest;
    },
    changes: () => simulator.requests.count(({ method }) => method !== 'GET'),
    async close() {
      await served.close();
      await stand.close();
    },
  };
}

async function sendTo(
  { url }: Served,
  { method, path, body, as }: { method: string; path: string; body: Body; as: string },
): Promise<Answered> {
  const inQuery = method === 'DELETE';
  const inWords = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
  const query = inQuery ? `?${new URLSearchParams(inWords)}` : '';
  const response = await fetch(`${url}/api/v1/${path}${query}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-as': as },
    ...(!inQuery && method !== 'GET' && { body: JSON.stringify(body) }),
  });
  // Also what carries a secret: nothing between may keep it.
  if (response.headers.get('cache-control') !== 'no-store')
    throw new Error(`${method} ${path} may be kept on its way.`);
  // Every answer of these calls is an object.
  return { status: response.status, body: (await response.json()) as Body };
}

/** What is wrong, and by which code. */
export function problemIn({ status, body }: Answered): [status: number, code: string, detail: string] {
  // The contract's shape, of which the specs of the HTTP layer hold every field.
  const { type, detail } = body as unknown as Problem;
  return [status, type.replace('/problems/', ''), detail];
}
