/** Changes at OpenAI against the simulator: done once, whatever becomes of the answer, and refused in OpenAI's words. */
import { startSimulator, type Fault, type Simulator } from '@bursar/openai-admin-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as actions from './actions.js';
import { createAdminClient, type AdminClient } from './admin-client.js';
import { OpenAIAdminError } from './errors.js';
import { readDirectoryList } from './read-directory.js';
import { sendJson, startScriptedServer } from './testing/scripted-server.js';

let simulator: Simulator;
let client: AdminClient;

beforeAll(async () => {
  simulator = await startSimulator({ now: new Date('2026-11-21T10:00:00Z'), projects: 5, keys: 8, months: 1 });
  client = createAdminClient({ adminKey: simulator.adminKey, baseUrl: simulator.url, timeoutMs: 5000 });
});
afterEach(() => simulator.faults.clear());
afterAll(() => simulator.stop());

/** Its change is made, its answer is not heard. */
const loseAnswer = () => simulator.faults.add({ kind: 'lost-answer', ms: 0, times: 1, match: { method: 'POST' } });
const fault = (kind: Fault['kind'], more: object = {}) =>
  // The fields of each kind are the caller's to know.
  simulator.faults.add({ kind, times: 1, match: { method: 'POST' }, ...more } as Fault);

const changes = () => simulator.requests.entries.filter(({ method }) => method !== 'GET').length;

function projectId(): string {
  const found = simulator.organization.projects.find(
    ({ archivedAt, isDefault, removed }) => !archivedAt && !isDefault && !removed,
  );
  if (found === undefined) throw new Error('The simulated organization has no active project.');
  return found.id;
}

const accountId = (): string =>
  simulator.organization.serviceAccounts.find((account) => account.projectId === projectId() && !account.deleted)?.id ??
  simulator.organization.addServiceAccount(projectId(), 'Standing').id;

const idOf = (what: 'isDefault' | 'archivedAt'): string =>
  simulator.organization.projects.find((project) => project[what])?.id ?? '';

async function listed(...[list, within]: [Parameters<typeof readDirectoryList>[1], string[]?]) {
  return (await readDirectoryList(client, list, within)).items;
}

function valueOf<T>(outcome: actions.ActionOutcome<T>): T {
  if (outcome.state !== 'done') throw new Error(`The action is ${outcome.state}: ${outcome.problem.message}`);
  return outcome.value;
}

describe('what is changed', () => {
  it('answers as the list has it, and is sent once', async () => {
    const before = changes();
    const outcome = await actions.createInvite(client, { email: 'new@example.com', role: 'reader', projects: [] });
    expect(outcome).toMatchObject({ state: 'done', wasLost: false, requestId: expect.stringMatching(/^req_/) });
    expect(await listed('invites')).toContainEqual(valueOf(outcome));
    expect(changes() - before).toBe(1);
    expect(valueOf(await actions.deleteInvite(client, valueOf(outcome).id))).toBeNull();
    expect((await listed('invites')).map(({ email }) => email)).not.toContain('new@example.com');
  });

  it('are members and who is in projects and groups', async () => {
    const { id } = simulator.organization.addMember({ email: 'kim@example.com', name: 'Kim' });
    const project = projectId();
    expect(valueOf(await actions.updateMember(client, { id, role: 'custom-auditor' }))).toMatchObject({
      role: 'custom-auditor',
    });
    const added = await actions.addProjectMember(client, {
      projectId: project,
      email: 'kim@example.com',
      role: 'member',
    });
    expect(valueOf(added)).toMatchObject({ id, role: 'member' });
    const promoted = await actions.updateProjectMember(client, { projectId: project, userId: id, role: 'owner' });
    expect(valueOf(promoted)).toMatchObject({ id, role: 'owner' });
    await actions.removeProjectMember(client, { projectId: project, userId: id });
    expect((await listed('project-members', [project])).map((one) => one.id)).not.toContain(id);

    const group = valueOf(await actions.createGroup(client, 'Night shift'));
    expect(valueOf(await actions.updateGroup(client, { id: group.id, name: 'Day shift' }))).toMatchObject({
      name: 'Day shift',
      group_type: 'group',
    });
    const joined = await actions.addGroupMember(client, { groupId: group.id, userId: id });
    expect(valueOf(joined)).toMatchObject({ id, email: 'kim@example.com' });
    expect(await actions.removeGroupMember(client, { groupId: group.id, userId: id })).toMatchObject({ state: 'done' });
    expect(await actions.deleteGroup(client, group.id)).toMatchObject({ state: 'done' });
    expect(await actions.deleteMember(client, id)).toMatchObject({ state: 'done' });
    expect((await listed('members')).map((one) => one.id)).not.toContain(id);
  });

  it('are projects, their limits and what they may spend', async () => {
    const made = valueOf(await actions.createProject(client, { name: 'Lab' }));
    expect(valueOf(await actions.updateProject(client, { id: made.id, name: 'Laboratory' }))).toMatchObject({
      name: 'Laboratory',
    });
    const [limit] = await listed('rate-limits', [made.id]);
    const id = limit?.id ?? '';
    const limits = { max_requests_per_1_minute: 7 };
    expect(valueOf(await actions.updateRateLimit(client, { projectId: made.id, id, limits }))).toEqual({
      ...limit,
      ...limits,
    });
    expect(valueOf(await actions.setProjectSpendLimit(client, { projectId: made.id, cents: 12_345 }))).toMatchObject({
      id: made.id,
      threshold_amount: 12_345,
    });
    expect(await actions.deleteProjectSpendLimit(client, made.id)).toMatchObject({ state: 'done', value: null });
    expect(await listed('project-spend-limits', [made.id])).toEqual([]);
    expect(valueOf(await actions.archiveProject(client, made.id))).toMatchObject({ status: 'archived' });
  });

  it('are service accounts and keys, whose secret is in the one answer that made them (cases 32, 33, 35)', async () => {
    const project = projectId();
    const only = await actions.createServiceAccount(client, {
      projectId: project,
      name: 'Bare',
      create_service_account_only: true,
    });
    expect(valueOf(only)).toMatchObject({ account: { name: 'Bare', role: 'none' }, key: null, secret: null });
    const { account, key, secret } = valueOf(
      await actions.createServiceAccount(client, { projectId: project, name: 'Bot' }),
    );
    expect(secret).toMatch(/^sk-proj-/);
    expect(JSON.stringify([account, key])).not.toContain(secret);
    expect(key).toMatchObject({ owner: { service_account: { id: account.id } }, redacted_value: expect.any(String) });
    const more = valueOf(
      await actions.createAccountKey(client, {
        projectId: project,
        accountId: account.id,
        name: 'Second',
        scopes: ['api.all.read'],
        expires_in_seconds: 3600,
      }),
    );
    expect(more).toMatchObject({ key: { name: 'Second', expires_at: expect.any(Number) }, secret: expect.any(String) });
    expect(JSON.stringify(more.key)).not.toContain(more.secret);
    const place = { projectId: project, id: more.key.id };
    const changed = valueOf(await actions.updateApiKey(client, { ...place, scopes: [], expires_in_seconds: 60 }));
    expect(changed).toMatchObject({ expires_at: simulator.clock.now().getTime() / 1000 + 60 });
    expect(simulator.organization.keys.find(({ id }) => id === more.key.id)?.scopes).toEqual([]);
    expect(await actions.deleteApiKey(client, place)).toMatchObject({ state: 'done' });
    expect(await actions.readApiKey(client, { projectId: project, id: key?.id ?? '' })).toMatchObject({ id: key?.id });
    const renamed = await actions.updateServiceAccount(client, { projectId: project, id: account.id, name: 'Robot' });
    expect(valueOf(renamed)).toMatchObject({ name: 'Robot', role: 'member' });
    expect(await actions.deleteServiceAccount(client, { projectId: project, id: account.id })).toMatchObject({
      state: 'done',
    });
    await expect(actions.readApiKey(client, { projectId: project, id: key?.id ?? '' })).rejects.toThrow(
      /does not know/,
    );
  });
});

describe('a creation whose answer is lost happens once, and the list shows what was made (case 34)', () => {
  const creations: [string, (name: string) => Promise<actions.ActionOutcome<unknown>>, () => Promise<unknown[]>][] = [
    [
      'an invite',
      (name) => actions.createInvite(client, { email: `${name}@example.com`, role: 'reader' }),
      () => listed('invites'),
    ],
    ['a project', (name) => actions.createProject(client, { name }), () => listed('projects')],
    ['a group', (name) => actions.createGroup(client, name), () => listed('groups')],
    [
      'a service account',
      (name) => actions.createServiceAccount(client, { projectId: projectId(), name }),
      () => listed('service-accounts', [projectId()]),
    ],
    [
      'a key',
      (name) => actions.createAccountKey(client, { projectId: projectId(), accountId: accountId(), name }),
      () => listed('api-keys', [projectId()]),
    ],
  ];

  it.each(creations)('%s', async (_, make, all) => {
    const [before, sent] = [(await all()).length, changes()];
    loseAnswer();
    const outcome = await make('lost');
    expect(outcome).toMatchObject({ state: 'done', wasLost: true, requestId: null });
    expect(JSON.stringify(outcome)).not.toContain('sk-proj-simulator');
    expect((await all()).length - before).toBe(1);
    expect(changes() - sent).toBe(1);
  });

  it.each(creations)('%s that OpenAI failed to make is told as not done', async (_, make, all) => {
    const [before, sent] = [(await all()).length, changes()];
    fault('status', { status: 502, body: 'html' });
    expect(await make('failed')).toMatchObject({ state: 'not_done', problem: { status: 502 } });
    expect([(await all()).length - before, changes() - sent]).toEqual([0, 1]);
  });

  it.each(creations)('%s of which the list cannot be read either is unknown', async (_, make) => {
    loseAnswer();
    simulator.faults.add({ kind: 'status', status: 503, afterRequests: 1, match: { method: 'GET', path: /s$/ } });
    expect(await make('unknown')).toMatchObject({ state: 'unknown', problem: { code: 'connection' } });
  });

  it('an account and its key, whose secret is gone with the answer', async () => {
    loseAnswer();
    const outcome = await actions.createServiceAccount(client, { projectId: projectId(), name: 'Lost bot' });
    const { account, key, secret } = valueOf(outcome);
    expect([account['name'], secret]).toEqual(['Lost bot', null]);
    expect(key).toMatchObject({ owner: { service_account: { id: account.id } } });
  });

  it('is told by no answer that makes no sense, nor by what it holds', async () => {
    fault('cut-json');
    const outcome = await actions.createServiceAccount(client, { projectId: projectId(), name: 'Cut bot' });
    expect(outcome).toMatchObject({ state: 'done', wasLost: true, value: { secret: null } });
  });
});

describe('a change whose answer is lost', () => {
  it('is told by reading the object', async () => {
    const made = valueOf(await actions.createProject(client, { name: 'To rename' }));
    loseAnswer();
    const outcome = await actions.updateProject(client, { id: made.id, name: 'Renamed' });
    expect(outcome).toMatchObject({ state: 'done', wasLost: true, value: { name: 'Renamed' } });
    fault('reset');
    expect(await actions.archiveProject(client, made.id)).toMatchObject({ state: 'done', wasLost: true });
    const other = valueOf(await actions.createProject(client, { name: 'To keep' }));
    fault('status', { status: 500, body: 'empty' });
    expect(await actions.archiveProject(client, other.id)).toMatchObject({ state: 'not_done' });
  });

  it('is unknown where OpenAI does not say what was changed', async () => {
    const project = projectId();
    const { id } = simulator.organization.addKey(project, 'Scoped');
    loseAnswer();
    const scoped = await actions.updateApiKey(client, { projectId: project, id, scopes: ['api.all.read'] });
    expect(scoped.state).toBe('unknown');
    loseAnswer();
    const expiring = await actions.updateApiKey(client, { projectId: project, id, expires_in_seconds: 60 });
    expect(expiring).toMatchObject({ state: 'done', wasLost: true });
  });

  it('is done where what was deleted is gone', async () => {
    const project = projectId();
    const { id } = simulator.organization.addKey(project, 'Deleted');
    simulator.faults.add({ kind: 'lost-answer', ms: 0, times: 1, match: { method: 'DELETE' } });
    const outcome = await actions.deleteApiKey(client, { projectId: project, id });
    expect(outcome).toEqual({ state: 'done', value: null, wasLost: true, requestId: null });
  });

  it('is unknown where OpenAI still answers what it said is gone', async () => {
    const group = { id: 'group_1', object: 'group', name: 'Night shift' };
    const server = await startScriptedServer((_, response, index) =>
      sendJson(response, index === 0 ? { id: group.id, deleted: true } : group),
    );
    const scripted = createAdminClient({ adminKey: 'sk-admin-test', baseUrl: server.url });
    expect(await actions.deleteGroup(scripted, group.id)).toMatchObject({
      state: 'unknown',
      problem: { detail: expect.stringContaining('then still answered it') },
    });
    await server.stop();
  });
});

describe('OpenAI refuses in its own words', () => {
  const refusal = async (action: Promise<unknown>): Promise<[string, number | null, string]> => {
    const error = await action.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof OpenAIAdminError)) throw new Error(`It was not refused: ${String(error)}`);
    expect(error.requestId).toMatch(/^req_/);
    return [error.code, error.status, error.detail];
  };

  it('what concerns the default project and one that is archived (cases 28, 29, 30)', async () => {
    const [standard, archived] = [idOf('isDefault'), idOf('archivedAt')];
    const member = simulator.organization.addMember({ email: 'd@example.com', name: 'D' });
    const all = [
      actions.updateProject(client, { id: standard, name: 'X' }),
      actions.archiveProject(client, standard),
      actions.addProjectMember(client, { projectId: standard, user_id: member.id, role: 'member' }),
      actions.archiveProject(client, archived),
      actions.updateProject(client, { id: archived, name: 'X' }),
      actions.createServiceAccount(client, { projectId: archived, name: 'X' }),
    ];
    expect((await Promise.all(all.map(refusal))).map(([code, , words]) => `${code}: ${words}`)).toEqual([
      'refused: The default project cannot be modified.',
      'refused: The default project cannot be archived.',
      'refused: Users cannot be added to the default project.',
      expect.stringMatching(/^refused: Project .* is already archived$/),
      expect.stringMatching(/^refused: Project .* is archived$/),
      expect.stringMatching(/^refused: Project .* is archived$/),
    ]);
  });

  it('accepted invites, owners, limits above those of the organization (cases 42, 44, 45)', async () => {
    const accepted = (await listed('invites')).find(({ status }) => status === 'accepted')?.id ?? '';
    const owners = simulator.organization.members.filter(({ role, removed }) => role === 'owner' && !removed);
    const owner = owners[0]?.id ?? '';
    const project = projectId();
    const [limit] = await listed('rate-limits', [project]);
    const limits = { max_requests_per_1_minute: 2_000_000_000 };
    expect(await refusal(actions.deleteInvite(client, accepted))).toEqual([
      'refused',
      400,
      expect.stringContaining('already accepted'),
    ]);
    const demoted = await refusal(
      actions.updateProjectMember(client, { projectId: project, userId: owner, role: 'member' }),
    );
    expect(demoted[2]).toContain('Organization owners are owners of every project');
    const removed = await refusal(actions.removeProjectMember(client, { projectId: project, userId: owner }));
    expect(removed[2]).toContain('Organization owners are owners of every project');
    const above = await refusal(actions.updateRateLimit(client, { projectId: project, id: limit?.id ?? '', limits }));
    expect(above[2]).toContain("exceeds the organization's limit");
  });

  it('keys that have expired or are of a service account, as it was (cases 35, 36)', async () => {
    const project = projectId();
    const { account, key } = valueOf(
      await actions.createServiceAccount(client, { projectId: project, name: 'Old', expires_in_seconds: 1 }),
    );
    const place = { projectId: project, id: key?.id ?? '' };
    simulator.clock.advance(2000);
    expect(await refusal(actions.updateApiKey(client, { ...place, expires_in_seconds: 60 }))).toEqual([
      'refused',
      400,
      'Expired API keys cannot be updated.',
    ]);
    fault('undeletable-account-keys', { match: { method: 'DELETE' } });
    const kept = await refusal(actions.deleteApiKey(client, place));
    expect(kept[2]).toContain('please delete the service account');
    expect(await actions.deleteServiceAccount(client, { projectId: project, id: account.id })).toMatchObject({
      state: 'done',
    });
    expect((await refusal(actions.deleteApiKey(client, place)))[0]).toBe('not_found');
  });

  it('a key that may not write, and what comes too often, without waiting for it', async () => {
    fault('status', {
      status: 403,
      body: 'bare',
      message: 'You have insufficient permissions for this operation. Missing scopes: api.management.write.',
    });
    await expect(actions.createGroup(client, 'X')).rejects.toMatchObject({
      code: 'missing_scope',
      missingScope: 'api.management.write',
    });
    const sent = changes();
    fault('status', { status: 429 });
    await expect(actions.createGroup(client, 'X')).rejects.toMatchObject({ code: 'rate_limited' });
    expect(changes() - sent).toBe(1);
  });
});

it('whoever does not want to wait is not obeyed halfway', async () => {
  const sent = changes();
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(actions.createGroup(client, 'X', { signal: gone })).rejects.toThrow('gone');
  expect(changes()).toBe(sent);
});
