import { describe, expect, it } from '@jest/globals';
import { concernedObjects } from './concerned.js';

const event = (type: string, payload: unknown, more: Record<string, unknown> = {}) => ({
  id: 'audit_log-1',
  type,
  effective_at: 1,
  project: { id: 'proj_1', name: 'One' },
  actor: { type: 'session', session: {} },
  [type]: payload,
  ...more,
});

describe('an event', () => {
  it.each<[string, unknown, string[]]>([
    ['project.archived', { id: 'proj_9' }, ['project proj_9 in proj_9']],
    ['api_key.created', { id: 'key_1', data: { scopes: [] } }, ['api_key key_1 in proj_1']],
    ['tenant.project_api_key.created', { id: 'key_2' }, ['api_key key_2 in proj_1']],
    ['tenant.admin_api_key.deleted', { id: 'key_3' }, ['admin_api_key key_3 in proj_1']],
    ['service_account.updated', { id: 'svc_1', changes_requested: {} }, ['service_account svc_1 in proj_1']],
    ['tenant.service_account.token.revoked', { id: 'svc_1' }, ['service_account svc_1 in proj_1']],
    ['user.added', { id: 'user-1', data: { role: 'owner' } }, ['user user-1 in proj_1']],
    ['tenant.membership.revoked', { id: 'user-2' }, ['user user-2 in proj_1']],
    ['invite.sent', { id: 'invite-1', data: { email: 'a@b.c' } }, ['invite invite-1 in proj_1']],
    ['rate_limit.updated', { id: 'rl-gpt', changes_requested: {} }, ['rate_limit rl-gpt in proj_1']],
    ['group.created', { id: 'group_1' }, ['group group_1 in proj_1']],
    [
      'tenant.group.member.added',
      { id: 'group_1', user_id: 'user-1' },
      ['group group_1 in proj_1', 'user user-1 in proj_1'],
    ],
    ['role.updated', { id: 'role_1', resource_id: 'proj_2' }, ['role role_1 in proj_1', 'project proj_2 in proj_2']],
    [
      'role.assignment.created',
      {
        id: 'ra_1',
        principal_id: 'group_1',
        principal_type: 'group',
        resource_id: 'proj_2',
        resource_type: 'api.project',
      },
      ['group group_1 in proj_1', 'project proj_2 in proj_2'],
    ],
    ['tenant.role_assignment.deleted', { id: 'ra_1', principal_id: 'x_1' }, ['principal x_1 in proj_1']],
    [
      'certificates.activated',
      { certificates: [{ id: 'cert_1' }, { id: 'cert_2' }, null] },
      ['certificate cert_1 in proj_1', 'certificate cert_2 in proj_1'],
    ],
    ['checkpoint.permission.created', { id: 'cp_1', data: { project_id: 'proj_3' } }, ['project proj_3 in proj_3']],
    ['login.failed', { error_code: 'x' }, []],
    ['moon.landed', { id: 'moon_1' }, []],
    ['user.updated', undefined, []],
    ['user.updated', ['user-1'], []],
    ['user.updated', { id: 7 }, []],
  ])('%s of %j concerns %j', (type, payload, expected) => {
    const found = concernedObjects(event(type, payload));
    expect(found.map(({ kind, id, projectId }) => `${kind} ${id} in ${projectId}`)).toEqual(expected);
  });

  it('of an admin key does not say where it happened: it is booked on the default project (case 93)', () => {
    const [key] = concernedObjects(
      event('api_key.deleted', { id: 'key_1' }, { actor: { type: 'api_key', api_key: {} } }),
    );
    expect(key).toEqual({ kind: 'api_key', id: 'key_1', projectId: null });
  });

  it.each([[{}], [{ type: null, actor: 'x', project: 3 }], [{ type: 'user.added', 'user.added': null }]])(
    'that is %j concerns nothing',
    (odd) => {
      expect(concernedObjects(odd)).toEqual([]);
    },
  );
});
