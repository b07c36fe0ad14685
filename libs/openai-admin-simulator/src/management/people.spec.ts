import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAsked, type Asked } from '../testing/ask.js';

const USERS = '/organization/users';
const INVITES = '/organization/invites';

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked();
});
afterAll(() => openai.stop());

const projectNamed = (name: string) => openai.organization.projects.find((project) => project.name === name)!;
const typesSince = (count: number) => openai.auditLog.events.slice(count).map(({ type }) => type);

describe('members', () => {
  it('are of every kind: owners, readers, roles of an organization’s own, SCIM, and one who is but an id (cases 43 and 48)', async () => {
    const members = await openai.all(USERS);
    expect(new Set(members.map(({ role }) => role))).toEqual(new Set(['owner', 'reader', 'custom-auditor', undefined]));
    expect(members.some((member) => member['is_scim_managed'] === true)).toBe(true);
    const bare = members.filter((member) => Object.keys(member).length === 3);
    expect(bare).toEqual([{ object: 'organization.user', id: expect.any(String), added_at: expect.any(Number) }]);
  });

  it('who have left are not listed, but still cost', async () => {
    const former = openai.organization.members.filter(({ removed }) => removed);
    expect(former.length).toBeGreaterThan(0);
    const ids = (await openai.all(USERS)).map(({ id }) => id);
    for (const { id } of former) {
      expect(ids).not.toContain(id);
      expect((await openai.get(`${USERS}/${id}`)).status).toBe(404);
    }
    const range = { start: new Date('2026-11-01'), end: new Date('2026-11-20') };
    const billed = openai.billed({ ...range, groupBy: ['user_id'] }).map(({ key }) => key.user_id);
    expect(former.some(({ id }) => billed.includes(id))).toBe(true);
  });

  it('are found by mail, in any spelling of it', async () => {
    const [, second, third] = openai.organization.members;
    const emails = [second!.email.toUpperCase(), third!.email];
    expect((await openai.all(USERS, { 'emails[]': emails })).map(({ id }) => id)).toEqual([second!.id, third!.id]);
    expect(await openai.all(USERS, { emails: 'nobody@nowhere.example' })).toEqual([]);
  });

  it('change their role and what they are, and the audit log says so', async () => {
    const { id } = openai.organization.members[1]!;
    const body = { role: 'owner', technical_level: 'beginner', developer_persona: null };
    const before = openai.auditLog.events.length;
    const { status, json } = await openai.send('POST', `${USERS}/${id}`, body);
    expect([status, json['role'], json['technical_level']]).toEqual([200, 'owner', 'beginner']);
    expect(openai.auditLog.events.at(-1)).toMatchObject({
      type: 'user.updated',
      'user.updated': { id, changes_requested: { role: 'owner' } },
    });
    expect(openai.auditLog.events).toHaveLength(before + 1);
    await openai.send('POST', `${USERS}/${id}`, { role: 'reader' });
    expect((await openai.send('POST', `${USERS}/${id}`, { role_id: 'role_unknown' })).status).toBe(404);
    expect((await openai.send('POST', `${USERS}/${id}`, { role: 7 })).status).toBe(400);
  });

  it('leave their projects and groups when they are removed; their keys lose access', async () => {
    const key = openai.organization.keys.find(({ owner, ownerAccess, deleted }) => {
      return owner.type === 'user' && owner.member.role === 'reader' && ownerAccess === 'active' && !deleted;
    })!;
    const id = key.owner.type === 'user' ? key.owner.member.id : '';
    expect((await openai.send('DELETE', `${USERS}/${id}`)).json).toEqual({
      object: 'organization.user.deleted',
      id,
      deleted: true,
    });
    expect((await openai.send('DELETE', `${USERS}/${id}`)).status).toBe(404);
    const wire = await openai.list(`/organization/projects/${key.projectId}/api_keys/${key.id}`);
    expect(wire).toMatchObject({ owner_project_access: 'inactive' });
    for (const { id: groupId } of await openai.all('/organization/groups')) {
      expect((await openai.all(`/organization/groups/${groupId}/users`)).map((member) => member.id)).not.toContain(id);
    }
  });

  it('keep the last owner', async () => {
    const owners = openai.organization.members.filter(({ role, removed }) => role === 'owner' && !removed);
    for (const { id } of owners.slice(1)) await openai.send('DELETE', `${USERS}/${id}`);
    const { status, message } = await openai.send('DELETE', `${USERS}/${owners[0]!.id}`);
    expect([status, message]).toEqual([400, 'An organization must have at least one owner.']);
    expect((await openai.send('POST', `${USERS}/${owners[0]!.id}`, { role: 'reader' })).status).toBe(400);
  });
});

describe('invites', () => {
  it('have every status', async () => {
    const statuses = (await openai.all(INVITES)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['pending', 'expired', 'accepted']));
  });

  it.each<[string, string[] | undefined, string[]]>([
    ['omitted means the default project', undefined, ['Default project']],
    ['empty means none', [], []],
    ['of two mean both', ['Fleet Planner', 'Sim Generator'], ['Fleet Planner', 'Sim Generator']],
  ])('projects %s (case 42)', async (_words, asked, given) => {
    const projects = asked?.map((name) => ({ id: projectNamed(name).id, role: 'member' }));
    const body = { email: `${given.length}@partner.example`, role: 'reader', projects };
    const { json } = await openai.send('POST', INVITES, body);
    const ids = given.map((name) => projectNamed(name).id);
    expect((json['projects'] as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    const member = openai.organization.acceptInvite(String(json['id']));
    const { data } = (await openai.list(`${USERS}/${member.id}`))['projects' as never] as { data: { id: string }[] };
    expect(data.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const refused = await openai.send('DELETE', `${INVITES}/${String(json['id'])}`);
    expect([refused.status, refused.message]).toEqual([400, expect.stringContaining('already accepted')]);
    expect((await openai.list(`${INVITES}/${String(json['id'])}`))['status' as never]).toBe('accepted');
  });

  it('expire after a week (case 42)', async () => {
    const body = { email: 'late@partner.example', role: 'owner', projects: [] };
    const { json } = await openai.send('POST', INVITES, body);
    openai.clock.advance(7 * 86_400_000);
    expect((await openai.list(`${INVITES}/${String(json['id'])}`))['status' as never]).toBe('expired');
    expect((await openai.send('DELETE', `${INVITES}/${String(json['id'])}`)).status).toBe(200);
  });

  it.each([
    [{ role: 'reader' }, "Missing required parameter: 'email'."],
    [{ email: 'x', role: 'reader' }, 'Invalid email address: x.'],
    [{ email: 'x@y.example', role: 'member' }, "Invalid value: 'member'. Supported values are: 'reader', 'owner'."],
    [{ email: 'x@y.example', role: 'reader', projects: [{ id: 'proj_x', role: 'member' }] }, 'No project found'],
    [{ email: 'x@y.example', role: 'reader', team: 1 }, "Unknown parameter: 'team'."],
  ])('%j is refused', async (body, words) => {
    const { status, message } = await openai.send('POST', INVITES, body);
    expect([status, message]).toEqual([400, expect.stringContaining(words)]);
  });
});

describe('members of a project', () => {
  it('are those who were put there and every owner of the organization', async () => {
    const { id } = projectNamed('Fleet Planner');
    const members = await openai.all(`/organization/projects/${id}/users`);
    const owners = openai.organization.members.filter(({ role, removed }) => role === 'owner' && !removed);
    for (const owner of owners)
      expect(members).toContainEqual(expect.objectContaining({ id: owner.id, role: 'owner' }));
  });

  it('come, change and go, but owners of the organization stay as they are (case 44)', async () => {
    const { id } = openai.organization.addProject('People');
    const path = `/organization/projects/${id}/users`;
    const member = openai.organization.addMember({ name: 'Fresh', email: 'fresh@acme-robotics.example' });
    const before = openai.auditLog.events.length;
    expect((await openai.send('POST', path, { email: member.email, role: 'member' })).json).toMatchObject({
      object: 'organization.project.user',
      id: member.id,
      role: 'member',
    });
    expect((await openai.send('POST', path, { user_id: member.id, role: 'member' })).status).toBe(400);
    await openai.send('POST', `${path}/${member.id}`, { role: 'owner' });
    expect(await openai.list(`${path}/${member.id}`)).toMatchObject({ role: 'owner' });
    expect((await openai.send('DELETE', `${path}/${member.id}`)).status).toBe(200);
    expect((await openai.get(`${path}/${member.id}`)).status).toBe(404);
    expect(typesSince(before)).toEqual(['user.added', 'user.updated', 'user.deleted']);
    const owner = openai.organization.members.find(({ role, removed }) => role === 'owner' && !removed)!;
    expect((await openai.send('DELETE', `${path}/${owner.id}`)).status).toBe(400);
    expect((await openai.send('POST', `${path}/${owner.id}`, { role: 'member' })).status).toBe(400);
    expect((await openai.send('POST', path, { role: 'member' })).status).toBe(400);
  });

  it('are not put into the default project, and not asked for of an archived one', async () => {
    const path = (name: string) => `/organization/projects/${projectNamed(name).id}/users`;
    const member = openai.organization.addMember({ name: 'Other', email: 'other@acme-robotics.example' });
    const { status, message } = await openai.send('POST', path('Default project'), {
      user_id: member.id,
      role: 'member',
    });
    expect([status, message]).toEqual([400, 'Users cannot be added to the default project.']);
    expect((await openai.get(path('Legacy Importer'))).text).toContain('Project Legacy Importer is archived');
  });
});

describe('projects', () => {
  it('are made, renamed and archived once, never the default one (cases 29 and 30)', async () => {
    const { json } = await openai.send('POST', '/organization/projects', { name: 'Made', external_key_id: 'ek_1' });
    const path = `/organization/projects/${String(json['id'])}`;
    expect(json).toMatchObject({ status: 'active', external_key_id: 'ek_1', residency: 'GLOBAL' });
    expect((await openai.send('POST', path, { name: 'Renamed' })).json).toMatchObject({ name: 'Renamed' });
    expect((await openai.send('POST', `${path}/archive`)).json).toMatchObject({ status: 'archived' });
    expect((await openai.send('POST', `${path}/archive`)).status).toBe(400);
    expect((await openai.send('POST', path, { name: 'Again' })).status).toBe(400);
    expect((await openai.send('POST', `${path}/unarchive`)).status).toBe(404);
    expect((await openai.send('DELETE', path)).status).toBe(405);
    const standard = `/organization/projects/${projectNamed('Default project').id}`;
    expect((await openai.send('POST', standard, { name: 'Mine' })).message).toContain('default project');
    expect((await openai.send('POST', `${standard}/archive`)).message).toContain('default project');
    expect((await openai.send('POST', '/organization/projects', {})).status).toBe(400);
  });
});
