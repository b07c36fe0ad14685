import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './key-owner.js';

describe('the owner of a key (case 38)', () => {
  it.each([
    ['of a type that nobody knows', { type: 'robot', robot: { id: 'r2' } }],
    ['without the member', { type: 'user' }],
    ['with a member who is null', { type: 'user', user: null }],
    ['with a member without an id', { type: 'user', user: { name: 'Ada' } }],
    ['that is nobody', null],
  ])('%s is unknown', (_, owner) => expect(ownerOf({ owner })).toBeNull());

  it.each([
    [{ id: 'user-1', name: 'Ada', email: 'ada@acme.example' }, 'Ada'],
    [{ id: 'user-1', name: ' ', email: 'ada@acme.example' }, 'ada@acme.example'],
    [{ id: 'user-1' }, 'user-1'],
  ])('%j is called %s', (user, name) => {
    expect(ownerOf({ owner: { type: 'user', user } })).toEqual({ kind: 'member', id: 'user-1', name });
  });
});
