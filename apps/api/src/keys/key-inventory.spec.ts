/** What the inventory says of keys: figures that add up, and nothing of what the caller may not see. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer, problem } from '@bursar/contract';
import { memberOwner, rawKey, rawProject, serviceAccountOwner } from '../directory/testing/listing-organization.js';
import { daysAgo, type KeyDesk, startKeyDesk } from './testing/key-desk.js';

/** Asks for nothing but an expiry. */
const fresh = { created_at: daysAgo(10), last_used_at: daysAgo(1), owner: serviceAccountOwner('svc-1') };
const ada = memberOwner('user-1', 'Ada');

let desk: KeyDesk;
beforeAll(async () => {
  desk = await startKeyDesk();
  await list();
  await meter();
}, 60_000);
afterAll(() => desk.close());

async function list(): Promise<void> {
  const { directory, organization } = desk;
  const projects = [rawProject('proj_a', { name: 'Robots' }), rawProject('proj_b', { name: 'Shop PRODUCTION' })];
  await directory.replaceList(organization.projects(projects));
  const member = { id: 'user-1', name: 'Ada', email: 'ada@example.com' };
  await directory.replaceList(organization.list('user', '', [member]));
  const ofRobots = [
    rawKey('key_busy', fresh),
    rawKey('key_idle', { ...fresh, created_at: daysAgo(400), last_used_at: daysAgo(200), name: '=cmd()' }),
    rawKey('key_gone', { ...fresh, name: 'Gone but named' }),
  ];
  await directory.replaceList(organization.keys('proj_a', ofRobots));
  const lost = { ...fresh, owner: memberOwner('user-2', 'Bob'), owner_project_access: 'inactive' };
  const ofShop = [rawKey('key_shop', { ...fresh, owner: ada }), rawKey('key_lost', lost)];
  await directory.replaceList(organization.keys('proj_b', ofShop));
  const admin = { ...fresh, id: 'key_admin', name: 'Ops', redacted_value: 'sk-admin-…9999' };
  const admins = [
    { ...admin, owner: { type: 'user', id: 'user-1', name: 'Ada' } },
    { id: 'key_busy', name: 'listed twice' },
  ];
  await directory.replaceList(organization.list('admin_api_key', '', admins));
  await directory.markGone(organization.about('api_key', 'key_gone', 'proj_a'));
}

async function meter(): Promise<void> {
  const row = (project: string, key: string | null, amount: string) => ({ project, key, item: 'x, input', amount });
  await desk.bill('2026-11-20', [
    row('proj_a', 'key_busy', '1.0000000000000000000000000000000001'),
    row('proj_a', 'key_gone', '5'),
    row('proj_b', 'key_shop', '0.25'),
    row('proj_b', 'key_never_listed', '7'),
    row('proj_b', null, '0.125'),
  ]);
  await desk.bill('2026-10-23', [row('proj_a', 'key_busy', '2')]);
  // Of 31 days ago: in no figure.
  await desk.bill('2026-10-22', [row('proj_a', 'key_busy', '100')]);
  const used = (day: string, model: string, requests: number) => ({
    ...{ project: 'proj_a', key: 'key_busy' },
    ...{ day, model, requests },
  });
  await desk.use('completions', [
    used('2026-11-20', 'gpt-a', 5),
    used('2026-11-19', 'gpt-b', 9),
    used('2026-10-22', 'gpt-old', 1000),
  ]);
  await desk.use('embeddings', [used('2026-11-20', 'emb', 1)]);
}

const ids = async (query: string, cookie?: string): Promise<string[]> =>
  (await desk.inventory(query, cookie)).data.map(({ id }) => id);
const ALL = ['key_lost', 'key_shop', 'key_idle', 'key_busy', 'key_admin'];

describe('the key inventory', () => {
  it('has a row for each project key and admin key, the worst first', async () => {
    const { data } = await desk.inventory();
    expect(data.map(({ id, kind, risks }) => [id, kind, risks.map(({ reason }) => reason)])).toEqual([
      ['key_lost', 'project', ['orphan', 'owned_by_member', 'no_expiry']],
      ['key_shop', 'project', ['owned_by_member', 'no_expiry']],
      ['key_idle', 'project', ['older_than_policy', 'stale', 'no_expiry']],
      ['key_busy', 'project', ['no_expiry']],
      ['key_admin', 'admin', ['no_expiry']],
    ]);
  });

  it('says how many need a decision, of how many, and which lists that rests on', async () => {
    const { summary } = await desk.inventory('organization=org-keys&risk=orphan&risk=stale&limit=1');
    expect(summary).toMatchObject({
      ...{ keys: 5, need_decision: 3, snoozed: 0 },
      by_reason: {
        orphan: 1,
        owned_by_member: 2,
        older_than_policy: 1,
        stale: 1,
        no_expiry: 5,
        expired: 0,
        unnamed: 0,
      },
      matching: { keys: 2, need_decision: 2, cost: '0', requests: 0 },
      lists: { total: 3, read: 3, oldest_read_at: '2026-11-21T12:00:00Z' },
    });
  });

  it('tells costs, requests and models of 30 UTC days, of all capabilities together', async () => {
    const models = [
      { model: 'gpt-b', requests: 9 },
      { model: 'gpt-a', requests: 5 },
      { model: 'emb', requests: 1 },
    ];
    expect(await desk.key('key_busy')).toMatchObject({
      cost_last_30_days: '3.0000000000000000000000000000000001',
      cost_currency: 'usd',
      requests_last_30_days: 15,
      models_last_30_days: { count: 3, top: models },
    });
    expect(await desk.key('key_idle')).toMatchObject({ cost_last_30_days: '0', requests_last_30_days: 0 });
  });

  it('adds up to what is billed, to the last decimal', async () => {
    const { summary } = await desk.inventory('limit=1');
    const { start, end } = summary.range;
    const billed = costsAnswer.parse((await desk.send('GET', `costs?start=${start}&end=${end}&bucket=total`)).body);
    expect([start, end]).toEqual(['2026-10-23T00:00:00Z', '2026-11-22T00:00:00Z']);
    expect(summary.costs).toEqual({
      currency: 'usd',
      of_keys: '3.2500000000000000000000000000000001',
      of_other_keys: '12',
      without_key: '0.125',
      total: billed.total,
    });
    expect(billed.total).toBe('15.3750000000000000000000000000000001');
  });

  it('knows nothing of costs where no day was read, which is not zero', async () => {
    const { summary } = await desk.inventory('organization=org-one');
    expect([summary.keys, summary.costs]).toEqual([0, null]);
  });

  it('shows deleted keys by their names when asked; they ask for nothing', async () => {
    const { data, summary } = await desk.inventory('include_gone=true&sort=name');
    expect(data.find(({ id }) => id === 'key_gone')).toMatchObject({
      ...{ name: 'Gone but named', cost_last_30_days: '5', risks: [], needs_decision: false },
      ...{ gone_at: '2026-11-21T12:00:00Z', gone_reason: 'not_found' },
    });
    expect(summary.costs).toMatchObject({ of_keys: '8.2500000000000000000000000000000001', of_other_keys: '7' });
  });

  it.each([
    ['risk=stale&risk=orphan', ['key_lost', 'key_idle']],
    ['kind=admin', ['key_admin']],
    ['owner_kind=user', ['key_lost', 'key_shop', 'key_admin']],
    ['owner_id=user-1', ['key_shop', 'key_admin']],
    ['project_id=proj_b&needs_decision=true', ['key_lost', 'key_shop']],
    ['needs_decision=false', ['key_busy', 'key_admin']],
    ['snoozed=true', []],
    ['q=BOB', ['key_lost']],
    ['q=9999', ['key_admin']],
    ['q=%25', []],
    ['q=shop%20prod', ['key_lost', 'key_shop']],
    ['organization=org-one', []],
    ['used_within_days=1', ['key_lost', 'key_shop', 'key_busy', 'key_admin']],
    ['used_within_days=200', ALL],
    ['unused_for_days=1', ALL],
    ['unused_for_days=2', ['key_idle']],
    ['unused_for_days=201', []],
    ['unused_for_days=200&never_used=false', ['key_idle']],
    ['never_used=true', []],
    ['min_cost_last_30_days=0.25', ['key_shop', 'key_busy']],
    ['min_cost_last_30_days=0.2500', ['key_shop', 'key_busy']],
    ['min_cost_last_30_days=3.0000000000000000000000000000000001', ['key_busy']],
    ['min_cost_last_30_days=3.0000000000000000000000000000000002', []],
    ['min_cost_last_30_days=0&used_within_days=7&owner_kind=user', ['key_lost', 'key_shop', 'key_admin']],
  ])('filters by %s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it.each([
    ['name', ['key_idle', 'key_busy', 'key_lost', 'key_shop', 'key_admin']],
    ['-cost_last_30_days', ['key_busy', 'key_shop', 'key_admin', 'key_idle', 'key_lost']],
    ['-requests_last_30_days', ['key_busy', 'key_admin', 'key_idle', 'key_lost', 'key_shop']],
    ['last_used_at', ['key_idle', 'key_admin', 'key_busy', 'key_lost', 'key_shop']],
    ['risk', ['key_admin', 'key_busy', 'key_idle', 'key_shop', 'key_lost']],
  ])('sorts by %s, page by page', async (sort, expected) => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await desk.inventory(`sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(expected);
  });

  it('refuses what it does not know', async () => {
    for (const query of ['risk=leak', 'sort=owner', 'snoozed=maybe', 'unknown=1', 'cursor=eA']) {
      const { status, body } = await desk.send('GET', `key-inventory?${query}`);
      expect([query, status, problem.parse(body).type]).toEqual([query, 400, '/problems/invalid-request']);
    }
  });

  it.each([
    ['used_within_days=0', 'used_within_days', 'has to be a whole number of days from 1 to 3650'],
    ['used_within_days=3651', 'used_within_days', 'has to be a whole number of days from 1 to 3650'],
    ['unused_for_days=soon', 'unused_for_days', 'has to be a whole number of days from 1 to 3650'],
    ['unused_for_days=1.5', 'unused_for_days', 'has to be a whole number of days from 1 to 3650'],
    ['unused_for_days=1&unused_for_days=2', 'unused_for_days', 'may be given once'],
    ['never_used=perhaps', 'never_used', 'has to be one of true, false'],
    ...['-1', '1e3', '1,5', '', '.5'].map((text) => [
      `min_cost_last_30_days=${text}`,
      'min_cost_last_30_days',
      'has to be a plain decimal of 0 or more such as "12.5", with up to 34 decimals',
    ]),
  ])('refuses %s, naming the field and what it takes', async (query, parameter, message) => {
    for (const path of ['key-inventory', 'key-inventory/export']) {
      const { status, body } = await desk.send('GET', `${path}?${query}`);
      expect([status, problem.parse(body).errors]).toEqual([400, [expect.objectContaining({ parameter, message })]]);
    }
  });

  it('is a file in which no name becomes a formula', async () => {
    const { status, body } = await desk.send('GET', 'key-inventory/export?risk=stale');
    const [head, line, end] = String(body).split('\r\n');
    expect([status, end]).toEqual([200, '']);
    const cells = new Map(head?.split(',').map((name, index) => [name, line?.split(',')[index]]));
    expect(Object.fromEntries(cells)).toMatchObject({ id: 'key_idle', name: "'=cmd()", cost_last_30_days: '0' });
    expect(cells.get('risks')).toBe('older_than_policy stale no_expiry');
    const { body: trail } = await desk.send('GET', 'activity?what=export.write');
    expect(trail).toMatchObject({
      data: [{ target: { id: 'keys' }, after: { risk: ['stale'] } }],
    });
  });

  it('is a file of what the filters leave, those of use and cost among them', async () => {
    const { body } = await desk.send('GET', 'key-inventory/export?min_cost_last_30_days=0.25&used_within_days=2');
    const [head, ...lines] = String(body).trimEnd().split('\r\n');
    const place = head?.split(',').indexOf('id') ?? -1;
    expect(lines.map((line) => line.split(',')[place])).toEqual(['key_shop', 'key_busy']);
  });
});

describe('somebody who is limited to a project', () => {
  let cookie: string;
  beforeAll(async () => {
    cookie = await desk.as({ role: 'engineer', projectIds: ['proj_a'] });
  });

  it('learns nothing of other keys: rows, counts, lists, totals', async () => {
    const { data, summary } = await desk.inventory('', cookie);
    expect(data.map(({ id }) => id)).toEqual(['key_idle', 'key_busy']);
    expect(summary).toMatchObject({
      ...{ keys: 2, need_decision: 1, lists: { total: 1, read: 1 } },
      by_reason: { orphan: 0, owned_by_member: 0, stale: 1, no_expiry: 2 },
      matching: { keys: 2, cost: '3.0000000000000000000000000000000001', requests: 15 },
      costs: { of_keys: '3.0000000000000000000000000000000001', of_other_keys: '5', without_key: '0' },
    });
  });

  it.each([
    ['key-inventory/', 'key_shop', ''],
    ['key-inventory/', 'key_admin', ''],
    ['members/', 'user-1', '/offboarding'],
  ])('is answered %s%s%s as if there were none', async (before, id, behind) => {
    const asked = async (one: string) => {
      const { status, body } = await desk.send('GET', `${before}${one}${behind}`, { cookie });
      return [status, problem.parse(body).detail.replace(one, '')];
    };
    expect(await asked(id)).toEqual([404, expect.stringContaining('was ever listed')]);
    expect(await asked(id)).toEqual(await asked('nothing'));
  });
});

it('keeps its order for everybody who sees all of it', async () => {
  expect(await ids('', await desk.as({ role: 'viewer' }))).toEqual(ALL);
});
