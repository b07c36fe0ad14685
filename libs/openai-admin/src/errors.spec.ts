import { describe, expect, it } from '@jest/globals';
import { OpenAIAdminError, isArchivedProject, isRefusedGrouping, isRefusedPageToken } from './errors.js';

const refused = (detail: string, parameter: string | null = null, status = 400) =>
  new OpenAIAdminError('refused', { family: 'GET /organization/costs', status, parameter, detail, requestId: 'req_1' });

describe('OpenAIAdminError', () => {
  it('says what happened, what was seen and what to do', () => {
    const error = new OpenAIAdminError('missing_scope', {
      family: 'GET /organization/costs',
      status: 403,
      requestId: 'req_1',
      missingScope: 'api.usage.read',
      detail: 'You have insufficient permissions for this operation.',
    });
    expect(error.message).toBe(
      'GET /organization/costs: the admin key may not read this (403, req_1), missing api.usage.read: You have ' +
        'insufficient permissions for this operation. Create an admin key that has this permission and replace the key here.',
    );
  });
});

describe('isRefusedGrouping', () => {
  it.each<[string, string | null]>([
    ['start_time must be at or after 1764979200 when grouping by api_key_id', 'start_time'],
    ['This start_time is not supported.', 'start_time'],
    ['Invalid value', 'group_by'],
    ['Invalid value', 'group_by[1]'],
    ['user_id cannot be combined with project_id for this organization', null],
    ['Unsupported group_by value: api_source', null],
  ])('says yes to %j with parameter %p (cases 72, 73, 76)', (detail, parameter) => {
    expect(isRefusedGrouping(refused(detail, parameter))).toBe(true);
  });

  it.each<[string, string | null, number]>([
    ['Invalid limit provided: 366. Limit must be less than or equal to 180.', 'limit', 400],
    ['The page token is invalid, have you modified the query parameters?', null, 400],
    ['Project Apollo is archived', null, 400],
    ['group_by', 'group_by', 403],
    ['group_by', 'group_by', 500],
  ])('says no to %j with parameter %p and status %d', (detail, parameter, status) => {
    expect(isRefusedGrouping(refused(detail, parameter, status))).toBe(false);
  });

  it('says no to what is no error of this library', () => {
    expect(isRefusedGrouping(new Error('group_by'))).toBe(false);
  });
});

describe('isRefusedPageToken and isArchivedProject', () => {
  it('know the words of OpenAI', () => {
    expect(isRefusedPageToken(refused('The page token is invalid, have you modified the query parameters?'))).toBe(
      true,
    );
    expect(isRefusedPageToken(refused('nope'))).toBe(false);
    expect(isArchivedProject(refused('Project Apollo is archived'))).toBe(true);
    expect(isArchivedProject(refused('Project Apollo is archived', null, 404))).toBe(false);
  });
});
