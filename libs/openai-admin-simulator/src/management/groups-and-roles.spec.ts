import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAsked, type Asked } from '../testing/ask.js';

let openai: Asked;
let memberId: string;
let projectId: string;
beforeAll(async () => {
  openai = await startAsked();
  memberId = openai.organization.addMember({ name: 'Fresh', email: 'fresh@acme-robotics.example' }).id;
  projectId = openai.organization.projects[1]!.id;
});
afterAll(() => openai.stop());

const GROUPS = '/organization/groups';

async function makeGroup(name: string): Promise<string> {
  return String((await openai.send('POST', GROUPS, { name })).json['id']);
}

async function makeRole(path: string, name: string): Promise<string> {
  const body = { role_name: name, permissions: ['api.project.read'] };
  return String((await openai.send('POST', path, body)).json['id']);
}

describe('groups', () => {
  it('answer a change without their type, as OpenAI does', async () => {
    const id = await makeGroup('Types');
    expect(await openai.list(`${GROUPS}/${id}`)).toHaveProperty('group_type', 'group');
    expect((await openai.send('POST', `${GROUPS}/${id}`, { name: 'No types' })).json).toEqual({
      id,
      name: 'No types',
      created_at: expect.any(Number),
      is_scim_managed: false,
    });
    expect((await openai.send('POST', `${GROUPS}/${id}`, { name: '' })).status).toBe(400);
  });

  it('that SCIM manages are not changed by hand', async () => {
    const scim = (await openai.all(GROUPS)).find((group) => group['is_scim_managed'] === true)!;
    for (const change of [
      await openai.send('POST', `${GROUPS}/${scim.id}`, { name: 'x' }),
      await openai.send('DELETE', `${GROUPS}/${scim.id}`),
      await openai.send('POST', `${GROUPS}/${scim.id}/users`, { user_id: memberId }),
    ]) {
      expect([change.status, change.message]).toEqual([400, expect.stringContaining('managed by SCIM')]);
    }
  });

  it('open a project to their members, until either goes', async () => {
    const owner = { type: 'user', member: openai.organization.members.find(({ id }) => id === memberId)! } as const;
    const key = openai.organization.addKey(projectId, 'by group', { owner });
    const access = () => openai.organization.keys.find(({ id }) => id === key.id)!.ownerAccess;
    expect(access()).toBe('inactive');
    const id = await makeGroup('Access');
    const ofProject = `/organization/projects/${projectId}/groups`;
    await openai.send('POST', `${GROUPS}/${id}/users`, { user_id: memberId });
    await openai.send('POST', ofProject, { group_id: id, role: 'role-api-project-member' });
    expect(access()).toBe('active');
    const again = await openai.send('POST', ofProject, { group_id: id, role: 'role-api-project-member' });
    expect([again.status, again.message]).toEqual([409, expect.stringContaining('already exists in project')]);
    expect((await openai.send('DELETE', `${GROUPS}/${id}/users/${memberId}`)).json).toEqual({
      object: 'group.user.deleted',
      deleted: true,
    });
    expect(access()).toBe('inactive');
    await openai.send('POST', `${GROUPS}/${id}/users`, { user_id: memberId });
    expect(access()).toBe('active');
    await openai.send('DELETE', `${GROUPS}/${id}`);
    expect(access()).toBe('inactive');
    expect((await openai.all(ofProject)).map((group) => group['group_id'])).not.toContain(id);
  });
});

describe('roles', () => {
  it.each(['/organization/roles', '/projects/{}/roles'])('of %s are made, changed and deleted', async (template) => {
    const path = template.replace('{}', projectId);
    const id = await makeRole(path, 'maker');
    const body = { permissions: ['api.project.write'], role_name: 'doer' };
    expect((await openai.send('POST', `${path}/${id}`, body)).json).toMatchObject({ name: 'doer' });
    expect(openai.auditLog.events.at(-1)).toMatchObject({
      'role.updated': {
        changes_requested: {
          role_name: 'doer',
          permissions_added: ['api.project.write'],
          permissions_removed: ['api.project.read'],
        },
      },
    });
    expect((await openai.send('POST', path, { role_name: 'doer', permissions: [] })).status).toBe(400);
    expect((await openai.send('DELETE', `${path}/${id}`)).json).toMatchObject({
      object: 'role.deleted',
      deleted: true,
    });
    const [first] = await openai.all(path);
    expect(first).toMatchObject({ predefined_role: true });
    expect((await openai.send('DELETE', `${path}/${first!.id}`)).status).toBe(400);
  });

  it.each(['/organization', '/projects/{}'])(
    'below %s are given to members, directly and through groups',
    async (base) => {
      const below = base.replace('{}', projectId);
      const role = await makeRole(`${below}/roles`, `given in ${base}`);
      const group = await makeGroup(`Givers in ${base}`);
      await openai.send('POST', `${GROUPS}/${group}/users`, { user_id: memberId });
      const given = await openai.send('POST', `${below}/groups/${group}/roles`, { role_id: role });
      expect(given.json).toMatchObject({ object: 'group.role', group: { id: group }, role: { id: role } });
      const sources = async () => {
        const held = (await openai.all(`${below}/users/${memberId}/roles`)).find(({ id }) => id === role);
        return (held?.['assignment_sources'] as { principal_type: string }[] | undefined)?.map(
          (one) => one.principal_type,
        );
      };
      expect(await sources()).toEqual(['group']);
      await openai.send('POST', `${below}/users/${memberId}/roles`, { role_id: role });
      expect(await sources()).toEqual(['user', 'group']);
      expect((await openai.send('POST', `${below}/users/${memberId}/roles`, { role_id: role })).status).toBe(400);
      await openai.send('DELETE', `${below}/groups/${group}/roles/${role}`);
      expect(await sources()).toEqual(['user']);
      expect((await openai.send('DELETE', `${below}/users/${memberId}/roles/${role}`)).json).toMatchObject({
        deleted: true,
      });
      expect((await openai.get(`${below}/users/${memberId}/roles/${role}`)).status).toBe(404);
      expect(openai.auditLog.events.at(-1)).toMatchObject({
        type: 'role.assignment.deleted',
        'role.assignment.deleted': { id: role, principal_id: memberId, principal_type: 'user' },
      });
    },
  );

  it('that are deleted are held by nobody', async () => {
    const role = await makeRole('/organization/roles', 'short-lived');
    await openai.send('POST', `/organization/users/${memberId}/roles`, { role_id: role });
    await openai.send('DELETE', `/organization/roles/${role}`);
    expect((await openai.all(`/organization/users/${memberId}/roles`)).map(({ id }) => id)).not.toContain(role);
  });
});
