import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, startAsked, type Asked } from '../testing/ask.js';

/** Each list with its page class, page sizes as OpenAI has them, and whether it may be asked for in either order. */
const LISTS = [
  { path: '/organization/users', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/invites', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/admin_api_keys', cursor: 'last_id', initial: 20, most: 100, least: 1, ordered: true },
  { path: '/organization/projects', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/projects/{}/users', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/projects/{}/service_accounts', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/projects/{}/api_keys', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/projects/{}/rate_limits', cursor: 'last_id', initial: 100, most: 100, least: 1 },
  {
    path: '/organization/projects/{}/spend_alerts',
    cursor: 'last_id',
    initial: 20,
    most: 100,
    least: 0,
    ordered: true,
  },
  {
    path: '/organization/projects/{}/certificates',
    cursor: 'last_id',
    initial: 20,
    most: 100,
    least: 1,
    ordered: true,
  },
  { path: '/organization/projects/{}/groups', cursor: 'next', initial: 20, most: 100, least: 0, ordered: true },
  { path: '/organization/spend_alerts', cursor: 'last_id', initial: 20, most: 100, least: 0, ordered: true },
  { path: '/organization/certificates', cursor: 'last_id', initial: 20, most: 100, least: 1, ordered: true },
  { path: '/organization/audit_logs', cursor: 'last_id', initial: 20, most: 100, least: 1 },
  { path: '/organization/groups', cursor: 'next', initial: 100, most: 1000, least: 0, ordered: true },
  { path: '/organization/roles', cursor: 'next', initial: 1000, most: 1000, least: 0, ordered: true },
  { path: '/projects/{}/roles', cursor: 'next', initial: 1000, most: 1000, least: 0, ordered: true },
];

let openai: Asked;
let projectId: string;
beforeAll(async () => {
  openai = await startAsked({ keys: 200, members: 130 });
  projectId = openai.organization.projects[1]!.id;
});
afterEach(() => openai.faults.clear());
afterAll(() => openai.stop());

const idsOf = (items: readonly Record<string, unknown>[]) => items.map((item) => item['id'] ?? item['group_id']);

describe.each(LISTS)('$path', ({ path: template, cursor, initial, most, least, ordered = false }) => {
  const path = () => template.replace('{}', projectId);

  it('comes whole on small pages and on large ones', async () => {
    const large = idsOf(await openai.all(path(), { limit: most }));
    expect(large.length).toBeGreaterThan(template.includes('spend_alerts') || template.includes('{}/groups') ? -1 : 0);
    expect(new Set(large).size).toBe(large.length);
    const small = idsOf(await openai.all(path(), { limit: Math.max(7, Math.ceil(large.length / 9)) }));
    expect(small).toEqual(large);
  });

  it('has the envelope of its page class', async () => {
    const page = await openai.list(path(), { limit: 1 });
    const cursors = cursor === 'next' ? ['next'] : ['first_id', 'last_id'];
    expect(Object.keys(page).sort()).toEqual(['object', 'data', 'has_more', ...cursors].sort());
  });

  it('has OpenAI’s page sizes (case 26)', async () => {
    const page = await openai.list(path());
    expect(page.data.length).toBeLessThanOrEqual(initial);
    if (page.has_more) expect(page.data).toHaveLength(initial);
    const over = await openai.get(path(), { limit: most + 1 });
    expect(errorOf(over).message).toBe(
      `Invalid limit provided: ${most + 1}. Limit must be less than or equal to ${most}.`,
    );
    expect((await openai.get(path(), { limit: 0 })).status).toBe(least === 0 ? 200 : 400);
  });

  it('knows its parameters and no others', async () => {
    expect((await openai.get(path(), { order: 'asc' })).status).toBe(ordered ? 200 : 400);
    expect((await openai.get(path(), { offset: 1 })).status).toBe(400);
    expect((await openai.get(path(), { after: 'nothing_has_this_id' })).status).toBe(400);
  });

  if (ordered) {
    it('is the same backwards', async () => {
      const [up, down] = [await openai.all(path(), { order: 'asc' }), await openai.all(path(), { order: 'desc' })];
      expect(idsOf(down)).toEqual(idsOf(up).toReversed());
    });
  }

  it('breaks as lists were seen to break (cases 19, 20, 21 and 25)', async () => {
    const [first] = (await openai.list(path(), { limit: 1 })).data;
    const next = cursor === 'next' ? 'next' : 'last_id';
    const emptied = openai.faults.add({ kind: 'empty-page-has-more' });
    const empty = await openai.list(path());
    expect(empty).toMatchObject({ data: [], has_more: true });
    // A list that follows its own cursor goes on for ever; one that follows ids stops.
    if (cursor === 'next') expect(empty.next).not.toBeNull();
    else expect(empty.last_id).toBeNull();
    emptied.remove();
    const lost = openai.faults.add({ kind: 'last-id', lastId: null });
    expect(await openai.list(path())).toMatchObject({ has_more: true, [next]: null });
    lost.remove();
    const bare = openai.faults.add({ kind: 'without-has-more' });
    expect(await openai.list(path())).not.toHaveProperty('has_more');
    bare.remove();
    if (!first) return;
    const after = String(first.id ?? first['group_id']);
    openai.faults.add({ kind: 'repeat-last-id' });
    expect(await openai.list(path(), { after })).toMatchObject({ has_more: true, [next]: after });
  });
});

it('what was just made may be missing from its list for a minute, and is there on itself (case 31)', async () => {
  openai.faults.add({ kind: 'creation-lag', seconds: 60 });
  const { json: made } = await openai.send('POST', '/organization/projects', { name: 'Just made' });
  const id = String(made['id']);
  const listed = async () => idsOf(await openai.all('/organization/projects', { limit: 100 })).includes(id);
  expect(await listed()).toBe(false);
  expect((await openai.get(`/organization/projects/${id}`)).status).toBe(200);
  openai.clock.advance(59_000);
  expect(await listed()).toBe(false);
  openai.clock.advance(1000);
  expect(await listed()).toBe(true);
});

it('objects may come with fields that nobody promised, and without those that were (cases 38 and 40)', async () => {
  const { id } = openai.organization.keys.find(({ projectId: owner, deleted }) => owner === projectId && !deleted)!;
  const fields = { last_used_at: 0, owner: { type: 'robot' }, mood: 'good' };
  openai.faults.add({ kind: 'item-fields', id, fields, without: ['name'] });
  const listed = await openai.all(`/organization/projects/${projectId}/api_keys`, { owner_project_access: 'any' });
  const strange = listed.find((key) => key.id === id)!;
  expect(strange).toMatchObject(fields);
  expect(strange).not.toHaveProperty('name');
  expect(listed.filter(({ mood }) => mood === 'good')).toHaveLength(1);
  expect(await openai.list(`/organization/projects/${projectId}/api_keys/${id}`)).toEqual(strange);
});

it('members come and go between the pages of their list (case 24)', async () => {
  const before = await openai.all('/organization/users', { limit: 100 });
  openai.faults.add({ kind: 'list-change', insert: true, removeIndex: 1, match: { page: 'later' }, times: 1 });
  const during = idsOf(await openai.all('/organization/users', { limit: 100 }));
  expect(during).toContain(before[1]!.id);
  const after = idsOf(await openai.all('/organization/users', { limit: 100 }));
  expect(after).not.toContain(before[1]!.id);
  expect(after).toHaveLength(before.length);
});
