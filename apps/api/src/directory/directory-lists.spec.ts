import { describe, expect, it } from '@jest/globals';
import {
  type ApiKey,
  apiKeysAnswer,
  apiKeysQuery,
  DIRECTORY_CALLS,
  type Problem,
  projectsAnswer,
  projectsQuery,
} from '@bursar/contract';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { DirectoryListStore } from './directory-list.store.js';
import { HOSTILE_NAME, useFilledDirectory } from './testing/filled-directory.js';

const directory = useFilledDirectory();
const { get, keyIds } = directory;

async function keyOf(id: string): Promise<ApiKey | undefined> {
  const response = await get(`api-keys?include_gone=true&id=${id}`).expect(200);
  return apiKeysAnswer.parse(response.body).data[0];
}

describe('the list of projects', () => {
  it('answers OpenAI’s fields, times as instants, and when Bursar saw them', async () => {
    const { body } = await get('projects?id=proj_b').expect(200);
    expect(body).toEqual({
      data: [
        {
          id: 'proj_b',
          object: 'organization.project',
          name: 'beta',
          status: 'archived',
          created_at: '2025-12-01T00:00:00Z',
          archived_at: '2025-12-02T00:00:00Z',
          external_key_id: null,
          residency: null,
          spend_last_30_days: null,
          spend_month_to_date: null,
          spend_currency: 'usd',
          last_activity_at: null,
          counts: { api_key: 0, project_user: 0, service_account: 0 },
          organization_id: 'org-first',
          first_seen_at: '2026-11-01T00:00:00Z',
          last_seen_at: '2026-11-01T00:00:00Z',
          gone_at: null,
          gone_reason: null,
        },
      ],
      next_cursor: null,
    });
  });

  it('is sorted by name, whatever the case, and leaves out what is gone', async () => {
    const { body } = await get('projects').expect(200);
    const names = projectsAnswer.parse(body).data.map(({ name }) => name);
    expect(names).toEqual([HOSTILE_NAME, 'Alpha', 'beta', 'Gamma']);
  });

  it('shows what is gone when asked, with the reason', async () => {
    const { body } = await get('projects?include_gone=true&id=proj_gone').expect(200);
    expect(body.data).toMatchObject([{ id: 'proj_gone', gone_at: '2026-11-01T00:00:00Z', gone_reason: 'not_found' }]);
  });

  it('counts what a project holds, gone ones left out, each organization for itself', async () => {
    const { data } = projectsAnswer.parse((await get('projects?id=proj_a&id=proj_c').expect(200)).body);
    expect(data.map(({ id, counts }) => [id, counts['api_key']])).toEqual([
      ['proj_a', 29],
      ['proj_c', 1],
    ]);
  });

  it('takes what OpenAI never announced without breaking', async () => {
    const { body } = await get('projects?id=proj_odd').expect(200);
    expect(body.data).toMatchObject([
      { name: HOSTILE_NAME, status: '{"not":"a word"}', created_at: null, archived_at: null },
    ]);
  });

  it('filters by organization, status and several ids', async () => {
    const ids = async (query: string) =>
      projectsAnswer.parse((await get(`projects?${query}`).expect(200)).body).data.map(({ id }) => id);
    expect(await ids('organization=org-second')).toEqual(['proj_c']);
    expect(await ids('organization=org-unknown')).toEqual([]);
    expect(await ids('status=archived')).toEqual(['proj_b']);
    expect(await ids('id=proj_c&id=proj_a')).toEqual(['proj_a', 'proj_c']);
  });
});

describe('the list of keys', () => {
  it('answers the owner with its times as instants', async () => {
    expect(await keyOf('key_2')).toMatchObject({
      project_id: 'proj_a',
      organization_id: 'org-first',
      redacted_value: 'sk-proj-********ey_2',
      last_used_at: '2025-12-02T00:00:00Z',
      expires_at: null,
      owner_project_access: 'active',
      owner: { type: 'user', user: { id: 'user-1', name: 'Ada', created_at: '2023-11-14T22:13:20Z' } },
    });
  });

  it('reads a use at 0 and no use as never', async () => {
    expect(await keyOf('key_0')).toMatchObject({ last_used_at: null });
    expect(await keyOf('key_1')).toMatchObject({ last_used_at: null });
  });

  it('filters by project, organization and last use', async () => {
    expect(await keyIds('project_id=proj_c')).toEqual(['key_c']);
    expect(await keyIds('organization=org-second')).toEqual(['key_c']);
    const before = await keyIds('last_used_before=2025-12-02T00:00:08Z&limit=1000');
    // Used at 00:00:00 or 00:00:07; a key that was never used has no last use.
    expect(before.toSorted()).toEqual(['key_10', 'key_14', 'key_18', 'key_2', 'key_22', 'key_26', 'key_6', 'key_7']);
  });

  it.each([
    ['SaMe', 12],
    ['100%_', 6],
    ['100%_7', 1],
    ['%', 6],
    ['_7', 1],
    ['\\', 0],
    ['ünÏ', 6],
    ['KEY_2', 11],
    ['****', 31],
    ["'; DROP TABLE directory_objects; --", 0],
    ['', 31],
  ])('finds %j in names, ids and redacted values', async (q, count) => {
    expect(await keyIds(`include_gone=true&limit=1000&q=${encodeURIComponent(q)}`)).toHaveLength(count);
  });
});

describe('the scope', () => {
  const lists = () => directory.app.get(DirectoryListStore);
  const ids = async (scope: Scope, query: Record<string, unknown> = {}) => {
    const projects = await lists().page('project', projectsQuery.parse(query), scope);
    const keys = await lists().page('api_key', apiKeysQuery.parse({ limit: 1000, ...query }), scope);
    return { projects: projects.data.map(({ id }) => id), keys: keys.data.length };
  };

  it('holds organizations and projects apart', async () => {
    expect(await ids(FULL_SCOPE)).toEqual({ projects: ['proj_odd', 'proj_a', 'proj_b', 'proj_c'], keys: 30 });
    expect(await ids({ organizationIds: [directory.second.id], projectIds: 'all' })).toEqual({
      projects: ['proj_c'],
      keys: 1,
    });
    expect(await ids({ organizationIds: 'all', projectIds: ['proj_b'] })).toEqual({ projects: ['proj_b'], keys: 0 });
    expect(await ids({ organizationIds: [directory.first.id], projectIds: ['proj_c'] })).toEqual({
      projects: [],
      keys: 0,
    });
    expect(await ids({ organizationIds: [], projectIds: 'all' })).toEqual({ projects: [], keys: 0 });
  });

  it('cannot be widened by a filter', async () => {
    const narrow = { organizationIds: [directory.second.id], projectIds: ['proj_c'] };
    expect(await ids(narrow, { organization: 'org-first', include_gone: 'true' })).toEqual({ projects: [], keys: 0 });
    expect((await lists().page('api_key', apiKeysQuery.parse({ project_id: 'proj_a' }), narrow)).data).toEqual([]);
  });
});

describe('a bad query', () => {
  it.each([
    ['projects?limit=0', 'limit'],
    ['projects?limit=1001', 'limit'],
    ['projects?sort=owner', 'sort'],
    ['projects?project=proj_a', 'project'],
    ['projects?include_gone=yes', 'include_gone'],
    ['projects?q=%00', 'q'],
    ['projects?id=%00', 'id'],
    ['api-keys?last_used_before=2026-02-30', 'last_used_before'],
    ['api-keys?q=a&q=b', 'q'],
  ])('%s is answered by a problem that names %s', async (path, parameter) => {
    const response = await get(path)
      .expect(400)
      .expect('content-type', /application\/problem\+json/);
    expect((response.body as Problem).errors).toMatchObject([{ parameter }]);
  });

  const RANGE = 'start=2026-01-01&end=2026-02-01';
  const OTHERS = ['audit-events?', 'directory-changes?', `restatements?${RANGE}&`];
  it.each([...Object.keys(DIRECTORY_CALLS).map((path) => `${path}?`), ...OTHERS])(
    '%s… is refused for a sort, filter, limit or cursor that there is not',
    async (path) => {
      for (const [query, parameter] of [
        ['sort=weather', 'sort'],
        ['sort=-', 'sort'],
        ['weather=fine', 'weather'],
        ['organization=%00', 'organization'],
        ['limit=many', 'limit'],
        ['cursor=x', 'cursor'],
        ['cursor=WzFd', 'cursor'],
        ['cursor=', 'cursor'],
        ['cursor=a&cursor=b', 'cursor'],
      ]) {
        const response = await get(`${path}${query}`);
        expect([response.status, (response.body as Problem).errors?.[0]?.parameter, query]).toEqual([
          400,
          parameter,
          query,
        ]);
      }
    },
  );
});
