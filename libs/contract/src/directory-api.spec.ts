import { describe, expect, it } from '@jest/globals';
import { apiKeysQuery, projectsQuery } from './directory-api.js';

describe.each([
  ['projects', projectsQuery],
  ['API keys', apiKeysQuery],
])('the query of %s', (_, query) => {
  it('needs nothing', () => {
    expect(query.parse({})).toEqual({ limit: 100, sort: 'name', include_gone: false });
  });

  it('names the sorts that there are', () => {
    const issue = query.safeParse({ sort: 'owner' }).error?.issues[0];
    expect(issue?.path).toEqual(['sort']);
    expect(issue).toMatchObject({ values: expect.arrayContaining(['name', '-name', 'created_at', '-created_at']) });
  });

  it('shows gone ones only when asked in these words', () => {
    expect(query.parse({ include_gone: 'true' }).include_gone).toBe(true);
    const issue = query.safeParse({ include_gone: 'yes' }).error?.issues[0];
    expect(issue).toMatchObject({ path: ['include_gone'], values: ['true', 'false'] });
  });

  it.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['q', 'x'.repeat(201)],
    ['q', 'a\0b'],
    ['id', ''],
    ['cursor', 'x'.repeat(4001)],
  ])('refuses %s=%j', (parameter, value) => {
    expect(query.safeParse({ [parameter]: value }).error?.issues[0]?.path[0]).toBe(parameter);
  });

  it('refuses a parameter that it does not know, by name', () => {
    expect(query.safeParse({ project: 'proj_a' }).error?.issues[0]).toMatchObject({ keys: ['project'] });
  });
});

describe('the query of API keys', () => {
  it('asks for keys that were last used before an instant', () => {
    expect(apiKeysQuery.parse({ last_used_before: '2026-08-01', sort: '-last_used_at' })).toMatchObject({
      last_used_before: '2026-08-01T00:00:00Z',
      sort: '-last_used_at',
    });
  });

  it('is the only one that knows uses', () => {
    expect(projectsQuery.safeParse({ sort: 'last_used_at' }).success).toBe(false);
    expect(projectsQuery.safeParse({ last_used_before: '2026-08-01' }).success).toBe(false);
  });
});
