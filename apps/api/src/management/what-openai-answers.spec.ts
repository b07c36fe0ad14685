/** What becomes of a change whose answer is lost or that OpenAI refuses, and who may make which. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answered, type Body, type Managed, problemIn, startManaged } from './testing/managed.js';

const WRITE_KEY = 'sk-admin-that-writes-0123456789WRITE';

let managed: Managed;
beforeAll(async () => {
  managed = await startManaged(WRITE_KEY);
});
afterEach(() => managed.simulator.faults.clear());
afterAll(() => managed.close());

const lose = (method = 'POST') =>
  managed.simulator.faults.add({ kind: 'lost-answer', ms: 0, times: 1, match: { method } });

/** The service account that is there for keys. */
async function accountPath(): Promise<string> {
  const { organization } = managed.simulator;
  const found = organization.serviceAccounts.find(
    ({ projectId, deleted }) => projectId === managed.project && !deleted,
  );
  const { id } = found ?? organization.addServiceAccount(managed.project, 'Standing');
  return `projects/${managed.project}/service-accounts/${id}`;
}

describe('a creation whose answer is lost (case 34)', () => {
  const creations: [string, () => Promise<[path: string, body: Body]>, list: () => string][] = [
    [
      'an invite',
      async () => ['invites', { email: 'lost@example.com', role: 'reader', projects: [] }],
      () => 'invites',
    ],
    ['a project', async () => ['projects', { name: 'Lost' }], () => 'projects'],
    [
      'a service account',
      async () => [`projects/${managed.project}/service-accounts`, { name: 'Lost' }],
      () => `projects/${managed.project}/service_accounts`,
    ],
    [
      'a key',
      async () => [`${await accountPath()}/api-keys`, { name: 'Lost' }],
      () => `projects/${managed.project}/api_keys`,
    ],
  ];

  it.each(creations)('made %s once, and says so by 200 and the list', async (_, asked, list) => {
    const [path, body] = await asked();
    const count = async (): Promise<number> =>
      ((await managed.atOpenai(`${list()}?limit=100`))['data'] as Body[]).length;
    const [before, changes] = [await count(), managed.changes()];
    lose();
    const made = await managed.send('POST', path, body);
    expect(made.status).toBe(200);
    expect(JSON.stringify(made.body)).toMatch(/[Ll]ost/);
    // A secret goes with the answer that held it.
    if ('secret' in made.body) expect(made.body['secret']).toBeNull();
    expect([(await count()) - before, managed.changes() - changes]).toEqual([1, 1]);
    expect(await managed.told()).toMatchObject({
      outcome: 'succeeded',
      after: { answer: expect.stringContaining('lost') },
    });
  });

  it('is unknown where its list cannot be read either, and is not repeated', async () => {
    lose();
    managed.simulator.faults.add({
      kind: 'status',
      status: 503,
      afterRequests: 1,
      match: { method: 'GET', path: '/organization/groups' },
    });
    const changes = managed.changes();
    const { status, body } = await managed.send('POST', 'groups', { name: 'Unknown' });
    expect([status, body]).toEqual([
      202,
      { state: 'unknown', detail: expect.stringContaining('could not be found out'), looked_at: expect.any(String) },
    ]);
    expect(managed.changes() - changes).toBe(1);
    expect(await managed.told()).toMatchObject({ what: 'group.make', outcome: 'unknown', after: { name: 'Unknown' } });
    managed.simulator.faults.clear();
    await managed.stand.engine.sync.runUntilIdle();
    const groups = (await managed.send('GET', 'groups?q=Unknown')).body['data'];
    expect(groups).toEqual([expect.objectContaining({ name: 'Unknown' })]);
  });

  it('that OpenAI failed is told as not done', async () => {
    managed.simulator.faults.add({ kind: 'status', status: 502, body: 'html', times: 1, match: { method: 'POST' } });
    expect(problemIn(await managed.send('POST', 'groups', { name: 'Failed' }))).toEqual([
      503,
      'openai-answer-lost',
      expect.stringMatching(/\(502, req_\w+\).*shows that it was not done/),
    ]);
    expect(await managed.told()).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('not done') });
  });
});

it('what was done and cannot be stored is not told as failed', async () => {
  await managed.stand.query('ALTER TABLE directory_objects ADD CONSTRAINT full_disk CHECK (name <> $$Unstored$$)');
  const changes = managed.changes();
  const { status, body } = await managed.send('POST', 'groups', { name: 'Unstored' });
  expect([status, body['state'], body['detail']]).toEqual([202, 'unknown', expect.stringContaining('could not store')]);
  expect(managed.changes() - changes).toBe(1);
  expect(await managed.told()).toMatchObject({ what: 'group.make', outcome: 'unknown' });
  await managed.stand.query('ALTER TABLE directory_objects DROP CONSTRAINT full_disk');
});

it('what was made stays, though its list hides it for a minute (case 31)', async () => {
  managed.simulator.faults.add({ kind: 'creation-lag', seconds: 60 });
  const { body } = await managed.send('POST', `projects/${managed.project}/service-accounts`, { name: 'Hidden' });
  await managed.stand.makeDue('service-accounts');
  await managed.stand.engine.sync.runUntilIdle();
  const listed = await managed.send('GET', 'service-accounts?q=Hidden');
  expect(listed.body['data']).toEqual([body['service_account']]);
});

it('a deletion whose answer is lost is done where a read confirms it', async () => {
  const { id } = managed.simulator.organization.addKey(managed.project, 'Leaked');
  lose('DELETE');
  const deleted = await managed.send('DELETE', `projects/${managed.project}/api-keys/${id}`);
  expect(deleted).toMatchObject({ status: 200, body: { id, gone_reason: 'not_found' } });
});

describe('OpenAI refuses', () => {
  const refused = async (answer: Promise<Answered>): Promise<string> => {
    const [status, code, detail] = problemIn(await answer);
    expect([status, code]).toEqual([409, 'openai-refused']);
    expect(await managed.told()).toMatchObject({ outcome: 'failed', detail });
    return detail.replace(/ \(400, req_\w+\)/, '');
  };

  it('the default project, what is archived and what was accepted, in its words (cases 29, 30, 42)', async () => {
    const { standard, archived, send } = managed;
    const nameOf = (id: string): string =>
      managed.simulator.organization.projects.find((one) => one.id === id)?.name ?? '';
    expect(await refused(send('PATCH', `projects/${standard}`, { name: 'X' }))).toBe(
      'OpenAI refused it: The default project cannot be modified. What OpenAI makes for each organization cannot be changed so: make a project of your own.',
    );
    expect(await refused(send('POST', `projects/${archived}/archive`, { name: nameOf(archived) }))).toMatch(
      /is already archived\. There is no way back/,
    );
    expect(await refused(send('POST', `projects/${archived}/service-accounts`, { name: 'X' }))).toMatch(
      /is archived\. There/,
    );
    const invites = (await send('GET', 'invites?status=accepted')).body['data'] as Body[];
    expect(await refused(send('DELETE', `invites/${String(invites[0]?.['id'])}`))).toMatch(
      /already accepted.*remove the member/,
    );
  });

  it('owners, keys of service accounts as it was, and what exceeds limits (cases 35, 44, 45)', async () => {
    const { project, send, simulator } = managed;
    const owner = simulator.organization.members.find(({ role, removed }) => role === 'owner' && !removed)?.id ?? '';
    expect(await refused(send('PATCH', `projects/${project}/members/${owner}`, { role: 'member' }))).toMatch(
      /owners of every project.*Change their role in the organization first\.$/,
    );
    const { body } = await send('POST', `${await accountPath()}/api-keys`, { name: 'Kept' });
    const key = body['api_key'] as Body;
    simulator.faults.add({ kind: 'undeletable-account-keys' });
    expect(await refused(send('DELETE', `projects/${project}/api-keys/${String(key['id'])}`))).toMatch(
      /please delete the service account\. Delete the service account/,
    );
    const [limit] = (await send('GET', `rate-limits?project_id=${project}&limit=1`)).body['data'] as Body[];
    const limits = { max_requests_per_1_minute: 2_000_000_000 };
    expect(await refused(send('PATCH', `projects/${project}/rate-limits/${String(limit?.['id'])}`, limits))).toMatch(
      /exceeds the organization's limit.*Choose at most/,
    );
  });

  it('a key without the scope, and says which key to set and where', async () => {
    const message = 'You have insufficient permissions for this operation. Missing scopes: api.management.write.';
    managed.simulator.faults.add({ kind: 'status', status: 403, body: 'bare', message, match: { method: 'POST' } });
    expect(problemIn(await managed.send('POST', 'groups', { name: 'X' }))).toEqual([
      409,
      'openai-missing-scope',
      expect.stringMatching(/it lacks api\.management\.write\. Set a key for writing that has it, under Organizations/),
    ]);
  });

  it('what comes too often, at once and with the time to wait', async () => {
    managed.simulator.faults.add({ kind: 'status', status: 429, retryAfter: '7', match: { method: 'POST' } });
    expect(problemIn(await managed.send('POST', 'groups', { name: 'X' }))).toEqual([
      503,
      'openai-busy',
      expect.stringContaining('Try again in 7 seconds'),
    ]);
  });

  it('what it does not know, which is then read again', async () => {
    const { id } = managed.simulator.organization.addKey(managed.project, 'Gone meanwhile');
    const path = `projects/${managed.project}/api-keys/${id}`;
    await managed.send('PATCH', path, { expires_in_seconds: 60 });
    managed.simulator.organization.deleteKey(id);
    expect(problemIn(await managed.send('DELETE', path)).slice(0, 2)).toEqual([404, 'not-found']);
    await managed.stand.engine.sync.runUntilIdle();
    const { body } = await managed.send('GET', `api-keys?id=${id}&include_gone=true`);
    expect(body['data']).toEqual([expect.objectContaining({ gone_reason: 'not_found' })]);
  });
});

describe('an admin of one project', () => {
  it('changes what is in it', async () => {
    const member = managed.simulator.organization.addMember({ email: 'jo@example.com', name: 'Jo' });
    const path = `projects/${managed.project}/members`;
    const added = await managed.send('POST', path, { user_id: member.id, role: 'member' }, 'limited');
    expect(added).toMatchObject({ status: 201, body: { id: member.id } });
    const removed = await managed.send('DELETE', `${path}/${member.id}`, {}, 'limited');
    expect(removed).toMatchObject({ status: 200, body: { gone_at: expect.any(String) } });
  });

  it('is told of other projects what is told of none, and nothing is sent', async () => {
    const changes = managed.changes();
    const asked: [string, string, Body][] = [
      ['PATCH', '', { name: 'X' }],
      ['POST', '/archive', { name: 'X' }],
      ['POST', '/service-accounts', { name: 'X' }],
      ['POST', '/members', { user_id: 'user-1', role: 'member' }],
      ['DELETE', '/api-keys/key_1', {}],
      ['PATCH', '/rate-limits/rl-1', { max_requests_per_1_minute: 1 }],
      ['PUT', '/spend-limit', { threshold_amount: 1 }],
      ['GET', '/spend-limit', {}],
    ];
    for (const [method, path, body] of asked) {
      const ask = async (id: string): Promise<unknown> => {
        const answer = await managed.send(method, `projects/${id}${path}`, body, 'limited');
        return { ...answer.body, request_id: null, detail: String(answer.body['detail']).replace(id, '…') };
      };
      const other = await ask(managed.other);
      expect({ path, other }).toEqual({ path, other: await ask('proj_of_nobody') });
      expect(other).toMatchObject({ status: 404 });
    }
    expect(managed.changes()).toBe(changes);
  });
});

describe('which organization', () => {
  const connect = (state: string) =>
    managed.stand.query(
      `INSERT INTO organizations (openai_id, state) VALUES ('org-other', $1)
         ON CONFLICT (openai_id) DO UPDATE SET state = excluded.state`,
      state,
    );

  it('has to be said where several are connected, and is refused where it is none or not connected', async () => {
    const { organizationId } = managed.simulator;
    const make = (body: Body = {}) => managed.send('POST', 'groups', { name: 'Where', ...body });
    await connect('disconnected');
    expect((await make()).status).toBe(201);
    expect(problemIn(await make({ organization: 'org-other' }))).toEqual([
      409,
      'organization-disconnected',
      expect.stringContaining('org-other is not connected'),
    ]);
    await connect('active');
    const several = await make();
    expect(problemIn(several)[1]).toBe('several-organizations');
    expect(several.body['errors']).toEqual([
      { parameter: 'organization', message: 'is required', allowed: [organizationId, 'org-other'] },
    ]);
    expect((await make({ organization: organizationId })).status).toBe(201);
    expect(problemIn(await make({ organization: 'org-of-nobody' })).slice(0, 2)).toEqual([400, 'invalid-request']);
    await managed.stand.query(`DELETE FROM organizations WHERE openai_id = 'org-other'`);
  });

  it('is not another one that the key turns out to be of', async () => {
    managed.simulator.faults.add({ kind: 'organization-header', organization: 'org-elsewhere' });
    const changes = managed.changes();
    expect(problemIn(await managed.send('POST', 'groups', { name: 'X' })).slice(0, 2)).toEqual([
      409,
      'openai-other-organization',
    ]);
    expect(managed.changes()).toBe(changes);
  });
});

it('is made with the key for writing, and read with the other', async () => {
  await managed.send('POST', 'groups', { name: 'By which key' });
  const { data: keys } = await managed.atOpenai('admin_api_keys');
  const { data: events } = await managed.atOpenai('audit_logs?event_types[]=group.created&limit=1');
  const [event] = events as { actor: { api_key: { id: string } } }[];
  const redacted = (keys as Body[]).find(({ id }) => id === event?.actor.api_key.id)?.['redacted_value'];
  expect(String(redacted).slice(-3)).toBe(WRITE_KEY.slice(-3));
  expect(keys).toHaveLength(3);
});

it('needs a reason', async () => {
  const { status, body } = await managed.send('POST', 'groups', { name: 'X', reason: ' ' });
  expect([status, body['errors']]).toEqual([400, [{ pointer: '/reason', message: 'may not be empty' }]]);
});
