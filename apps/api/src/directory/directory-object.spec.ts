import { describe, expect, it } from '@jest/globals';
import { apiKey, directoryItem } from '@bursar/contract';
import type { z } from 'zod';
import { answerOf, promoteAll, type RawObject, storableJson } from './directory-object.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';

const SEEN = new Date('2026-11-01T12:30:15.678Z');

const answer = (kind: KindName, object: RawObject, parentId = 'proj_a') =>
  answerOf(kind, {
    id: 'id',
    organization: null,
    parent_id: parentId,
    project_id: 'proj_a',
    last_used_at: null,
    object,
    first_seen_at: '2026-11-01T12:30:15Z',
    last_seen_at: '2026-11-01T12:30:15Z',
    gone_at: null,
    gone_reason: null,
  });

describe('the table of kinds', () => {
  it.each(Object.entries<DirectoryKind>(DIRECTORY_KINDS))('watches and searches only fields that %s has', (_, kind) => {
    const watched = kind.history === 'all' ? {} : kind.history;
    for (const [field, paths] of Object.entries(watched)) {
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
      const given = answer(kind, {}, DIRECTORY_KINDS[kind].place === 'group' ? 'groups/group_a' : 'proj_a');
      // The union of all kinds' schemas is more than the compiler wants to write down.
      const schema = (directoryItem as (name: KindName) => z.ZodType)(kind);
      expect(schema.parse(given)).toEqual(given);
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
  ])('%s is answered as far as it goes (case 38)', (_, owner, expected) => {
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

describe('what OpenAI’s numbers mean', () => {
  it.each([
    [10_000, '100'],
    [12_345, '123.45'],
    [50, '0.5'],
    [7, '0.07'],
    [0, '0'],
    [-250, '-2.5'],
    [1.5, null],
    ['100', null],
  ])('is that %j cents are %j in whole units (case 46)', (cents, threshold) => {
    const given = answer('spend_alert', { currency: 'USD', threshold_amount: cents });
    expect(given).toMatchObject({ threshold });
    expect(directoryItem('spend_alert').parse(given)).toEqual(given);
  });

  it('is that 2147483647 is no limit, and that limits nobody announced are kept (case 45)', () => {
    const object = { model: 'm', max_requests_per_1_minute: 2_147_483_647, max_tokens_per_1_day: 5 };
    const given = answer('rate_limit', object);
    expect(given).toMatchObject({
      model: 'm',
      max_requests_per_1_minute: 2_147_483_647,
      max_tokens_per_1_minute: null,
      unlimited: ['max_requests_per_1_minute'],
      other_limits: { max_tokens_per_1_day: 5 },
    });
    expect(directoryItem('rate_limit').parse(given)).toEqual(given);
  });

  it('is whose assignment a role is', () => {
    const of = (parentId: string) => answer('role_assignment', { name: 'Reader' }, parentId);
    expect(of('users/user-1')).toMatchObject({ user_id: 'user-1', group_id: null });
    expect(of('projects/proj_a/groups/a/b')).toMatchObject({ user_id: null, group_id: 'a/b' });
  });
});

describe('storableJson', () => {
  it('replaces only what Postgres refuses', () => {
    expect(storableJson({ a: 'x\0y', b: ['\ud800', '\\u0000', '🙂'] })).toBe(
      '{"a":"x\ufffdy","b":["\ufffd","\\\\u0000","🙂"]}',
    );
  });
});
