/** What the inventory says of keys: figures that add up, and nothing of what the caller may not see. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer } from '@bursar/contract';
import { memberOwner, rawKey, rawProject, serviceAccountOwner } from '../directory/testing/listing-organization.js';
import { type KeyDesk, startKeyDesk } from './testing/key-desk.js';

const DAY = 86_400;
const NOW = Date.parse('2026-11-21T12:00:00Z') / 1000;
const ago = (days: number): number => NOW - days * DAY;
/** Asks for nothing but an expiry. */
const fresh = { created_at: ago(10), last_used_at: ago(1), owner: serviceAccountOwner('svc-1') };

let desk: KeyDesk;
beforeAll(async () => {
  desk = await startKeyDesk();
  const { directory, organization } = desk;
  await directory.replaceList(
    organization.projects([
      rawProject('proj_a', { name: 'Robots' }),
      rawProject('proj_b', { name: 'Shop PRODUCTION' }),
    ]),
  );
  await directory.replaceList(organization.list('user', '', [{ id: 'user-1', name: 'Ada', email: 'ada@example.com' }]));
  await directory.replaceList(
    organization.keys('proj_a', [
      rawKey('key_busy', fresh),
      rawKey('key_idle', { ...fresh, created_at: ago(400), last_used_at: ago(200), name: '=cmd()' }),
      rawKey('key_gone', fresh),
    ]),
  );
  await directory.replaceList(
    organization.keys('proj_b', [
      rawKey('key_shop', { ...fresh, owner: memberOwner('user-1', 'Ada') }),
      rawKey('key_lost', { ...fresh, owner: memberOwner('user-2', 'Bob'), owner_project_access: 'inactive' }),
    ]),
  );
  await directory.replaceList(
    organization.list('admin_api_key', '', [
      {
        id: 'key_admin',
        name: 'Ops',
        redacted_value: 'sk-admin-…9999',
        created_at: ago(20),
        last_used_at: ago(2),
        owner: { type: 'user', id: 'user-1', name: 'Ada' },
      },
      { id: 'key_busy', name: 'listed twice' },
    ]),
  );
  await directory.markGone(organization.about('api_key', 'key_gone', 'proj_a'));
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
  await desk.use('completions', [
    { day: '2026-11-20', project: 'proj_a', key: 'key_busy', model: 'gpt-a', requests: 5 },
    { day: '2026-11-19', project: 'proj_a', key: 'key_busy', model: 'gpt-b', requests: 9 },
    { day: '2026-10-22', project: 'proj_a', key: 'key_busy', model: 'gpt-old', requests: 1000 },
  ]);
  await desk.use('embeddings', [{ day: '2026-11-20', project: 'proj_a', key: 'key_busy', model: 'emb', requests: 1 }]);
}, 60_000);
afterAll(() => desk.close());

const ids = async (query: string, cookie?: string): Promise<string[]> =>
  (await desk.inventory(query, cookie)).data.map(({ id }) => id);

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
  it('tells costs, requests and models of 30 UTC days, of all capabilities together', async () => {
    expect(await desk.key('key_busy')).toMatchObject({
      cost_last_30_days: '3.0000000000000000000000000000000001',
      cost_currency: 'usd',
      requests_last_30_days: 15,
      models_last_30_days: {
        count: 3,
        top: [
          { model: 'gpt-b', requests: 9 },
          { model: 'gpt-a', requests: 5 },
          { model: 'emb', requests: 1 },
        ],
      },
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
});
