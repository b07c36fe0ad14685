/** Lists, details and changes over HTTP, with what projects, keys and members spent. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  apiKeysAnswer,
  DIRECTORY_CALLS,
  directoryChangesAnswer,
  memberDetail,
  membersAnswer,
  projectDetail,
  projectsAnswer,
} from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { MeteringFixture } from '../metering/testing/metering-fixture.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { DirectoryListStore } from './directory-list.store.js';
import { DirectoryStore } from './directory.store.js';
import {
  connectOrganization,
  type ListingOrganization,
  memberOwner,
  rawKey,
  rawProject,
} from './testing/listing-organization.js';

let metering: MeteringFixture;
let server: TestApplication;
let organization: ListingOrganization;
let now = new Date('2026-11-21T12:00:00Z');

beforeAll(async () => {
  metering = await MeteringFixture.start();
  metering.clock.set(now.toISOString());
  server = await startTestApplication({ database: metering.database, clock: metering.clock });
  organization = await connectOrganization(metering.database.dataSource, 'org-listed', () => now);
  await metering.query(`INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, 'costs', 1)`, [organization.id]);
  await fill();
});
afterAll(async () => {
  await server.close();
  await metering.stop();
});

async function fill(): Promise<void> {
  const store = server.application.nest.get(DirectoryStore);
  const { list, projects, keys } = organization;
  await store.replaceList(projects([rawProject('proj_a', { name: 'Alpha' }), rawProject('proj_b', { name: 'Beta' })]));
  const owner = (id: string) => ({ owner: memberOwner(id, id), last_used_at: 1_795_000_000 });
  await store.replaceList(keys('proj_a', [rawKey('key_1', owner('user-1')), rawKey('key_2', owner('user-2'))]));
  await store.replaceList(
    keys('proj_b', [rawKey('key_3', { owner: memberOwner('user-1', 'Ada'), last_used_at: null })]),
  );
  await store.replaceList(
    list('user', '', [
      {
        id: 'user-1',
        object: 'organization.user',
        name: 'Ada',
        email: 'ada@acme.example',
        role: 'owner',
        added_at: 1_700_000_000,
      },
      { id: 'user-2', object: 'organization.user', added_at: 1_700_000_000 },
      {
        id: 'user-3',
        name: null,
        email: 'bare@acme.example',
        role: 'custom-auditor',
        api_key_last_used_at: 1_790_000_000,
      },
    ]),
  );
  await store.replaceList(
    list('project_user', 'proj_a', [
      { id: 'user-1', role: 'owner' },
      { id: 'user-2', role: 'member' },
    ]),
  );
  await store.replaceList(list('project_user', 'proj_b', [{ id: 'user-1', role: 'member' }]));
  await store.replaceList(list('group', '', [{ id: 'group_1', name: 'Finance' }]));
  await store.replaceList(list('group_user', 'groups/group_1', [{ id: 'user-1', name: 'Ada', email: null }]));
  await store.replaceList(list('role_assignment', 'users/user-1', [{ id: 'role_x', name: 'Auditor' }]));
  await store.replaceList(
    list('role_assignment', 'projects/proj_a/groups/group_1', [{ id: 'role_x', name: 'Auditor' }]),
  );
  await store.replaceList(
    list('admin_api_key', '', [
      { id: 'key_1', object: 'organization.admin_api_key', name: 'really a project key' },
      { id: 'key_admin', name: 'Real', owner: { type: 'user', id: 'user-1' } },
    ]),
  );
  await store.replaceList(list('rate_limit', 'proj_a', [{ id: 'rl-m', model: 'm', max_requests_per_1_minute: 5 }]));
  await store.replaceList(list('rate_limit', 'proj_b', [{ id: 'rl-m', model: 'm', max_requests_per_1_minute: 9 }]));
  await store.replaceList(list('spend_limit', 'proj_a', [{ id: 'proj_a', currency: 'USD', threshold_amount: 12_345 }]));
  await store.replaceList(list('spend_alert', 'proj_a', [{ id: 'alert_1', currency: 'USD', threshold_amount: 50 }]));
}

async function spend(): Promise<void> {
  const day = (date: string, key: string, project: string, amount: string) => ({
    day: date,
    item: 'gpt-x, input',
    key,
    project,
    amount,
  });
  await metering.read({
    start: '2026-10-01',
    end: '2026-11-22',
    readAt: '2026-11-21T11:00:00Z',
    organizationId: organization.id,
    rows: [
      day('2026-10-20', 'key_1', 'proj_a', '1000'),
      day('2026-10-25', 'key_1', 'proj_a', '5'),
      day('2026-11-02', 'key_1', 'proj_a', '0.25'),
      day('2026-11-21', 'key_2', 'proj_a', '2.5'),
      day('2026-11-20', 'key_3', 'proj_b', '100'),
    ],
  });
}

describe('before any cost was read', () => {
  it('what was spent is unknown, not nothing', async () => {
    const { data } = projectsAnswer.parse(await server.get('/api/v1/projects'));
    expect(data).toMatchObject([
      { id: 'proj_a', spend_last_30_days: null, spend_month_to_date: null },
      { id: 'proj_b', spend_last_30_days: null },
    ]);
  });
});

describe('what was spent', () => {
  beforeAll(spend);

  it('stands beside each project, of 30 days and of the month, exactly', async () => {
    const { data } = projectsAnswer.parse(await server.get('/api/v1/projects?sort=-spend_last_30_days'));
    expect(data).toMatchObject([
      {
        id: 'proj_b',
        spend_last_30_days: '100',
        spend_month_to_date: '100',
        spend_currency: 'usd',
        last_activity_at: null,
      },
      {
        id: 'proj_a',
        spend_last_30_days: '7.75',
        spend_month_to_date: '2.75',
        last_activity_at: '2026-11-18T11:06:40Z',
      },
    ]);
  });

  it('is a key’s own, and follows pages in its order', async () => {
    const first = apiKeysAnswer.parse(await server.get('/api/v1/api-keys?sort=-spend_month_to_date&limit=2'));
    expect(first.data.map(({ id, spend_month_to_date: spent }) => [id, spent])).toEqual([
      ['key_3', '100'],
      ['key_2', '2.5'],
    ]);
    const next = await server.get(`/api/v1/api-keys?sort=-spend_month_to_date&limit=2&cursor=${first.next_cursor}`);
    expect(apiKeysAnswer.parse(next)).toMatchObject({
      data: [{ id: 'key_1', spend_month_to_date: '0.25' }],
      next_cursor: null,
    });
  });

  it('is a member’s by the keys they own; who owns none spent nothing (cases 43 and 48)', async () => {
    const { data } = membersAnswer.parse(await server.get('/api/v1/members?sort=spend_last_30_days'));
    expect(data).toMatchObject([
      {
        id: 'user-3',
        name: null,
        role: 'custom-auditor',
        spend_last_30_days: '0',
        last_activity_at: '2026-09-21T14:13:20Z',
      },
      { id: 'user-2', name: null, email: null, role: null, spend_last_30_days: '2.5' },
      { id: 'user-1', name: 'Ada', added_at: '2023-11-14T22:13:20Z', spend_last_30_days: '105.25' },
    ]);
  });

  it('is added up anew as soon as a day is read again', async () => {
    const rows = [{ day: '2026-11-21', item: 'gpt-x, input', key: 'key_2', project: 'proj_a', amount: '7.5' }];
    const today = { start: '2026-11-21', end: '2026-11-22', readAt: '2026-11-21T11:30:00Z' };
    await metering.read({ ...today, organizationId: organization.id, rows });
    const { data } = apiKeysAnswer.parse(await server.get('/api/v1/api-keys?id=key_2'));
    expect(data).toMatchObject([{ spend_month_to_date: '7.5' }]);
  });
});

describe('lists of every kind', () => {
  // Object.keys says string; the keys of the table are its paths.
  it.each(Object.keys(DIRECTORY_CALLS) as (keyof typeof DIRECTORY_CALLS)[])(
    '/api/v1/%s answers what the contract says',
    async (path) => {
      const { answer, query } = DIRECTORY_CALLS[path];
      answer.parse(await server.get(`/api/v1/${path}?include_gone=true&q=a`));
      const asked = query.parse({});
      expect(asked).toMatchObject({ limit: 100, include_gone: false });
      for (const sort of query.shape.sort.unwrap().options) await server.get(`/api/v1/${path}?sort=${sort}&limit=1`);
    },
  );

  it('leave a project key out of the admin keys (case 39)', async () => {
    const { data } = DIRECTORY_CALLS['admin-api-keys'].answer.parse(await server.get('/api/v1/admin-api-keys'));
    expect(data.map(({ id }) => id)).toEqual(['key_admin']);
  });

  it('keep limits of the same id in two projects apart, also between two pages', async () => {
    const { answer } = DIRECTORY_CALLS['rate-limits'];
    const first = answer.parse(await server.get('/api/v1/rate-limits?limit=1&model=m'));
    const second = answer.parse(await server.get(`/api/v1/rate-limits?limit=1&model=m&cursor=${first.next_cursor}`));
    expect([...first.data, ...second.data].map((limit) => [limit.project_id, limit.max_requests_per_1_minute])).toEqual(
      [
        ['proj_a', 5],
        ['proj_b', 9],
      ],
    );
    expect(second.next_cursor).toBeNull();
  });

  it('filter by what an object belongs to', async () => {
    const ids = async (path: keyof typeof DIRECTORY_CALLS, query: string) => {
      const { data } = DIRECTORY_CALLS[path].answer.parse(await server.get(`/api/v1/${path}?${query}`)) as {
        data: { id: string }[];
      };
      return data.map(({ id }) => id);
    };
    expect(await ids('project-members', 'project_id=proj_b')).toEqual(['user-1']);
    expect(await ids('group-members', 'group_id=group_1')).toEqual(['user-1']);
    expect(await ids('role-assignments', 'user_id=user-1')).toEqual(['role_x']);
    expect(await ids('role-assignments', 'group_id=group_1&project_id=proj_a')).toEqual(['role_x']);
    expect(await ids('role-assignments', 'user_id=user-2')).toEqual([]);
    expect(await ids('api-keys', 'owner_id=user-2')).toEqual(['key_2']);
    expect(await ids('members', 'role=custom-auditor')).toEqual(['user-3']);
  });

  it('show a caller of one project nothing of another, nor of the organization', async () => {
    const lists = server.application.nest.get(DirectoryListStore);
    const count = async (kind: 'rate_limit' | 'user' | 'project_user', projectIds: string[]) => {
      const query = { limit: 10, sort: 'id', include_gone: true };
      return (await lists.page(kind, query, { ...FULL_SCOPE, projectIds })).data.length;
    };
    expect(await count('rate_limit', ['proj_b'])).toBe(1);
    expect(await count('project_user', ['proj_b'])).toBe(1);
    expect(await count('user', ['proj_b'])).toBe(0);
  });
});

describe('one project', () => {
  it('is answered with its settings, its spend limits in whole units and how much it holds', async () => {
    const project = projectDetail.parse(await server.get('/api/v1/projects/proj_a'));
    expect(project).toMatchObject({
      name: 'Alpha',
      settings: { spend_limit: { threshold_amount: 12_345, threshold: '123.45' }, model_permissions: null },
      spend_alerts: [{ id: 'alert_1', threshold: '0.5' }],
      counts: { api_key: 2, project_user: 2, rate_limit: 1 },
    });
  });

  it('that no list ever held is not found', async () => {
    await expect(server.get('/api/v1/projects/proj_nowhere')).rejects.toThrow(/not-found/);
    await expect(server.get('/api/v1/projects/proj_a?organization=org-one')).rejects.toThrow(/not-found/);
  });
});

describe('one member', () => {
  it('is answered with projects, groups, roles and keys, those that spent most first', async () => {
    const member = memberDetail.parse(await server.get('/api/v1/members/user-1'));
    expect(member).toMatchObject({
      name: 'Ada',
      project_memberships: [{ project_id: 'proj_a' }, { project_id: 'proj_b' }],
      group_memberships: [{ group_id: 'group_1' }],
      role_assignments: [{ id: 'role_x', user_id: 'user-1', project_id: null }],
      api_keys: [{ id: 'key_3' }, { id: 'key_1' }],
    });
  });
});

describe('changes', () => {
  it('are told newest first, of whom they are and in which project', async () => {
    const store = server.application.nest.get(DirectoryStore);
    now = new Date('2026-11-21T13:00:00Z');
    await store.replaceList(
      organization.list('rate_limit', 'proj_b', [
        { id: 'rl-m', model: 'm', max_requests_per_1_minute: 1, new_limit: 3 },
      ]),
    );
    now = new Date('2026-11-21T13:05:00Z');
    await store.replaceList(organization.list('project_user', 'proj_b', [{ id: 'user-1', role: 'owner' }]));
    const first = directoryChangesAnswer.parse(await server.get('/api/v1/directory-changes?project_id=proj_b&limit=1'));
    expect(first.data).toMatchObject([
      {
        kind: 'project_user',
        id: 'user-1',
        project_id: 'proj_b',
        field: 'role',
        old_value: 'member',
        new_value: 'owner',
        changed_at: '2026-11-21T13:05:00Z',
        organization_id: 'org-listed',
      },
    ]);
    const rest = directoryChangesAnswer.parse(
      await server.get(`/api/v1/directory-changes?project_id=proj_b&cursor=${first.next_cursor}`),
    );
    expect(
      rest.data.map(({ field, old_value: before, new_value: after }) => [field, before, after]).toSorted(),
    ).toEqual([
      ['max_requests_per_1_minute', 9, 1],
      ['new_limit', null, 3],
    ]);
    expect(await server.get('/api/v1/directory-changes?kind=rate_limit&id=rl-m&since=2026-11-22')).toEqual({
      data: [],
      next_cursor: null,
    });
    await expect(server.get('/api/v1/directory-changes?cursor=x')).rejects.toThrow(/cursor/);
  });
});
