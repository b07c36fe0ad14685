import { describe, expect, it } from '@jest/globals';
import { apiKey, project } from '@bursar/contract';
import { answerOf, promoteAll, type RawObject, storableJson } from './directory-object.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';

const SEEN = new Date('2026-11-01T12:30:15.678Z');

const answer = (kind: KindName, object: RawObject) =>
  answerOf(kind, {
    id: 'id',
    organization: null,
    project_id: 'proj_a',
    last_used_at: null,
    object,
    first_seen_at: SEEN,
    last_seen_at: SEEN,
    gone_at: null,
    gone_reason: null,
  });

describe('the table of kinds', () => {
  const contract = { project, api_key: apiKey };

  it.each(Object.entries<DirectoryKind>(DIRECTORY_KINDS))('watches and searches only fields that %s has', (_, kind) => {
    for (const [field, paths] of Object.entries(kind.history)) {
      expect(kind.fields).toHaveProperty(field);
      for (const path of paths) expect(path[0]).toBe(field);
    }
    for (const field of kind.searched) {
      expect(kind.fields).toHaveProperty(field);
      // It stands inside a statement.
      expect(field).toMatch(/^[a-z_]+$/);
    }
  });

  // Object.keys says string; the keys of the table are its kinds.
  it.each(Object.keys(DIRECTORY_KINDS) as KindName[])(
    'makes of nothing but an id what the contract says: %s',
    (kind) => {
      const given = answer(kind, {});
      expect(contract[kind].parse(given)).toEqual(given);
      expect(given).toMatchObject({
        id: 'id',
        object: DIRECTORY_KINDS[kind].object,
        first_seen_at: '2026-11-01T12:30:15Z',
      });
    },
  );
});

describe('the owner of a key', () => {
  it.each([
    [
      'of a type that is not known',
      { type: 'federated', federated: { id: 'f', made_at: 1 } },
      {
        type: 'federated',
        federated: { id: 'f', made_at: '1970-01-01T00:00:01Z' },
      },
    ],
    ['of no type', {}, {}],
    ['without the member', { type: 'user' }, { type: 'user' }],
    ['that is null', null, null],
    ['that is a word', 'Ada', null],
    ['that is a list', [{ type: 'user' }], null],
  ])('%s is answered as far as it goes', (_, owner, expected) => {
    const given = answer('api_key', { owner });
    expect(given).toMatchObject({ owner: expected });
    expect(apiKey.parse(given)).toEqual(given);
  });
});

describe('promoteAll', () => {
  it.each([[''], [7], [null], [{}], ['x'.repeat(501)]])('refuses the id %j', (id) => {
    expect(() => promoteAll('project', [{ id }], '', SEEN)).toThrow(TypeError);
  });

  it('gives every object of a project its project', () => {
    expect(promoteAll('api_key', [{ id: 'key_a' }], 'proj_a', SEEN)).toMatchObject([{ project_id: 'proj_a' }]);
    expect(promoteAll('project', [{ id: 'proj_a' }], '', SEEN)).toMatchObject([{ project_id: 'proj_a' }]);
  });
});

describe('storableJson', () => {
  it('replaces only what Postgres refuses', () => {
    expect(storableJson({ a: 'x\0y', b: ['\ud800', '\\u0000', '🙂'] })).toBe(
      '{"a":"x\ufffdy","b":["\ufffd","\\\\u0000","🙂"]}',
    );
  });
});
