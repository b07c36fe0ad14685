import { describe, expect, it } from '@jest/globals';
import { readMemory } from './feed-memory.js';
import { roomFor } from './lanes.js';
import type { Claim, Purpose } from './run.js';
import { Turns } from './turns.js';

const claims = (count: number, organizationId: number, purpose: Purpose = 'live'): Claim[] =>
  Array.from({ length: count }, (_, index) => ({
    organizationId,
    purpose,
    feed: `feed ${index}`,
    fence: 1n,
    runId: String(index),
    byPerson: false,
    asked: null,
    coverage: [],
    memory: readMemory({}),
    failures: 0,
  }));

describe('room for one more feed', () => {
  it('is the whole server for one organization alone', () => {
    const free = (count: number) => roomFor(1, 'numbers', { working: claims(count, 1), organizations: 1 }).isFree;
    expect([free(4), free(5)]).toEqual([true, false]);
  });

  it('is left to another one however slow the first is answered', () => {
    const working = claims(4, 1);
    expect(roomFor(1, 'numbers', { working, organizations: 2 }).isFree).toBe(false);
    expect(roomFor(2, 'numbers', { working, organizations: 2 }).isFree).toBe(true);
  });

  it('is one lane each for more organizations than there are lanes, and never more than the server has', () => {
    const working = claims(1, 1);
    expect(roomFor(1, 'numbers', { working, organizations: 9 }).isFree).toBe(false);
    const full = [1, 2, 3, 4, 5].flatMap((id) => claims(1, id));
    expect(roomFor(6, 'numbers', { working: full, organizations: 9 }).isFree).toBe(false);
  });

  it('for history is shared alike', () => {
    const working = claims(1, 1, 'backfill');
    const allowed = (id: number, organizations: number) =>
      roomFor(id, 'numbers', { working, organizations }).allowBackfill;
    expect([allowed(1, 1), allowed(1, 2), allowed(2, 2)]).toEqual([true, false, true]);
  });
});

describe('turns', () => {
  it('go to whoever waits longest, and to newcomers first', () => {
    const turns = new Turns();
    const order = () => turns.inTurn(['a', 'b', 'c'], (name) => name).join('');
    expect(order()).toBe('abc');
    turns.had('a');
    expect(order()).toBe('bca');
    turns.had('b');
    turns.had('c');
    turns.had('a');
    expect(order()).toBe('bca');
  });
});
