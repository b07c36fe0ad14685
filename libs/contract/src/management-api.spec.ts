import { describe, expect, it } from '@jest/globals';
import {
  accountKeyBody,
  actionQuery,
  apiKeyChange,
  inviteBody,
  projectMemberBody,
  rateLimitChange,
  serviceAccountBody,
  serviceAccountChange,
} from './management-api.js';

const reason = 'somebody asked for it';

/** Where the first mistake is; nothing where there is none. */
function mistake(
  schema: { safeParse(value: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } } },
  body: object,
): string | undefined {
  const issue = schema.safeParse({ reason, ...body }).error?.issues[0];
  return issue && `${issue.path.join('/')}: ${issue.message}`;
}

describe('every action', () => {
  it('says why, and in which organization if at all', () => {
    expect(actionQuery.safeParse({}).error?.issues[0]?.path).toEqual(['reason']);
    expect(actionQuery.parse({ reason: ' why ', organization: 'org-1' })).toEqual({
      reason: 'why',
      organization: 'org-1',
    });
    expect(mistake(actionQuery, { reason: 'x'.repeat(501) })).toContain('reason');
  });
});

describe('scopes of a key', () => {
  it.each([accountKeyBody, apiKeyChange])('may be an empty list only where all permissions are asked for', (schema) => {
    expect(mistake(schema, { scopes: [] })).toMatch(/^scopes: .*all_permissions/);
    expect(mistake(schema, { scopes: [], all_permissions: true })).toBeUndefined();
    expect(mistake(schema, { scopes: ['api.all.read'], all_permissions: true })).toMatch(/^scopes/);
    expect(mistake(schema, { scopes: ['api.all.read'], expires_in_seconds: 60 })).toBeUndefined();
  });

  it('or an expiry of at most a year, but not nothing, change a key', () => {
    expect(mistake(apiKeyChange, {})).toContain('at least one');
    expect(mistake(apiKeyChange, { expires_in_seconds: null })).toContain('expires_in_seconds');
    expect(mistake(apiKeyChange, { expires_in_seconds: 31_536_001 })).toContain('expires_in_seconds');
  });
});

describe('bodies', () => {
  it('name who joins a project in one way', () => {
    expect(mistake(projectMemberBody, { role: 'member' })).toContain('user_id');
    expect(mistake(projectMemberBody, { role: 'member', user_id: 'user-1', email: 'a@b.example' })).toContain(
      'user_id',
    );
    expect(mistake(projectMemberBody, { role: 'member', email: 'a@b.example' })).toBeUndefined();
    expect(mistake(inviteBody, { role: 'reader', email: 'nobody' })).toContain('email');
  });

  it('set limits or take a change of them back', () => {
    expect(mistake(rateLimitChange, {})).toContain('restore');
    expect(mistake(rateLimitChange, { restore: '12', max_requests_per_1_minute: 1 })).toContain('restore');
    expect(mistake(rateLimitChange, { restore: '12' })).toBeUndefined();
    expect(mistake(rateLimitChange, { max_requests_per_1_day: 1.5 })).toContain('max_requests_per_1_day');
  });

  it('ask for no expiry of a key that an account is made without', () => {
    expect(
      mistake(serviceAccountBody, { name: 'Bot', create_service_account_only: true, expires_in_seconds: 60 }),
    ).toContain('expires_in_seconds');
    expect(mistake(serviceAccountChange, {})).toContain('at least one');
  });
});
