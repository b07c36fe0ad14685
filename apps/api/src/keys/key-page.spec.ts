/** One key over its rotations, and what a member's leaving would break. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer, keyDetail, type KeyDetail, offboarding, type Offboarding, usageAnswer } from '@bursar/contract';
import { AuditLogStore } from '../audit-log/audit-log.store.js';
import { memberOwner, rawKey, rawProject, serviceAccountOwner } from '../directory/testing/listing-organization.js';
import { KeySuccessionsStore } from './key-successions.store.js';
import { daysAgo, type KeyDesk, startKeyDesk } from './testing/key-desk.js';

const ada = memberOwner('user-ada', 'Ada');
const robot = serviceAccountOwner('svc-1');

let desk: KeyDesk;
beforeAll(async () => {
  desk = await startKeyDesk();
  await list();
  await meter();
  await tell();
}, 60_000);
afterAll(() => desk.close());

async function list(): Promise<void> {
  const { directory, organization } = desk;
  const at = (days: number) => ({ created_at: daysAgo(days), last_used_at: daysAgo(1), owner: robot });
  await directory.replaceList(
    organization.projects([rawProject('proj_a', { name: 'Lab' }), rawProject('proj_b', { name: 'Shop' })]),
  );
  const members = [
    { id: 'user-ada', name: 'Ada', email: 'ada@example.com', role: 'owner' },
    { id: 'user-bob', name: 'Bob', email: 'bob@example.com', role: 'reader' },
  ];
  await directory.replaceList(organization.list('user', '', members));
  await directory.replaceList(
    organization.keys('proj_a', [
      rawKey('key_1', at(300)),
      rawKey('key_2', at(100)),
      rawKey('key_3', at(5)),
      rawKey('key_ada', { ...at(30), owner: ada }),
      rawKey('key_ada_idle', { ...at(90), owner: ada, last_used_at: daysAgo(60) }),
      rawKey('key_ada_expired', { ...at(90), owner: ada, expires_at: daysAgo(1) }),
    ]),
  );
  const admin = { id: 'key_admin', name: 'Ops', created_at: daysAgo(9), last_used_at: daysAgo(2) };
  await directory.replaceList(
    organization.list('admin_api_key', '', [{ ...admin, owner: { type: 'user', id: 'user-ada', name: 'Ada' } }]),
  );
  for (const [project, roles] of Object.entries({ proj_a: ['owner', 'member'], proj_b: ['owner', 'owner'] })) {
    const inProject = members.map((member, index) => ({ ...member, role: roles[index] }));
    await directory.replaceList(organization.list('project_user', project, inProject));
  }
  await directory.replaceList(organization.list('service_account', 'proj_a', [{ id: 'svc-1', name: 'robot' }]));
  await directory.replaceList(organization.list('group', '', [{ id: 'group-1', name: 'Finance' }]));
  await directory.replaceList(organization.list('group_user', 'groups/group-1', [{ id: 'user-ada', name: 'Ada' }]));
  const invite = { email: 'new@example.com', role: 'reader', status: 'pending', expires_at: daysAgo(-3) };
  await directory.replaceList(
    organization.list('invite', '', [
      { ...invite, id: 'invite-ada' },
      { ...invite, id: 'invite-bob' },
    ]),
  );
  await directory.markGone(organization.about('api_key', 'key_1', 'proj_a'));
  const successions = desk.server.application.nest.get(KeySuccessionsStore);
  const common = { organizationId: organization.id, projectId: 'proj_a' };
  const first = {
    ...common,
    oldKeyId: 'key_1',
    newKeyId: 'key_2',
    madeAt: new Date(daysAgo(100) * 1000),
    rotationId: '7',
  };
  await successions.record(first);
  // Said twice: nothing changes.
  await successions.record({ ...first, rotationId: '8' });
  await successions.record({
    ...{ ...common, oldKeyId: 'key_2', newKeyId: 'key_3' },
    ...{ madeAt: new Date(daysAgo(5) * 1000), rotationId: null },
  });
}

async function meter(): Promise<void> {
  const row = (key: string | null, amount: string) => ({ project: 'proj_a', key, item: 'x, input', amount });
  await desk.bill('2026-11-01', [row('key_1', '3'), row('key_2', '0.5'), row('key_ada', '1')]);
  await desk.bill('2026-11-02', [row('key_2', '4'), row(null, '9')]);
  await desk.bill('2026-11-20', [row('key_3', '5.25'), row('key_ada', '0.125')]);
  const call = { project: 'proj_a', model: 'gpt', requests: 3 };
  await desk.use('completions', [
    { ...call, day: '2026-11-01', key: 'key_1' },
    { ...call, day: '2026-11-20', key: 'key_3' },
    { ...call, day: '2026-11-20', key: 'key_ada', requests: 11 },
  ]);
}

/** What OpenAI's audit log says. */
async function tell(): Promise<void> {
  const session = { ip_address: '203.0.113.7', user: { id: 'user-ada', email: 'ada@example.com' } };
  const event = (id: string, days: number, type: string, payload: Record<string, unknown>) => ({
    ...{ id, type, effective_at: daysAgo(days), project: { id: 'proj_a', name: 'Lab' } },
    ...{ actor: { type: 'session', session }, [type]: payload },
  });
  const events = [
    event('ev-1', 100, 'api_key.created', { id: 'key_2', data: { scopes: ['model.request'] } }),
    event('ev-2', 50, 'api_key.updated', { id: 'key_2', changes_requested: { scopes: ['api.all.read'] } }),
    event('ev-3', 8, 'invite.sent', { id: 'invite-ada', data: { email: 'new@example.com', role: 'reader' } }),
  ];
  const fence = { organizationId: desk.organization.id, feed: 'lists', fence: 1n };
  const at = desk.metering.clock.now();
  await desk.server.application.nest.get(AuditLogStore).add({ ...fence, isTenant: false, events, at, covered: null });
}

const detailOf = async (path: string, cookie?: string): Promise<KeyDetail> =>
  keyDetail.parse((await desk.send('GET', `key-inventory/${path}`, cookie === undefined ? {} : { cookie })).body);

describe('the page of a key', () => {
  it('holds all keys of its credential, whichever of them is asked for', async () => {
    const { credential_id: credential, lineage } = await detailOf('key_3');
    expect(credential).toBe('key_1');
    expect(lineage).toMatchObject([
      {
        id: 'key_1',
        name: 'Key key_1',
        to: '2026-08-13T12:00:00Z',
        state: 'gone',
        rotation_id: '7',
        cost_last_30_days: '3',
      },
      { id: 'key_2', from: '2026-08-13T12:00:00Z', to: '2026-11-16T12:00:00Z', state: 'replaced', rotation_id: null },
      { id: 'key_3', from: '2026-11-16T12:00:00Z', to: null, state: 'current', cost_last_30_days: '5.25' },
    ]);
    expect((await detailOf('key_1?project_id=proj_a')).lineage).toEqual(lineage);
    const ids = (await desk.inventory('credential_id=key_1')).data.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(['key_2', 'key_3']);
  });

  it('has an unbroken series by its keys, deleted ones too', async () => {
    const keys = (await detailOf('key_3')).lineage.map(({ id }) => `api_key_id=${id}`).join('&');
    const range = 'start=2026-11-01&end=2026-11-22';
    const costs = costsAnswer.parse((await desk.send('GET', `costs?${range}&${keys}`)).body);
    expect([costs.total, costs.points]).toEqual([
      '12.75',
      [
        { start: '2026-11-01T00:00:00Z', amount: '3.5' },
        { start: '2026-11-02T00:00:00Z', amount: '4' },
        { start: '2026-11-20T00:00:00Z', amount: '5.25' },
      ],
    ]);
    const asked = `usage/completions?${range}&bucket=total&measure=num_model_requests&${keys}`;
    expect(usageAnswer.parse((await desk.send('GET', asked)).body).total).toBe('6');
  });

  it('names who made it, from where and what it may do, to who may see the audit log', async () => {
    const { created_by: creator, scopes } = await detailOf('key_2');
    expect([creator, scopes]).toEqual([
      {
        ...{ event_id: 'ev-1', at: '2026-08-13T12:00:00Z', ip_address: '203.0.113.7' },
        ...{ id: 'user-ada', name: 'Ada', email: 'ada@example.com' },
      },
      ['api.all.read'],
    ]);
    const hidden = await detailOf('key_2', await desk.as({ role: 'viewer' }));
    expect([hidden.created_by, hidden.scopes]).toEqual([null, null]);
    expect(hidden.timeline.every(({ source }) => source === 'directory')).toBe(true);
  });

  it('tells what happened to all of them, the newest first', async () => {
    await desk.send('PUT', 'api-keys/key_3/label', { body: { label: 'Cron', reason: 'to know it' } });
    const { timeline } = await detailOf('key_2');
    expect(timeline.map(({ source, what, key_id: id }) => [source, what, id])).toEqual(
      expect.arrayContaining([
        ['activity', 'key.label', 'key_3'],
        ['directory', 'gone', 'key_1'],
        ['audit_log', 'api_key.updated', 'key_2'],
        ['audit_log', 'api_key.created', 'key_2'],
      ]),
    );
    expect(timeline.map(({ at }) => at)).toEqual(
      timeline
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(timeline.find(({ source }) => source === 'activity')).toMatchObject({
      ...{ who: 'The owner', reason: 'to know it', changes: [{ field: 'label', before: null, after: 'Cron' }] },
    });
  });
});

describe('a member’s leaving', () => {
  const preview = async (id: string): Promise<Offboarding> =>
    offboarding.parse((await desk.send('GET', `members/${id}/offboarding`)).body);

  it('tells their keys with costs and requests, and what else they are in charge of', async () => {
    const told = await preview('user-ada');
    expect(told).toMatchObject({
      member: { name: 'Ada', role: 'owner', gone_at: null },
      ...{ cost_last_30_days: '1.125', requests_last_30_days: 11, currency: 'usd' },
      projects: [
        { project_id: 'proj_a', is_only_owner: true, other_owners: 0 },
        { project_id: 'proj_b', is_only_owner: false, other_owners: 1 },
      ],
      groups: [{ group_id: 'group-1', name: 'Finance' }],
      invites: [{ id: 'invite-ada', email: 'new@example.com', expires_at: '2026-11-24T12:00:00Z' }],
      unaffected: { service_accounts: 1, api_keys: 2 },
    });
    expect(told.api_keys.map(({ id }) => id)).toEqual(['key_ada', 'key_ada_expired', 'key_ada_idle', 'key_admin']);
  });

  it('is planned: what breaks first, and the removal last', async () => {
    const { steps } = await preview('user-ada');
    expect(steps.map(({ action, why, blocking, target }) => [action, why, blocking, target.id])).toEqual([
      ['rotate_to_service_account', 'key_in_use', true, 'key_ada'],
      ['hand_over', 'admin_key_in_use', true, 'key_admin'],
      ['hand_over', 'only_owner', true, 'proj_a'],
      ['hand_over', 'only_organization_owner', true, 'org-keys'],
      ['delete_key', 'key_idle', false, 'key_ada_idle'],
      ['withdraw_invite', 'open_invite', false, 'invite-ada'],
      ['remove', 'leaves', false, 'user-ada'],
    ]);
  });

  it('breaks nothing where they own nothing', async () => {
    const { steps, cost_last_30_days: cost, requests_last_30_days: requests } = await preview('user-bob');
    expect([steps.map(({ action }) => action), cost, requests]).toEqual([['remove'], '0', 0]);
  });

  it('hides invites from who may not see the audit log, and members that nobody listed', async () => {
    const cookie = await desk.as({ role: 'finance' });
    const { body } = await desk.send('GET', 'members/user-ada/offboarding', { cookie });
    expect(offboarding.parse(body).invites).toBeNull();
    expect((await desk.send('GET', 'members/user-nobody/offboarding')).status).toBe(404);
  });
});
