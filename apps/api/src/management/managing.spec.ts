/** Everything that can be changed at OpenAI through Bursar: what OpenAI has then, what is answered, what the trail tells. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Body, type Managed, REASON, startManaged } from './testing/managed.js';

let managed: Managed;
beforeAll(async () => {
  managed = await startManaged();
});
afterAll(() => managed.close());

/** What a list answers afterwards is what the action answered. */
async function isListed(path: string, item: Body): Promise<void> {
  const { body } = await managed.send(
    'GET',
    `${path}${path.includes('?') ? '&' : '?'}id=${String(item['id'])}&include_gone=true`,
  );
  expect(body['data']).toEqual([item]);
}

async function expectTold(what: string, told: object): Promise<void> {
  expect(await managed.told()).toMatchObject({ what, reason: REASON, outcome: 'succeeded', ...told });
}

const proof = { openai_request_id: expect.stringMatching(/^req_/) };

describe('members', () => {
  it('are invited, and the invite is taken back', async () => {
    const asked = { email: 'ada@example.com', role: 'reader', projects: [{ id: managed.project, role: 'member' }] };
    const { status, body: invite } = await managed.send('POST', 'invites', asked);
    expect([status, invite]).toEqual([201, expect.objectContaining({ ...asked, status: 'pending', gone_at: null })]);
    await isListed('invites', invite);
    expect(await managed.atOpenai(`invites/${String(invite['id'])}`)).toMatchObject(asked);
    await expectTold('invite.send', {
      target: { kind: 'invite', id: invite['id'], name: 'ada@example.com' },
      after: { ...asked, status: 'pending', ...proof },
    });
    const removed = await managed.send('DELETE', `invites/${String(invite['id'])}`);
    expect(removed).toEqual({
      status: 200,
      body: { ...invite, gone_at: expect.any(String), gone_reason: 'not_found', last_seen_at: expect.any(String) },
    });
    expect(await managed.atOpenai(`invites/${String(invite['id'])}`)).toHaveProperty('error');
    await expectTold('invite.delete', { before: { ...asked, status: 'pending' }, after: proof });
  });

  it('are invited to what is said, else to the default project (case 42)', async () => {
    const projectsOf = async (body: Body): Promise<unknown> =>
      (await managed.send('POST', 'invites', { role: 'reader', ...body })).body['projects'];
    expect(await projectsOf({ email: 'a@example.com' })).toEqual([{ id: managed.standard, role: 'member' }]);
    expect(await projectsOf({ email: 'b@example.com', projects: [] })).toEqual([]);
    const two = [managed.project, managed.other].map((id) => ({ id, role: 'owner' }));
    expect(await projectsOf({ email: 'c@example.com', projects: two })).toEqual(two);
  });

  it('get another role, and leave', async () => {
    // Nobody has listed them yet: they are read before.
    const { id } = managed.simulator.organization.addMember({ email: 'kim@example.com', name: 'Kim' });
    const changed = await managed.send('PATCH', `members/${id}`, { role: 'owner' });
    expect(changed).toMatchObject({ status: 200, body: { id, role: 'owner', counts: expect.anything() } });
    await isListed('members', changed.body);
    await expectTold('member.change', {
      target: { kind: 'user', id, name: 'Kim' },
      before: { name: 'Kim', email: 'kim@example.com', role: 'reader' },
      after: { name: 'Kim', email: 'kim@example.com', role: 'owner', ...proof },
    });
    managed.simulator.organization.addKey(managed.project, 'Of Kim', {
      owner: { type: 'user', member: managed.simulator.organization.members.find((one) => one.id === id)! },
    });
    const removed = await managed.send('DELETE', `members/${id}`);
    expect(removed).toMatchObject({ status: 200, body: { id, gone_reason: 'not_found' } });
    expect(managed.simulator.organization.members.find((one) => one.id === id)?.removed).toBe(true);
    await expectTold('member.remove', { target: { id } });
  });

  it('are put into groups', async () => {
    const { body: group } = await managed.send('POST', 'groups', { name: 'Night shift' });
    const id = String(group['id']);
    await isListed('groups', group);
    expect((await managed.send('PATCH', `groups/${id}`, { name: 'Day shift' })).body).toMatchObject({
      id,
      name: 'Day shift',
      group_type: 'group',
    });
    const [member] = managed.simulator.organization.members.filter(({ removed }) => !removed);
    const added = await managed.send('POST', `groups/${id}/members`, { user_id: member?.id });
    expect(added).toMatchObject({ status: 201, body: { id: member?.id, group_id: id } });
    await expectTold('group_member.add', { after: { ...proof, name: member?.name, email: member?.email } });
    const listed = await managed.send('GET', `groups/${id}/members`);
    expect(listed.body).toEqual({ data: [added.body], next_cursor: null });
    const out = await managed.send('DELETE', `groups/${id}/members/${member?.id}`);
    expect(out).toMatchObject({ status: 200, body: { gone_at: expect.any(String) } });
    expect((await managed.atOpenai(`groups/${id}/users`))['data']).toEqual([]);
    expect((await managed.send('DELETE', `groups/${id}`)).body).toMatchObject({ gone_reason: 'not_found' });
    expect(await managed.atOpenai(`groups/${id}`)).toHaveProperty('error');
  });
});

describe('projects', () => {
  it('are made, renamed and archived with all that they hold', async () => {
    const { status, body: project } = await managed.send('POST', 'projects', { name: 'Lab' });
    const id = String(project['id']);
    expect([status, project]).toEqual([201, expect.objectContaining({ name: 'Lab', status: 'active' })]);
    await isListed('projects', project);
    expect((await managed.send('PATCH', `projects/${id}`, { name: 'Laboratory' })).body).toMatchObject({
      name: 'Laboratory',
    });
    await expectTold('project.change', { before: { name: 'Lab' }, after: { name: 'Laboratory', ...proof } });
    const { body: made } = await managed.send('POST', `projects/${id}/service-accounts`, { name: 'Bot' });
    const mistyped = await managed.send('POST', `projects/${id}/archive`, { name: 'Lab' });
    expect([mistyped.status, mistyped.body['detail']]).toEqual([400, expect.stringContaining('has to be Laboratory')]);
    const archived = await managed.send('POST', `projects/${id}/archive`, { name: 'Laboratory' });
    expect(archived).toMatchObject({ status: 200, body: { status: 'archived', archived_at: expect.any(String) } });
    await expectTold('project.archive', { before: { status: 'active' }, after: { status: 'archived' } });
    // Both of them with it, at once.
    const account = made['service_account'] as Body;
    const { body } = await managed.send('GET', `service-accounts?id=${String(account['id'])}&include_gone=true`);
    expect(body['data']).toEqual([expect.objectContaining({ gone_reason: 'project_archived' })]);
  });

  it('are joined and left', async () => {
    const member = managed.simulator.organization.addMember({ email: 'lee@example.com', name: 'Lee' });
    const path = `projects/${managed.project}/members`;
    const added = await managed.send('POST', path, { email: 'lee@example.com', role: 'member' });
    expect(added).toMatchObject({ status: 201, body: { id: member.id, project_id: managed.project, role: 'member' } });
    await isListed(`project-members?project_id=${managed.project}`, added.body);
    expect((await managed.send('PATCH', `${path}/${member.id}`, { role: 'owner' })).body).toMatchObject({
      role: 'owner',
    });
    await expectTold('project_member.change', {
      before: { role: 'member', project_id: managed.project },
      after: { role: 'owner' },
    });
    expect(await managed.atOpenai(`${path.replace('members', 'users')}/${member.id}`)).toMatchObject({ role: 'owner' });
    expect((await managed.send('DELETE', `${path}/${member.id}`)).body).toMatchObject({ gone_at: expect.any(String) });
    expect(await managed.atOpenai(`${path.replace('members', 'users')}/${member.id}`)).toHaveProperty('error');
  });

  it('get limits, and the last ones back (case 45)', async () => {
    const { project } = managed;
    const [limit] = (await managed.send('GET', `rate-limits?project_id=${project}&limit=1`)).body['data'] as Body[];
    const path = `projects/${project}/rate-limits/${String(limit?.['id'])}`;
    const lower = { max_requests_per_1_minute: 11, max_tokens_per_1_minute: 12 };
    expect((await managed.send('PATCH', path, lower)).body).toMatchObject({
      ...limit,
      ...lower,
      last_seen_at: expect.any(String),
      unlimited: expect.any(Array),
    });
    await expectTold('rate_limit.change', {
      target: { kind: 'rate_limit', name: limit?.['model'] },
      before: { max_requests_per_1_minute: limit?.['max_requests_per_1_minute'] },
      after: lower,
    });
    const { body: changes } = await managed.send('GET', `directory-changes?kind=rate_limit&project_id=${project}`);
    const [last] = changes['data'] as Body[];
    const restored = await managed.send('PATCH', path, { restore: last?.['change_id'] });
    expect(restored.body).toMatchObject({ ...limit, last_seen_at: expect.any(String) });
    const elsewhere = await managed.send('PATCH', path, { restore: '999999' });
    expect([elsewhere.status, elsewhere.body['detail']]).toEqual([400, expect.stringContaining('change_id')]);
  });

  it('get a spend limit in cents, and lose it (case 46)', async () => {
    const path = `projects/${managed.other}/spend-limit`;
    await managed.send('DELETE', path);
    expect((await managed.send('GET', path)).body).toEqual({ spend_limit: null });
    const set = await managed.send('PUT', path, { threshold_amount: 12_345 });
    expect(set).toMatchObject({
      status: 200,
      body: { threshold_amount: 12_345, threshold: '123.45', currency: 'USD' },
    });
    expect((await managed.send('GET', path)).body).toEqual({ spend_limit: set.body });
    expect(await managed.atOpenai(path.replace('-', '_'))).toMatchObject({ threshold_amount: 12_345 });
    await expectTold('spend_limit.set', { after: { threshold_amount: 12_345, currency: 'USD', interval: 'month' } });
    expect((await managed.send('DELETE', path)).body).toMatchObject({ threshold: '123.45', gone_reason: 'not_found' });
    expect(await managed.atOpenai(path.replace('-', '_'))).toHaveProperty('error');
  });
});

describe('service accounts and keys', () => {
  it('hand their secret out once, and it is found nowhere afterwards (cases 32, 33)', async () => {
    const path = `projects/${managed.project}/service-accounts`;
    const bare = await managed.send('POST', path, { name: 'Bare', create_service_account_only: true });
    expect(bare).toMatchObject({
      status: 201,
      body: { service_account: { role: 'none' }, api_key: null, secret: null },
    });
    const { body: made } = await managed.send('POST', path, { name: 'Bot', expires_in_seconds: 86_400 });
    const [account, key] = [made['service_account'] as Body, made['api_key'] as Body];
    await isListed('service-accounts', account);
    await isListed('api-keys', key);
    await expectTold('service_account.make', {
      target: { id: account['id'], name: 'Bot' },
      after: { also: [{ object: 'organization.project.api_key', id: key['id'] }] },
    });
    const more = await managed.send('POST', `${path}/${String(account['id'])}/api-keys`, {
      name: 'Second',
      scopes: ['api.all.read'],
    });
    expect(more).toMatchObject({ status: 201, body: { api_key: { name: 'Second' } } });
    const secrets = [made['secret'], more.body['secret']].map(String);
    for (const secret of secrets) expect(secret).toMatch(/^sk-proj-simulator-\S{40,}$/);
    expect(await columnsWith(secrets)).toEqual([]);
    expect(managed.stand.engine.log.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
    const renamed = await managed.send('PATCH', `${path}/${String(account['id'])}`, { name: 'Robot', role: 'owner' });
    expect(renamed.body).toMatchObject({ name: 'Robot', role: 'owner' });
    await managed.send('DELETE', `${path}/${String(account['id'])}`);
    expect(managed.simulator.organization.keys.find(({ id }) => id === key['id'])?.deleted).toBe(true);
    await managed.stand.engine.sync.runUntilIdle();
    const { body } = await managed.send('GET', `api-keys?id=${String(key['id'])}&include_gone=true`);
    expect(body['data']).toEqual([expect.objectContaining({ gone_reason: 'not_found' })]);
  });

  it('are restricted, expire and are deleted (case 36)', async () => {
    const { id } = managed.simulator.organization.addKey(managed.project, 'Of a member');
    const path = `projects/${managed.project}/api-keys/${id}`;
    const keyAtOpenai = () => managed.simulator.organization.keys.find((key) => key.id === id);
    const expiring = await managed.send('PATCH', path, { expires_in_seconds: 3600, scopes: ['api.all.read'] });
    const expiresAt = new Date(managed.simulator.clock.now().getTime() + 3_600_000).toISOString().replace('.000Z', 'Z');
    expect(expiring).toMatchObject({ status: 200, body: { id, expires_at: expiresAt } });
    expect(keyAtOpenai()?.scopes).toEqual(['api.all.read']);
    await expectTold('api_key.change', { after: { scopes: ['api.all.read'], expires_at: expiresAt, ...proof } });
    const sent = managed.changes();
    const emptied = await managed.send('PATCH', path, { scopes: [] });
    expect([emptied.status, emptied.body['detail']]).toEqual([400, expect.stringContaining('all_permissions')]);
    expect(managed.changes()).toBe(sent);
    await managed.send('PATCH', path, { scopes: [], all_permissions: true });
    expect(keyAtOpenai()?.scopes).toEqual([]);
    const deleted = await managed.send('DELETE', path);
    expect(deleted.body).toMatchObject({ id, gone_reason: 'not_found' });
    expect(keyAtOpenai()?.deleted).toBe(true);
    await expectTold('api_key.delete', { before: { name: 'Of a member', project_id: managed.project } });
  });
});

/** Every column of every table that holds one of the texts. */
async function columnsWith(texts: readonly string[]): Promise<string[]> {
  const { query } = managed.stand;
  const columns = await query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const patterns = texts.map((text) => `%${text.slice(-12)}%`);
    const rows = await query(`SELECT 1 FROM "${table}" WHERE "${column}"::text LIKE ANY ($1) LIMIT 1`, patterns);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}
