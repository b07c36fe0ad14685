import { describe, expect, it } from '@jest/globals';
import { changesOf } from './changes.js';

const changes = (type: string, payload: unknown) =>
  changesOf({ id: 'audit_log-1', type, effective_at: 1, [type]: payload });

describe('the changes of an event', () => {
  it.each<[string, unknown, unknown[]]>([
    [
      'user.updated',
      { id: 'u', changes_requested: { role: 'owner' } },
      [{ field: 'role', before: null, after: 'owner' }],
    ],
    // Examples of OpenAI's put a key's changes under `data`.
    ['api_key.updated', { id: 'k', data: { scopes: ['a'] } }, [{ field: 'scopes', before: null, after: ['a'] }]],
    [
      'service_account.created',
      { id: 's', data: { role: 'member' } },
      [{ field: 'role', before: null, after: 'member' }],
    ],
    [
      'role.updated',
      { id: 'r', changes_requested: { permissions_added: ['a'], permissions_removed: ['b'] } },
      [
        { field: 'permissions_added', before: null, after: ['a'] },
        { field: 'permissions_removed', before: ['b'], after: null },
      ],
    ],
    ['role.created', { id: 'r', role_name: 'Auditor' }, [{ field: 'role_name', before: null, after: 'Auditor' }]],
    [
      'rate_limit.updated',
      { id: 'rl', changes_requested: { max_requests_per_1_minute: { from: 10, to: 20 } } },
      [{ field: 'max_requests_per_1_minute', before: 10, after: 20 }],
    ],
    [
      'tenant.policy.updated',
      { id: 'p', before: { a: 1, b: 2, gone: 3 }, after: { a: 1, b: 5, came: 4 } },
      [
        { field: 'b', before: 2, after: 5 },
        { field: 'gone', before: 3, after: null },
        { field: 'came', before: null, after: 4 },
      ],
    ],
    ['project.archived', { id: 'p' }, []],
    ['api_key.deleted', { id: 'k', name: 'x' }, []],
    ['login.succeeded', {}, []],
    ['user.updated', null, []],
    ['user.updated', 'changed', []],
  ])('%s with %j are %j', (type, payload, expected) => {
    expect(changes(type, payload)).toEqual(expected);
  });
});
