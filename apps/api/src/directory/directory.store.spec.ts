import { describe, expect, it } from '@jest/globals';
import { FenceMovedError } from '../sync/fence.js';
import { useDirectory } from './testing/directory-suite.js';
import { memberOwner, rawKey, rawProject, serviceAccountOwner } from './testing/listing-organization.js';

const directory = useDirectory();
const keyLists = () => directory.store.listsToRead(directory.organization.id, { kind: 'api_key', of: 'project' });

describe('a list', () => {
  it('stores each object by its id, with what OpenAI sent and when it was seen', async () => {
    const first = directory.now;
    const project = rawProject('proj_a', { residency: 'EU_STORAGE', something_new: { deep: [1] } });
    expect(await directory.store.replaceList(directory.organization.projects([project, rawProject('proj_b')]))).toEqual(
      {
        seen: 2,
        added: 2,
        gone: 0,
      },
    );
    directory.later();
    expect(await directory.store.replaceList(directory.organization.projects([project, rawProject('proj_c')]))).toEqual(
      {
        seen: 2,
        added: 1,
        gone: 0,
      },
    );
    expect(await directory.stored('proj_a')).toMatchObject({
      kind: 'project',
      project_id: 'proj_a',
      name: 'Project proj_a',
      status: 'active',
      created_at: new Date('2025-12-01T00:00:00Z'),
      object: project,
      first_seen_at: first,
      last_seen_at: directory.now,
      gone_at: null,
    });
  });

  it('may hold an object twice: the later one counts', async () => {
    const items = [rawProject('proj_a', { name: 'Before' }), rawProject('proj_a', { name: 'After' })];
    expect(await directory.store.replaceList(directory.organization.projects(items))).toEqual({
      seen: 1,
      added: 1,
      gone: 0,
    });
    expect(await directory.stored('proj_a')).toMatchObject({ name: 'After' });
  });

  it('of 5,000 keys is taken over at once, and so is its absence', async () => {
    const keys = Array.from({ length: 5000 }, (_, index) => rawKey(`key_${index}`));
    expect(await directory.store.replaceList(directory.organization.keys('proj_a', keys))).toEqual({
      seen: 5000,
      added: 5000,
      gone: 0,
    });
    const renamed = keys.map((key) => ({ ...key, name: 'Renamed' }));
    expect(await directory.store.replaceList(directory.organization.keys('proj_a', renamed))).toEqual({
      seen: 5000,
      added: 0,
      gone: 0,
    });
    await directory.store.replaceList(directory.organization.keys('proj_a', []));
    expect(await directory.store.replaceList(directory.organization.keys('proj_a', []))).toEqual({
      seen: 0,
      added: 0,
      gone: 5000,
    });
  });

  it('keeps text that Postgres cannot hold, and text that would harm elsewhere, without harm', async () => {
    const name = `a\0b\ud800c'; DROP TABLE directory_objects; --\u202e=1+1<img src=x>\\u0000`;
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a', { name })]));
    const seen = `a\ufffdb\ufffdc'; DROP TABLE directory_objects; --\u202e=1+1<img src=x>\\u0000`;
    expect(await directory.stored('proj_a')).toMatchObject({ name: seen, object: { name: seen } });
  });

  it('keeps a name of any length', async () => {
    const name = Array.from({ length: 20_000 }, (_, index) => String.fromCodePoint(0x4e00 + (index % 20_000))).join('');
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a', { name })]));
    expect(await directory.stored('proj_a')).toMatchObject({ name: name.slice(0, 500), object: { name } });
  });

  it('stores nothing when one of its objects has no id', async () => {
    const list = directory.organization.projects([
      rawProject('proj_a'),
      { object: 'organization.project', name: 'Nameless' },
    ]);
    await expect(directory.store.replaceList(list)).rejects.toThrow(/listed a project whose id is undefined/);
    expect(await keyLists()).toEqual([]);
  });

  it.each([
    ['never', null, null],
    ['never, spelt as 0', 0, null],
    ['never, not said', undefined, null],
    ['in the past', 1_764_633_600, new Date('2025-12-02T00:00:00Z')],
    ['in the future of a wrong clock', 4_000_000_000, new Date('2026-11-01T00:00:00Z')],
    ['beyond what a date can be', 1e18, null],
    ['in words', 'yesterday', null],
  ])('knows a key that was used %s (case 40)', async (_, lastUsedAt, expected) => {
    await directory.store.replaceList(
      directory.organization.keys('proj_a', [rawKey('key_a', { last_used_at: lastUsedAt })]),
    );
    expect(await directory.stored('key_a')).toMatchObject({ last_used_at: expected });
  });
});

describe('the history', () => {
  it('keeps changes of name and status of a project', async () => {
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a')]));
    const archived = rawProject('proj_a', { name: 'Old one', status: 'archived', archived_at: 1_764_633_600 });
    await directory.store.replaceList(directory.organization.projects([archived], { at: directory.later() }));
    await directory.store.replaceList(
      directory.organization.projects([archived], { at: new Date(directory.now.getTime() + 1000) }),
    );
    expect(await directory.history('proj_a')).toEqual([
      { field: 'name', old_value: 'Project proj_a', new_value: 'Old one', changed_at: directory.now },
      { field: 'status', old_value: 'active', new_value: 'archived', changed_at: directory.now },
    ]);
  });

  it('keeps another owner and another access of a key, but neither its uses nor its owner’s new name', async () => {
    const before = memberOwner('user-1', 'Ada');
    const after = serviceAccountOwner('svc-1');
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a', { owner: before })]));
    const used = rawKey('key_a', { owner: memberOwner('user-1', 'Ada Lovelace'), last_used_at: 1_764_700_000 });
    await directory.store.replaceList(directory.organization.keys('proj_a', [used], { at: directory.later() }));
    expect(await directory.history('key_a')).toEqual([]);
    const moved = rawKey('key_a', { owner: after, owner_project_access: 'inactive' });
    await directory.store.replaceList(directory.organization.keys('proj_a', [moved], { at: directory.later() }));
    expect(await directory.history('key_a')).toEqual([
      { field: 'owner', old_value: memberOwner('user-1', 'Ada Lovelace'), new_value: after, changed_at: directory.now },
      { field: 'owner_project_access', old_value: 'active', new_value: 'inactive', changed_at: directory.now },
    ]);
  });

  it('takes a field that is absent and one that is null for the same', async () => {
    await directory.store.replaceList(
      directory.organization.keys('proj_a', [rawKey('key_a', { owner: null, name: null })]),
    );
    await directory.store.replaceList(
      directory.organization.keys('proj_a', [{ id: 'key_a', owner_project_access: 'active' }]),
    );
    expect(await directory.history('key_a')).toEqual([]);
  });
});

describe('a writer whose feed was claimed again', () => {
  it('ends without a write', async () => {
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a')]));
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a')]));
    await directory.organization.claimElsewhere();
    const { id: projectId, ...rest } = directory.organization.about('api_key', 'proj_a', 'proj_a');
    const writes = [
      () =>
        directory.store.replaceList(
          directory.organization.projects([rawProject('proj_a', { name: 'Late' }), rawProject('proj_z')]),
        ),
      () => directory.store.markArchivedWith({ ...rest, projectId }),
      () => directory.store.markGone(directory.organization.about('api_key', 'key_a', 'proj_a')),
    ];
    for (const write of writes) await expect(write()).rejects.toBeInstanceOf(FenceMovedError);
    expect(await directory.stored('proj_a')).toMatchObject({ name: 'Project proj_a', status: 'active' });
    expect(await directory.stored('key_a')).toMatchObject({ gone_at: null });
    expect(await keyLists()).toHaveLength(1);
    expect(await directory.history('proj_a')).toEqual([]);
  });
});

describe('two who store the same object at once', () => {
  it('compare with each other: what the second changes back is a change', async () => {
    const { store, dataSource, organization } = directory;
    const other = { organizationId: organization.id, feed: 'rereads', fence: 1n };
    await dataSource.query('INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, $2, 1)', [
      organization.id,
      other.feed,
    ]);
    await store.replaceList(organization.projects([rawProject('proj_a', { name: 'Before' })]));
    const revisions = () =>
      dataSource.query<{ feed: string; revision: string }[]>(
        'SELECT feed, revision FROM feeds WHERE organization_id = $1 ORDER BY feed',
        [organization.id],
      );
    const [list, reread] = await revisions();
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT FROM directory_objects WHERE id = 'proj_a' AND organization_id = $1 FOR UPDATE`, [
      organization.id,
    ]);
    const later = directory.later();
    const waiting = async (count: number): Promise<void> => {
      const [row] = await dataSource.query<{ count: number }[]>(
        `SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (row?.count !== count) await waiting(count);
    };
    const renaming = store.storeObject({
      ...other,
      kind: 'project',
      parentId: '',
      item: rawProject('proj_a', { name: 'Between' }),
      at: later,
    });
    await waiting(1);
    const renamingBack = store.replaceList(organization.projects([rawProject('proj_a', { name: 'Before' })]));
    await waiting(2);
    await runner.commitTransaction();
    await runner.release();
    await Promise.all([renaming, renamingBack]);
    expect(await directory.stored('proj_a')).toMatchObject({ name: 'Before' });
    expect(await revisions()).toEqual([
      { feed: 'lists', revision: String(Number(list?.revision) + 1) },
      { feed: 'rereads', revision: String(Number(reread?.revision) + 1) },
    ]);
  });
});
