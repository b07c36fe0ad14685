import { describe, expect, it } from '@jest/globals';
import type { ListToRead } from '../directory/directory.store.js';
import { planTurn, type Turn } from './directory-turn.js';

const HOUR = 3600;
const START = Date.parse('2026-11-01T00:00:00Z');

/** Plays turns for so many seconds, each list read when its turn says so; how many were read at each turn. */
function play(lists: ListToRead[], periodSeconds: number, seconds: number, from = START) {
  const turns: { at: number; read: number; turn: Turn }[] = [];
  for (let at = from; at < from + seconds * 1000;) {
    const turn = planTurn(inOrder(lists), at, periodSeconds);
    for (const { parentId } of turn.lists) {
      const list = lists.find((one) => one.parentId === parentId);
      if (list) list.readAt = new Date(at);
    }
    turns.push({ at, read: turn.lists.length, turn });
    at += turn.nextInSeconds * 1000;
  }
  return turns;
}

const inOrder = (lists: readonly ListToRead[]) =>
  lists.toSorted((a, b) => (a.readAt?.getTime() ?? 0) - (b.readAt?.getTime() ?? 0));

const never = (count: number): ListToRead[] =>
  Array.from({ length: count }, (_, index) => ({ parentId: `proj_${index}`, readAt: null, failures: 0 }));

describe('a round through 500 lists', () => {
  it('is no storm at the start: it takes many turns', () => {
    const turns = play(never(500), HOUR, HOUR);
    expect(Math.max(...turns.map(({ read }) => read))).toBe(20);
    expect(turns.reduce((sum, { read }) => sum + read, 0)).toBe(500);
  });

  it('is spread over its period from the second one on, each list once', () => {
    const lists = never(500);
    play(lists, HOUR, HOUR);
    for (const hour of [1, 2, 3]) {
      const turns = play(lists, HOUR, HOUR, START + hour * HOUR * 1000);
      expect(Math.max(...turns.map(({ read }) => read))).toBeLessThanOrEqual(9);
      const read = turns.reduce((sum, { read: count }) => sum + count, 0);
      expect(read).toBeGreaterThan(450);
      expect(read).toBeLessThanOrEqual(540);
    }
  });

  it('leaves no list unread for much longer than its period', () => {
    const lists = never(500);
    for (let hour = 0; hour < 5; hour += 1) play(lists, HOUR, HOUR, START + hour * HOUR * 1000);
    const oldest = Math.min(...lists.map(({ readAt }) => readAt?.getTime() ?? 0));
    expect((START + 5 * HOUR * 1000 - oldest) / 1000).toBeLessThan(HOUR + 5 * 60);
  });

  it('catches up in turns after a week of sleep', () => {
    const lists = never(500).map((list) => ({ ...list, readAt: new Date(START) }));
    const turns = play(lists, HOUR, HOUR, START + 7 * 24 * HOUR * 1000);
    expect(Math.max(...turns.map(({ read }) => read))).toBe(9);
  });
});

describe('a small organization', () => {
  it('is read whole at once, then a period later', () => {
    const turns = play(never(12), HOUR, 2 * HOUR);
    expect(turns.map(({ read }) => read)).toEqual([12, 12]);
  });

  it('has a new list read at the next turn, the others in their own time', () => {
    const lists = [
      ...never(1),
      ...never(6).map((list, index) => ({ ...list, parentId: `old_${index}`, readAt: new Date(START) })),
    ];
    const { lists: chosen } = planTurn(lists, START + 60_000, HOUR);
    expect(chosen.map(({ parentId }) => parentId)).toEqual(['proj_0']);
  });
});

describe('lists that fail', () => {
  it('are tried again at each turn, a few of them, behind all others', () => {
    const failing = never(10).map((list) => ({ ...list, failures: 2 }));
    const { lists, nextInSeconds, turnSeconds } = planTurn([...failing, ...never(2)], START, HOUR);
    expect(lists.map(({ failures }) => failures)).toEqual([0, 0, 2, 2, 2]);
    expect([nextInSeconds, turnSeconds]).toEqual([60, 60]);
  });
});
