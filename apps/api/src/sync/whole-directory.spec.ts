/** Every list of the directory against an organization that changes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIST_NAMES } from '../directory/lists.js';
import { RereadsStore } from '../directory/rereads.store.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const HOUR_MS = 3_600_000;

let stand: SyncStand;
let organizationId: number;
beforeAll(async () => {
  stand = await startStand({
    simulator: { ...TINY, projects: 4, keys: 8 },
    engine: { backfillMonths: 1, directory: 'whole' },
  });
  organizationId = (await stand.engine.sync.organizationIds())[0] ?? 0;
  await ask('POST', '/organization/spend_limit', { currency: 'USD', interval: 'month', threshold_amount: 10_000 });
  await ask('POST', `/organization/projects/${active().id}/spend_limit`, {
    currency: 'USD',
    interval: 'month',
    threshold_amount: 2_550,
  });
  await stand.collect();
});
afterAll(() => stand.close());

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${stand.simulator.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${stand.simulator.adminKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // The simulator's own answer, of which its specs hold the shape.
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

function active() {
  const [project] = stand.simulator.organization.projects.filter(
    ({ archivedAt, isDefault }) => !archivedAt && !isDefault,
  );
  if (project === undefined) throw new Error('The simulated organization has no active project.');
  return project;
}

/** What the schedule does later. */
async function later(ms: number, ...feeds: string[]): Promise<void> {
  stand.simulator.clock.advance(ms);
  await stand.makeDue(...feeds);
  await stand.engine.sync.runUntilIdle();
}

const objects = (kind: string, parentId?: string) =>
  stand.query<{ id: string; object: Record<string, unknown>; gone_at: Date | null; gone_reason: string | null }>(
    `SELECT id, object, gone_at, gone_reason FROM directory_objects
      WHERE kind = $1 AND ($2::text IS NULL OR parent_id = $2) ORDER BY id`,
    kind,
    parentId ?? null,
  );

const history = (kind: string, id: string) =>
  stand.query<{ field: string; old_value: unknown; new_value: unknown }>(
    'SELECT field, old_value, new_value FROM directory_history WHERE kind = $1 AND object_id = $2 ORDER BY id',
    kind,
    id,
  );

async function listed(path: string): Promise<string[]> {
  const { data } = await ask('GET', path);
  return (data as { id?: string; group_id?: string }[]).map(({ id, group_id }) => id ?? group_id ?? '').toSorted();
}

describe('the first round', () => {
  it('reads every list, and each feed is content', async () => {
    const feeds = await stand.query<{ feed: string; state: string; error: unknown }>(
      `SELECT feed, state, last_error AS error FROM feeds WHERE state <> 'waiting' OR last_success_at IS NULL`,
    );
    expect(feeds).toEqual([]);
    const read = await stand.query<{ kind: string }>('SELECT DISTINCT kind FROM directory_lists');
    expect(read.length).toBe(20);
    expect(LIST_NAMES.length).toBe(28);
  });

  it('asks for nothing but what administers the organization (case 5)', () => {
    const asked = new Set(stand.simulator.requests.entries.map(({ path }) => path));
    expect(asked.size).toBeGreaterThan(20);
    const others = [...asked].filter(
      (path) => !/^\/organization\/|^\/projects\/[^/]+\/(roles|users|groups)\b/.test(path),
    );
    expect(others).toEqual([]);
  });

  it.each([
    ['user', '/organization/users?limit=100'],
    ['invite', '/organization/invites?limit=100'],
    ['group', '/organization/groups?limit=100'],
    ['project', '/organization/projects?limit=100&include_archived=true'],
    ['certificate', '/organization/certificates?limit=100'],
  ])('holds each %s that OpenAI lists', async (kind, path) => {
    const stored = (await objects(kind, '')).map(({ id }) => id);
    expect(stored).toEqual(await listed(path));
  });

  it.each(['users', 'service_accounts', 'rate_limits', 'groups'])(
    'holds the %s of each project',
    async (collection) => {
      const kind = { users: 'project_user', service_accounts: 'service_account', rate_limits: 'rate_limit' }[
        collection
      ];
      const path = `/organization/projects/${active().id}/${collection}?limit=100`;
      const stored = (await objects(kind ?? 'project_group', active().id)).map(({ id }) => id);
      expect(stored).toEqual(await listed(path));
      if (collection !== 'groups') expect(stored.length).toBeGreaterThan(0);
    },
  );

  it('holds spend limits where there are some, and none where OpenAI answers 404 (case 46)', async () => {
    const limits = await stand.query<{ parent: string; cents: number }>(
      `SELECT parent_id AS parent, (object ->> 'threshold_amount')::integer AS cents FROM directory_objects
        WHERE kind = 'spend_limit' ORDER BY parent_id`,
    );
    expect(limits).toEqual([
      { parent: '', cents: 10_000 },
      { parent: active().id, cents: 2_550 },
    ]);
  });

  it('reads each project’s settings (case 47)', async () => {
    for (const kind of ['hosted_tool_permissions', 'service_tier_settings', 'data_retention']) {
      expect((await objects(kind, active().id)).map(({ id }) => id)).toEqual([active().id]);
    }
  });
});

describe('a list read again', () => {
  it('keeps a change of a role, and of a limit, as history', async () => {
    const [, member] = stand.simulator.organization.members.filter(({ isBare, removed }) => !isBare && !removed);
    const before = member?.role;
    stand.simulator.organization.setMemberRole(member?.id ?? '', 'custom-auditor');
    const [limit] = await objects('rate_limit', active().id);
    const model = String(limit?.object['model']);
    stand.simulator.organization.setRateLimit(active().id, model, { max_requests_per_1_minute: 7 });
    await later(HOUR_MS, 'members', 'rate-limits');
    expect(await history('user', member?.id ?? '')).toEqual([
      { field: 'role', old_value: before, new_value: 'custom-auditor' },
    ]);
    expect(await history('rate_limit', limit?.id ?? '')).toEqual([
      expect.objectContaining({ field: 'max_requests_per_1_minute', new_value: 7 }),
    ]);
  });

  it('says that a spend limit is gone as soon as OpenAI says so', async () => {
    await ask('DELETE', `/organization/projects/${active().id}/spend_limit`);
    await later(24 * HOUR_MS, 'project-spend-limits');
    expect(await objects('spend_limit', active().id)).toMatchObject([{ gone_at: expect.any(Date) }]);
  });

  it('keeps the name of a member who left, after two lists without them (case 24)', async () => {
    const leaver = stand.simulator.organization.addMember({ name: 'Gone Soon', email: 'gone@acme.example' });
    await later(HOUR_MS, 'members');
    stand.simulator.organization.removeMember(leaver.id);
    await later(HOUR_MS, 'members');
    const stored = async () => (await objects('user')).find(({ id }) => id === leaver.id);
    expect(await stored()).toMatchObject({ gone_at: null });
    await later(HOUR_MS, 'members');
    expect(await stored()).toMatchObject({ gone_reason: 'not_listed', object: { name: 'Gone Soon' } });
  });

  it('of a group that is gone ends its members with it', async () => {
    const group = await ask('POST', '/organization/groups', { name: 'Short-lived' });
    const [user] = await objects('user');
    await ask('POST', `/organization/groups/${String(group['id'])}/users`, { user_id: user?.id });
    await later(HOUR_MS, 'groups', 'group-members');
    expect(await objects('group_user', `groups/${String(group['id'])}`)).toHaveLength(1);
    await ask('DELETE', `/organization/groups/${String(group['id'])}`);
    await later(HOUR_MS, 'groups');
    await later(HOUR_MS, 'groups');
    expect(await objects('group_user', `groups/${String(group['id'])}`)).toMatchObject([
      { gone_reason: 'parent_gone' },
    ]);
  });
});

describe('an object that is asked for', () => {
  const rereads = () => stand.engine.module.get(RereadsStore);
  const work = () => stand.engine.sync.runUntilIdle();

  it('is read alone and at once', async () => {
    const account = stand.simulator.organization.addServiceAccount(active().id, 'robot-42');
    stand.simulator.clock.advance(120_000);
    stand.simulator.requests.clear();
    const wanted = { kind: 'service_account', parentId: active().id, id: account.id } as const;
    await rereads().request(organizationId, [wanted, wanted], 'audit_event');
    await rereads().request(organizationId, [wanted], 'audit_event');
    await work();
    expect(stand.simulator.requests.entries.map(({ path }) => path)).toEqual([
      `/organization/projects/${active().id}/service_accounts/${account.id}`,
    ]);
    expect((await objects('service_account')).map(({ id }) => id)).toContain(account.id);
  });

  it('is gone at once where OpenAI answers 404 on it, found by what is stored', async () => {
    const [account] = stand.simulator.organization.serviceAccounts.filter(
      ({ deleted, name }) => !deleted && name === 'robot-42',
    );
    stand.simulator.organization.deleteServiceAccount(account?.id ?? '');
    await rereads().request(
      organizationId,
      [{ kind: 'service_account', parentId: null, id: account?.id ?? '' }],
      'audit_event',
    );
    await work();
    expect((await objects('service_account')).find(({ id }) => id === account?.id)).toMatchObject({
      gone_reason: 'not_found',
    });
  });

  it('that cannot be read alone has its list read', async () => {
    const [limit] = await objects('rate_limit', active().id);
    stand.simulator.organization.setRateLimit(active().id, String(limit?.object['model']), {
      max_requests_per_1_minute: 8,
    });
    stand.simulator.requests.clear();
    await rereads().request(
      organizationId,
      [{ kind: 'rate_limit', parentId: active().id, id: limit?.id ?? '' }],
      'audit_event',
    );
    await work();
    expect(stand.simulator.requests.entries.map(({ path }) => path)).toEqual([
      `/organization/projects/${active().id}/rate_limits`,
    ]);
    expect((await history('rate_limit', limit?.id ?? '')).at(-1)).toMatchObject({ new_value: 8 });
  });

  it('is tried again later after a failure, and the feed says so', async () => {
    const fault = stand.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: { path: `/organization/projects/${active().id}` },
    });
    await rereads().request(organizationId, [{ kind: 'project', parentId: '', id: active().id }], 'own_action');
    await work();
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'changed-objects'`)).toEqual([
      { state: 'retrying' },
    ]);
    fault.remove();
    await stand.query(`UPDATE directory_rereads SET due_at = now() WHERE due_at IS NOT NULL`);
    await later(0, 'changed-objects');
    expect(await stand.query(`SELECT state FROM feeds WHERE feed = 'changed-objects'`)).toEqual([{ state: 'waiting' }]);
    expect(await stand.query('SELECT 1 FROM directory_rereads WHERE due_at IS NOT NULL')).toEqual([]);
  });

  it('and that OpenAI does not know is not asked for again because numbers name it', async () => {
    const unknown = [{ kind: 'user', parentId: '', id: 'user-nobody' }] as const;
    await rereads().request(organizationId, unknown, 'unknown_id');
    await work();
    stand.simulator.requests.clear();
    await rereads().request(organizationId, unknown, 'unknown_id');
    await work();
    expect(stand.simulator.requests.count()).toBe(0);
  });

  it('is one whose costs come before its name', async () => {
    const [key] = stand.simulator.organization.keys.filter(
      ({ deleted, projectId }) => !deleted && projectId === active().id,
    );
    await stand.query(`DELETE FROM directory_objects WHERE kind = 'api_key' AND id = $1`, key?.id);
    await stand.query(`UPDATE feeds SET memory = memory - 'seriesSeen' WHERE feed = 'costs'`);
    stand.simulator.requests.clear();
    await later(0, 'costs');
    expect(stand.simulator.requests.count(({ path }) => path.endsWith(`/api_keys/${key?.id}`))).toBe(1);
    expect((await objects('api_key')).map(({ id }) => id)).toContain(key?.id);
  });
});

describe('a project that is archived', () => {
  it('ends everything that belongs to it, whichever list hears of it first (case 28)', async () => {
    const { id } = active();
    stand.simulator.organization.archiveProject(id);
    await later(HOUR_MS, 'service-accounts');
    const left = await stand.query(
      `SELECT kind FROM directory_objects WHERE project_id = $1 AND kind <> 'project' AND gone_at IS NULL`,
      id,
    );
    expect(left).toEqual([]);
  });

  it('has each of its lists read once more at most, and then never again', async () => {
    const archived = stand.simulator.organization.projects.filter(({ archivedAt }) => archivedAt !== null);
    await later(24 * HOUR_MS);
    await later(24 * HOUR_MS);
    stand.simulator.requests.clear();
    await later(24 * HOUR_MS);
    const asked = stand.simulator.requests.entries.map(({ path }) => path);
    for (const { id } of archived) expect(asked.filter((path) => path.includes(`${id}/`))).toEqual([]);
  });
});
