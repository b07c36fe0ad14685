import { describe, expect, it } from '@jest/globals';
import { costsExportQuery, costsQuery, restatementsQuery } from './costs-api.js';

const OCTOBER = { start: '2026-10-01', end: '2026-11-01' };

const DIMENSIONS = ['project_id', 'line_item', 'api_key_id', 'model', 'token_type', 'user_id'];

function issueOf(query: Record<string, unknown>) {
  const issues = costsQuery.safeParse({ ...OCTOBER, ...query }).error?.issues;
  expect(issues).toHaveLength(1);
  return issues?.[0];
}

describe('the query of costs', () => {
  it('needs a range and nothing else', () => {
    expect(costsQuery.parse(OCTOBER)).toEqual({
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
      bucket: 'day',
      limit: 100,
    });
    expect(costsQuery.safeParse({}).error?.issues.map((issue) => issue.path)).toEqual([['start'], ['end']]);
  });

  it('takes repeated groupings and filters, as a query string spells them', () => {
    const query = costsQuery.parse({
      ...OCTOBER,
      group_by: ['project_id', 'line_item'],
      project_id: 'proj_a',
      api_key_id: ['key_a', 'key_b'],
      without: 'api_key_id',
      limit: '1000',
    });
    expect(query).toMatchObject({
      group_by: ['project_id', 'line_item'],
      project_id: ['proj_a'],
      api_key_id: ['key_a', 'key_b'],
      without: ['api_key_id'],
      limit: 1000,
    });
  });

  it.each([
    ['bucket', 'hour', ['day', 'week', 'month', 'quarter', 'total']],
    ['group_by', 'api_source', ['organization_id', ...DIMENSIONS]],
    ['without', 'organization_id', DIMENSIONS],
  ])('names the parameter %s and what it may be when it is %j', (parameter, value, allowed) => {
    const issue = issueOf({ [parameter]: value });
    expect(issue?.path[0]).toBe(parameter);
    expect(issue).toMatchObject({ code: 'invalid_value', values: allowed });
  });

  it.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', '2.5'],
    ['limit', 'all'],
    ['limit', ''],
    ['start', 'yesterday'],
    ['end', '2026-02-30'],
    ['start', ['2026-10-01', '2026-10-02']],
    ['bucket', ['day', 'week']],
    ['currency', 'USD'],
    ['project_id', ''],
    ['project_id', 'x'.repeat(501)],
    ['project_id', { $ne: null }],
    ['line_item', 'a\0b'],
  ])('refuses %s=%j', (parameter, value) => {
    const issue = issueOf({ [parameter]: value });
    expect(issue?.path[0]).toBe(parameter);
    expect(issue?.message).not.toBe('');
  });

  it('refuses a parameter that it does not know, by name', () => {
    expect(issueOf({ grup_by: 'project_id' })).toMatchObject({ code: 'unrecognized_keys', keys: ['grup_by'] });
  });
});

describe('the query of a file', () => {
  it('is that of the answer, with every group and so without a limit', () => {
    expect(costsExportQuery.parse({ ...OCTOBER, bucket: 'week', project_id: 'proj_a' })).toEqual({
      ...costsQuery.omit({ limit: true }).parse({ ...OCTOBER, bucket: 'week', project_id: 'proj_a' }),
      format: 'csv',
    });
    expect(costsExportQuery.safeParse({ ...OCTOBER, limit: '10' }).success).toBe(false);
    expect(costsExportQuery.safeParse({ ...OCTOBER, format: 'xls' }).success).toBe(false);
  });
});

describe('the query of restatements', () => {
  it('has a range and a page', () => {
    expect(restatementsQuery.parse(OCTOBER)).toMatchObject({ limit: 100 });
    expect(restatementsQuery.safeParse({ ...OCTOBER, sort: 'day' }).success).toBe(false);
  });
});
