/** When a key asks for a decision, to the second; what policies, labels and snoozes change about it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activityAnswer,
  DEFAULT_KEY_POLICY,
  incident,
  keyInventoryItem,
  keyPoliciesAnswer,
  type KeyRiskReason,
  problem,
} from '@bursar/contract';
import { memberOwner, rawKey, rawProject, serviceAccountOwner } from '../directory/testing/listing-organization.js';
import { KeySuccessionsStore } from './key-successions.store.js';
import { daysAgo, type KeyDesk, NOON, startKeyDesk } from './testing/key-desk.js';

/** Asks for nothing at all. */
const fresh = {
  ...{ created_at: daysAgo(10), last_used_at: daysAgo(1), expires_at: daysAgo(-30) },
  owner: serviceAccountOwner('svc-1'),
};
const ofMember = memberOwner('user-1', 'Ada');

interface Border {
  id: string;
  given: Record<string, unknown>;
  reasons: KeyRiskReason[];
  project?: string;
}

const BORDERS: Border[] = [
  { id: 'fresh', given: {}, reasons: [] },
  { id: 'old', given: { created_at: daysAgo(180) }, reasons: ['older_than_policy'] },
  { id: 'not_yet_old', given: { created_at: daysAgo(180) + 1 }, reasons: [] },
  { id: 'stale', given: { created_at: daysAgo(100), last_used_at: daysAgo(90) }, reasons: ['stale'] },
  { id: 'not_yet_stale', given: { created_at: daysAgo(100), last_used_at: daysAgo(90) + 1 }, reasons: [] },
  { id: 'stale_but_billed', given: { created_at: daysAgo(100), last_used_at: daysAgo(90) }, reasons: [] },
  { id: 'never', given: { created_at: daysAgo(7), last_used_at: null }, reasons: ['never_used'] },
  { id: 'not_yet_never', given: { created_at: daysAgo(7) + 1, last_used_at: 0 }, reasons: [] },
  { id: 'never_but_called', given: { created_at: daysAgo(100), last_used_at: null }, reasons: [] },
  { id: 'orphan', given: { owner_project_access: 'inactive' }, reasons: ['orphan'] },
  { id: 'access_untold', given: { owner_project_access: undefined }, reasons: [] },
  { id: 'endless', given: { expires_at: null }, reasons: ['no_expiry'] },
  { id: 'endless_zero', given: { expires_at: 0 }, reasons: ['no_expiry'] },
  { id: 'expired', given: { expires_at: daysAgo(0), created_at: daysAgo(400), name: null }, reasons: ['expired'] },
  { id: 'expiring', given: { expires_at: daysAgo(0) + 1 }, reasons: [] },
  { id: 'nameless', given: { name: null }, reasons: ['unnamed'] },
  { id: 'blank', given: { name: ' ' }, reasons: ['unnamed'] },
  { id: 'members', given: { owner: ofMember }, reasons: [] },
  { id: 'members_in_production', given: { owner: ofMember }, reasons: ['owned_by_member'], project: 'proj_prod' },
  { id: 'robots_in_production', given: {}, reasons: [], project: 'proj_prod' },
  { id: 'replaced', given: { last_used_at: daysAgo(1) }, reasons: ['unused_since_rotation'] },
  { id: 'replaced_lately', given: { last_used_at: daysAgo(2) }, reasons: [] },
  { id: 'replaced_but_used', given: { last_used_at: daysAgo(1) + 1 }, reasons: [] },
];

let desk: KeyDesk;
beforeAll(async () => {
  desk = await startKeyDesk();
  const { directory, organization } = desk;
  const projects = [rawProject('proj_a', { name: 'Lab' }), rawProject('proj_prod', { name: 'The Product' })];
  await directory.replaceList(organization.projects(projects));
  for (const project of ['proj_a', 'proj_prod']) {
    const keys = BORDERS.filter((border) => (border.project ?? 'proj_a') === project);
    const raw = keys.map(({ id, given }) => rawKey(id, { ...fresh, ...given }));
    await directory.replaceList(organization.keys(project, raw));
  }
  const left = { id: 'user-left', name: 'Left', email: 'left@example.com' };
  await directory.replaceList(organization.list('user', '', [left]));
  await directory.markGone(organization.about('user', 'user-left'));
  const admin = { ...fresh, id: 'admin_of_left', name: 'Ops', owner: { type: 'user', id: 'user-left', name: 'Left' } };
  await directory.replaceList(organization.list('admin_api_key', '', [admin]));
  await desk.bill('2026-11-01', [{ project: 'proj_a', key: 'stale_but_billed', item: 'x, input', amount: '0.01' }]);
  const call = { day: '2026-11-01', project: 'proj_a', key: 'never_but_called', model: 'gpt', requests: 1 };
  await desk.use('completions', [call]);
  await replaced('replaced', 1);
  await replaced('replaced_but_used', 1);
  await replaced('replaced_lately', 1 - 1 / 86_400);
}, 60_000);
afterAll(() => desk.close());

const replaced = (id: string, days: number): Promise<void> =>
  desk.server.application.nest.get(KeySuccessionsStore).record({
    ...{ organizationId: desk.organization.id, projectId: 'proj_a', oldKeyId: id, newKeyId: `${id}_2` },
    ...{ madeAt: new Date(daysAgo(days) * 1000), rotationId: null },
  });

const reasonsOf = async (id: string): Promise<string[]> => (await desk.key(id)).risks.map(({ reason }) => reason);

const entries = async (what: string): Promise<unknown[]> =>
  activityAnswer.parse((await desk.send('GET', `activity?what=${what}`)).body).data;

describe('a key', () => {
  it.each(BORDERS)('$id has the reasons $reasons', async ({ id, reasons }) => {
    const key = await desk.key(id);
    expect(key.risks.map(({ reason }) => reason)).toEqual(reasons);
    const harmless = ['no_expiry', 'expired'];
    expect(key.needs_decision).toBe(reasons.some((reason) => !harmless.includes(reason)));
  });

  it.each([
    // To the second, and by requests and costs only where these can tell.
    ['used_within_days=90', ['stale', 'not_yet_stale', 'stale_but_billed', 'never_but_called'], []],
    ['used_within_days=89', ['stale_but_billed', 'never_but_called'], ['stale', 'not_yet_stale', 'never']],
    ['used_within_days=29', [], ['stale_but_billed', 'never_but_called', 'never']],
    ['unused_for_days=90', ['stale'], ['not_yet_stale', 'stale_but_billed', 'never_but_called', 'never']],
    [
      'unused_for_days=7',
      ['stale', 'not_yet_stale', 'stale_but_billed', 'never'],
      ['not_yet_never', 'never_but_called'],
    ],
    ['never_used=true', ['never', 'not_yet_never'], ['never_but_called', 'stale', 'fresh']],
    ['never_used=false', ['never_but_called', 'stale', 'fresh'], ['never', 'not_yet_never']],
    ['min_cost_last_30_days=0.01', ['stale_but_billed'], ['stale', 'fresh']],
  ])('is found by %s as the reasons count it', async (query, found, others) => {
    const { data, summary } = await desk.inventory(`${query}&limit=1000`);
    const ids = data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(found));
    expect(ids.filter((id) => others.includes(id))).toEqual([]);
    expect(summary.matching.keys).toBe(ids.length);
  });

  it('says since when', async () => {
    expect((await desk.key('old')).risks).toEqual([
      { reason: 'older_than_policy', since: '2026-05-25T12:00:00Z', days: 180 },
    ]);
    expect((await desk.key('orphan')).risks).toEqual([{ reason: 'orphan', since: null, days: null }]);
  });

  it('of the organization is an orphan once its owner has left', async () => {
    const { owner_has_access: access, risks } = await desk.key('admin_of_left');
    expect([access, risks]).toEqual([false, [{ reason: 'orphan', since: NOON, days: 0 }]]);
  });

  it('became an orphan when OpenAI first said so', async () => {
    const { directory, organization, metering } = desk;
    metering.clock.set('2026-11-23T12:00:00Z');
    const { data } = await desk.inventory('project_id=proj_prod');
    const keys = data.map(({ id }) => rawKey(id, { ...fresh, owner_project_access: 'inactive' }));
    await directory.replaceList(organization.keys('proj_prod', keys));
    metering.clock.set('2026-11-26T12:00:00Z');
    expect((await desk.key('robots_in_production')).risks).toEqual([
      { reason: 'orphan', since: '2026-11-23T12:00:00Z', days: 3 },
    ]);
    metering.clock.set(NOON);
  });
});

describe('a label', () => {
  it('is ours, gives a nameless key a name, and is in the trail', async () => {
    const body = { label: ' Billing cron ', reason: 'nobody knew it', project_id: 'proj_a' };
    const { status, body: answered } = await desk.send('PUT', 'api-keys/nameless/label', { body });
    expect([status, keyInventoryItem.parse(answered).label]).toEqual([200, 'Billing cron']);
    expect(await reasonsOf('nameless')).toEqual([]);
    expect((await desk.inventory('q=billing%20CRON')).data.map(({ id }) => id)).toEqual(['nameless']);
    await desk.send('PUT', 'api-keys/nameless/label', { body: { label: null, reason: 'wrong' } });
    expect(await reasonsOf('nameless')).toEqual(['unnamed']);
    expect(await entries('key.label')).toMatchObject([
      { before: { label: 'Billing cron' }, after: { label: null }, reason: 'wrong' },
      { target: { kind: 'api_key', id: 'nameless' }, before: { label: null }, after: { label: 'Billing cron' } },
    ]);
  });

  it('is refused for a key that the caller does not see, and to who may not', async () => {
    const body = { label: 'mine', reason: 'why not' };
    const limited = await desk.as({ role: 'admin', projectIds: ['proj_prod'] });
    const ask = async (id: string, cookie: string) =>
      (await desk.send('PUT', `api-keys/${id}/label`, { body, cookie })).status;
    expect(await ask('members_in_production', limited)).toBe(200);
    expect([await ask('old', limited), await ask('admin_of_left', limited)]).toEqual([404, 404]);
    expect(await ask('old', await desk.as({ role: 'engineer' }))).toBe(403);
    const elsewhere = { body: { ...body, project_id: 'proj_prod' } };
    expect((await desk.send('PUT', 'api-keys/old/label', elsewhere)).status).toBe(404);
  });
});

describe('a snooze', () => {
  const snooze = (body: Record<string, unknown>) => desk.send('POST', 'api-keys/old/snooze', { body });

  it('puts a decision off until it ends, and says who wrote why', async () => {
    const { status, body } = await snooze({ until: '2026-12-01', reason: 'moved next week' });
    const { snoozed, needs_decision: needs, risks } = keyInventoryItem.parse(body);
    expect([status, needs, risks.length]).toEqual([200, false, 1]);
    expect(snoozed).toEqual({
      ...{ reason: 'moved next week', until: '2026-12-01T00:00:00Z', since: NOON },
      by: 'The owner',
    });
    const { summary, data } = await desk.inventory('snoozed=true');
    expect([summary.snoozed, summary.by_reason.older_than_policy, data.map(({ id }) => id)]).toEqual([1, 1, ['old']]);
    desk.metering.clock.set('2026-11-30T23:59:59Z');
    expect((await desk.key('old')).needs_decision).toBe(false);
    desk.metering.clock.set('2026-12-01T00:00:00Z');
    expect(await desk.key('old')).toMatchObject({ needs_decision: true, snoozed: null });
    desk.metering.clock.set(NOON);
  });

  it('can be ended, once', async () => {
    const wake = () => desk.send('DELETE', 'api-keys/old/snooze?reason=done');
    expect((await wake()).body).toMatchObject({ snoozed: null, needs_decision: true });
    expect((await wake()).status).toBe(404);
    expect(await entries('key.wake')).toMatchObject([
      { target: { id: 'old' }, before: { until: '2026-12-01T00:00:00Z' } },
    ]);
  });

  it.each([NOON, '2027-11-23', '2026-11-31'])('may not last until %s', async (until) => {
    const { status, body } = await snooze({ until, reason: 'r' });
    expect([status, problem.parse(body).errors[0]?.pointer]).toEqual([400, '/until']);
  });
});

describe('a leak', () => {
  const open = async (key: string, since: string): Promise<string> => {
    const body = { api_key_id: key, project_id: 'proj_a', leaked_since: since, reason: 'seen in a paste' };
    const answered = await desk.send('POST', 'incidents', { body: { ...body, organization: 'org-keys' } });
    return incident.parse(answered.body).id;
  };
  const close = (id: string) => desk.send('POST', `incidents/${id}/close`, { body: { reason: 'false alarm' } });

  it('asks before all else, since the earliest of its open incidents, until the last one is closed', async () => {
    const first = await open('stale', '2026-11-20T12:00:00Z');
    const second = await open('stale', '2026-11-18T12:00:00Z');
    const leaked = { reason: 'leaked', since: '2026-11-18T12:00:00Z', days: 3 };
    expect(await desk.key('stale')).toMatchObject({ needs_decision: true, risks: [leaked, { reason: 'stale' }] });
    const { data, summary } = await desk.inventory('limit=1');
    expect([data[0]?.id, summary.by_reason.leaked]).toEqual(['stale', 1]);
    expect((await desk.inventory('risk=leaked')).data.map(({ id }) => id)).toEqual(['stale']);
    await close(second);
    expect((await desk.key('stale')).risks[0]).toMatchObject({ reason: 'leaked', since: '2026-11-20T12:00:00Z' });
    await close(first);
    expect(await reasonsOf('stale')).toEqual(['stale']);
  });

  it('is of the key of its project alone, and of one that has expired too, until it is closed', async () => {
    const id = await open('expired', NOON);
    expect(await reasonsOf('expired')).toEqual(['leaked', 'expired']);
    const limited = await desk.as({ role: 'admin', projectIds: ['proj_prod'] });
    expect((await desk.inventory('', limited)).summary.by_reason.leaked).toBe(0);
    await close(id);
    expect(await reasonsOf('expired')).toEqual(['expired']);
  });

  it('is not silenced by a snooze, neither before nor after it', async () => {
    const body = { until: '2026-12-01', reason: 'moved next week' };
    await desk.send('POST', 'api-keys/fresh/snooze', { body });
    const { summary: before } = await desk.inventory();
    const id = await open('fresh', NOON);
    await desk.send('POST', 'api-keys/fresh/snooze', { body });
    expect(await desk.key('fresh')).toMatchObject({ needs_decision: true, snoozed: { until: '2026-12-01T00:00:00Z' } });
    const { data, summary } = await desk.inventory('limit=1');
    expect(data.map((key) => key.id)).toEqual(['fresh']);
    expect([summary.need_decision, summary.snoozed]).toEqual([before.need_decision + 1, before.snoozed]);
    await close(id);
    expect(await desk.key('fresh')).toMatchObject({ needs_decision: false, risks: [] });
    await desk.send('DELETE', 'api-keys/fresh/snooze?reason=done');
  });
});

describe('a policy', () => {
  const set = (body: Record<string, unknown>, cookie?: string) =>
    desk.send('PUT', 'key-policies', { body, ...(cookie !== undefined && { cookie }) });
  const whole = { ...DEFAULT_KEY_POLICY, organization: 'org-keys', reason: 'audit of November' };

  it('is Bursar’s own until somebody sets another', async () => {
    const { data } = keyPoliciesAnswer.parse((await desk.send('GET', 'key-policies?organization=org-keys')).body);
    expect(data).toEqual([{ organization_id: 'org-keys', ...DEFAULT_KEY_POLICY, changed_at: null, changed_by: null }]);
  });

  it('changes what asks for a decision, in one organization', async () => {
    const production = { project_ids: ['proj_a'], name_contains: null };
    const thresholds = { max_age_days: null, stale_after_days: 91, require_expiry: true, require_name: false };
    const { status, body } = await set({ ...whole, ...thresholds, no_member_keys_in: production });
    expect([status, body]).toMatchObject([200, { max_age_days: null, changed_by: 'The owner' }]);
    expect(await Promise.all(['old', 'stale', 'blank', 'members', 'members_in_production'].map(reasonsOf))).toEqual([
      ...[[], [], [], ['owned_by_member'], ['orphan']],
    ]);
    expect((await desk.key('endless')).needs_decision).toBe(true);
    const limited = await desk.as({ role: 'viewer', projectIds: ['proj_prod'] });
    const told = keyPoliciesAnswer.parse((await desk.send('GET', 'key-policies', { cookie: limited })).body);
    expect(told.data.at(-1)?.no_member_keys_in.project_ids).toEqual([]);
    expect(await entries('key_policy.change')).toMatchObject([
      { before: DEFAULT_KEY_POLICY, after: thresholds, reason: 'audit of November', target: { id: 'org-keys' } },
    ]);
    expect((await set(whole)).body).toMatchObject(DEFAULT_KEY_POLICY);
  });

  it('is refused where it is not said of which organization, and to who may not', async () => {
    const { organization: _, ...unsaid } = whole;
    expect((await set(unsaid)).body).toMatchObject({ status: 400, type: '/problems/several-organizations' });
    expect((await set({ ...whole, organization: 'org-nowhere' })).status).toBe(400);
    expect((await set({ ...whole, max_age_days: 0 })).status).toBe(400);
    expect((await set(whole, await desk.as({ role: 'admin', projectIds: ['proj_a'] }))).status).toBe(403);
  });
});

it('walks through 5,000 keys without repeating or missing one', async () => {
  const { directory, organization } = desk;
  const raw = Array.from({ length: 5000 }, (_, n) =>
    rawKey(`many_${n}`, {
      ...fresh,
      created_at: daysAgo(n % 300),
      owner_project_access: n % 7 ? 'active' : 'inactive',
    }),
  );
  await directory.replaceList(organization.projects([rawProject('proj_many')], { complete: false }));
  await directory.replaceList(organization.keys('proj_many', raw));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await desk.inventory(`project_id=proj_many&limit=1000${cursor && `&cursor=${cursor}`}`);
    expect(page.summary.matching.keys).toBe(5000);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([5000, 5000]);
}, 30_000);
