import { beforeEach, describe, expect, it } from '@jest/globals';
import { useDirectory } from './testing/directory-suite.js';
import { rawKey, rawProject } from './testing/listing-organization.js';

const directory = useDirectory();
const keyLists = () => directory.store.listsToRead(directory.organization.id, { kind: 'api_key', of: 'project' });

describe('an object that a list does not hold', () => {
  beforeEach(() =>
    directory.store.replaceList(directory.organization.projects([rawProject('proj_a'), rawProject('proj_b')])),
  );
  const withoutB = () =>
    directory.store.replaceList(directory.organization.projects([rawProject('proj_a')], { at: directory.later() }));
  const truncated = () =>
    directory.store.replaceList(
      directory.organization.projects([], { complete: false, problem: 'no last_id', at: directory.later() }),
    );

  it('is gone after two complete lists without it; its name stays (case 24)', async () => {
    expect(await withoutB()).toMatchObject({ gone: 0 });
    expect(await directory.stored('proj_b')).toMatchObject({ gone_at: null });
    expect(await withoutB()).toMatchObject({ gone: 1 });
    expect(await directory.stored('proj_b')).toMatchObject({ gone_at: directory.now, gone_reason: 'not_listed' });
    expect(await withoutB()).toMatchObject({ gone: 0 });
    expect(
      await directory.store.labels([directory.organization.id], 'project', ['proj_a', 'proj_b', 'proj_z']),
    ).toEqual(
      new Map([
        ['proj_a', 'Project proj_a'],
        ['proj_b', 'Project proj_b'],
      ]),
    );
  });

  it('is never gone because of truncated lists (case 21)', async () => {
    for (let times = 0; times < 4; times += 1) expect(await truncated()).toMatchObject({ gone: 0 });
    await withoutB();
    await truncated();
    expect(await directory.stored('proj_b')).toMatchObject({ gone_at: null, missed_lists: 1 });
    const [list] = await directory.dataSource.query('SELECT * FROM directory_lists WHERE organization_id = $1', [
      directory.organization.id,
    ]);
    expect(list).toMatchObject({
      read_at: directory.now,
      complete_at: new Date(directory.now.getTime() - 900_000),
      problem: 'no last_id',
    });
  });

  it('has to be missing twice in a row', async () => {
    await withoutB();
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_b')], { complete: false }));
    await withoutB();
    expect(await directory.stored('proj_b')).toMatchObject({ gone_at: null });
  });

  it('is there again as soon as a list holds it, and that it had been gone is remembered', async () => {
    await withoutB();
    await withoutB();
    const goneAt = directory.now;
    await directory.store.replaceList(
      directory.organization.projects([rawProject('proj_b')], { complete: false, at: directory.later() }),
    );
    expect(await directory.stored('proj_b')).toMatchObject({ gone_at: null, gone_reason: null, missed_lists: 0 });
    const [change, ...others] = await directory.history('proj_b');
    expect(others).toEqual([]);
    expect(change).toMatchObject({ field: 'gone_at', new_value: null, changed_at: directory.now });
    expect(new Date(String(change?.['old_value']))).toEqual(goneAt);
  });

  it('takes along the keys that it held', async () => {
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a')]));
    await directory.store.replaceList(directory.organization.keys('proj_b', [rawKey('key_b')]));
    await withoutB();
    expect(await withoutB()).toMatchObject({ gone: 2 });
    expect(await directory.stored('key_b')).toMatchObject({ gone_at: directory.now, gone_reason: 'project_gone' });
    expect(await directory.stored('key_a')).toMatchObject({ gone_at: null });
  });
});

describe('lists of different owners', () => {
  it('say nothing about the keys of another project', async () => {
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a')]));
    for (let times = 0; times < 3; times += 1)
      await directory.store.replaceList(directory.organization.keys('proj_b', [rawKey('key_b')]));
    expect(await directory.stored('key_a')).toMatchObject({ gone_at: null, missed_lists: 0, project_id: 'proj_a' });
  });

  it('say nothing about another directory.organization, whatever ids they share', async () => {
    const other = await directory.connectAnother();
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a', { name: 'Ours' })]));
    await directory.store.replaceList(other.projects([rawProject('proj_a', { name: 'Theirs' })]));
    await directory.store.replaceList(other.projects([]));
    expect(await directory.store.replaceList(other.projects([]))).toMatchObject({ gone: 1 });
    expect(await directory.stored('proj_a')).toMatchObject({ name: 'Ours', gone_at: null });
    expect(await directory.store.labels([other.id], 'project', ['proj_a'])).toEqual(new Map([['proj_a', 'Theirs']]));
  });

  it('may come at the same time', async () => {
    const projects = Array.from({ length: 8 }, (_, index) => `proj_${index}`);
    await Promise.all(
      projects.map((id) =>
        directory.store.replaceList(directory.organization.keys(id, [rawKey(`key_1_${id}`), rawKey(`key_2_${id}`)])),
      ),
    );
    const [row] = await directory.dataSource.query(
      'SELECT count(*)::integer AS keys FROM directory_objects WHERE organization_id = $1',
      [directory.organization.id],
    );
    expect(row).toEqual({ keys: 16 });
  });
});

describe('an archived project', () => {
  const ids = async () => (await keyLists()).map(({ parentId }) => parentId);

  beforeEach(async () => {
    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a'), rawProject('proj_b')]));
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a1'), rawKey('key_a2')]));
    await directory.store.replaceList(
      directory.organization.keys('proj_b', [rawKey('key_b')], { at: directory.later() }),
    );
  });

  it('takes its keys along when OpenAI refuses their list, and is never read again (case 28)', async () => {
    directory.later();
    const { id: projectId, ...rest } = directory.organization.about('api_key', 'proj_a', 'proj_a');
    expect(await directory.store.markArchivedWith({ ...rest, projectId })).toEqual({ gone: 2 });
    expect(await directory.stored('key_a1')).toMatchObject({ gone_at: directory.now, gone_reason: 'project_archived' });
    expect(await directory.stored('key_b')).toMatchObject({ gone_at: null });
    expect(await directory.stored('proj_a')).toMatchObject({
      status: 'archived',
      gone_at: null,
      object: { status: 'archived' },
    });
    expect(await ids()).toEqual(['proj_b']);

    await directory.store.replaceList(directory.organization.projects([rawProject('proj_a', { status: 'archived' })]));
    expect(await directory.history('proj_a')).toEqual([
      { field: 'status', old_value: 'active', new_value: 'archived', changed_at: directory.now },
    ]);
  });

  it('is read once more, and what it still lists ends with it', async () => {
    const projects = [rawProject('proj_a', { status: 'archived' }), rawProject('proj_b')];
    await directory.store.replaceList(directory.organization.projects(projects, { at: directory.later() }));
    expect(await keyLists()).toMatchObject([{ parentId: 'proj_a' }, { parentId: 'proj_b' }]);
    const truncated = directory.organization.keys('proj_a', [rawKey('key_a1')], {
      complete: false,
      problem: 'no last_id',
    });
    expect(await directory.store.replaceList(truncated)).toMatchObject({ gone: 0 });
    expect(await ids()).toContain('proj_a');
    const whole = directory.organization.keys('proj_a', [rawKey('key_a1', { name: 'Last name' })], {
      at: directory.later(),
    });
    expect(await directory.store.replaceList(whole)).toEqual({ seen: 1, added: 0, gone: 2 });
    expect(await directory.stored('key_a1')).toMatchObject({ name: 'Last name', gone_reason: 'project_archived' });
    expect(await ids()).toEqual(['proj_b']);
  });

  it('that comes back is read again like any other', async () => {
    const { id: projectId, ...rest } = directory.organization.about('api_key', 'proj_a', 'proj_a');
    await directory.store.markArchivedWith({ ...rest, projectId });
    await directory.store.replaceList(
      directory.organization.projects([rawProject('proj_a'), rawProject('proj_b')], { at: directory.later() }),
    );
    expect(await ids()).toContain('proj_a');
    await directory.store.replaceList(
      directory.organization.keys('proj_a', [rawKey('key_a1')], { at: directory.later() }),
    );
    expect(await directory.stored('key_a1')).toMatchObject({ gone_at: null });
    expect(await directory.stored('key_a2')).toMatchObject({ gone_reason: 'project_archived' });
  });
});

describe('listsToRead', () => {
  it('begins with what was never read, then with what waited longest', async () => {
    await directory.store.replaceList(
      directory.organization.projects(['proj_a', 'proj_b', 'proj_c'].map((id) => rawProject(id))),
    );
    await directory.store.replaceList(directory.organization.keys('proj_b', [], { at: directory.later() }));
    const readB = directory.now;
    await directory.store.replaceList(
      directory.organization.keys('proj_a', [], { complete: false, problem: 'cut off', at: directory.later() }),
    );
    expect(await keyLists()).toEqual([
      { parentId: 'proj_c', readAt: null, failures: 0 },
      { parentId: 'proj_b', readAt: readB, failures: 0 },
      { parentId: 'proj_a', readAt: directory.now, failures: 0 },
    ]);
  });

  it('leaves out what is gone', async () => {
    await directory.store.replaceList(
      directory.organization.projects([rawProject('proj_a'), rawProject('proj_b', { status: null })]),
    );
    await directory.store.replaceList(directory.organization.keys('proj_a', [rawKey('key_a')]));
    directory.later();
    expect(await directory.store.markGone(directory.organization.about('project', 'proj_a'))).toEqual({ gone: 2 });
    expect(await directory.store.markGone(directory.organization.about('project', 'proj_a'))).toEqual({ gone: 0 });
    expect(await directory.stored('proj_a')).toMatchObject({ gone_at: directory.now, gone_reason: 'not_found' });
    expect(await directory.stored('key_a')).toMatchObject({ gone_at: directory.now, gone_reason: 'project_gone' });
    expect(await keyLists()).toEqual([{ parentId: 'proj_b', readAt: null, failures: 0 }]);
  });
});
