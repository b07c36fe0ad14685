import { afterEach, describe, expect, it } from '@jest/globals';
import type { RawObject } from '../directory/directory-object.js';
import type { ListOutcome, ReadList } from '../directory/list-group.js';
import { useDirectory } from '../directory/testing/directory-suite.js';
import { rawKey } from '../directory/testing/listing-organization.js';
import { FenceMovedError } from './fence.js';
import { ListLane } from './list-lane.js';

/** Longer than any test takes: nothing is stored for having waited. */
const FOR_EVER_MS = 600_000;

const listOf = (parentId: string, items: readonly RawObject[] = []): ReadList => ({
  parentId,
  items,
  complete: true,
  problem: null,
  at: new Date('2026-11-01T00:00:00Z'),
});
const ofObjects = (parentId: string, count: number): ReadList =>
  listOf(parentId, Array<RawObject>(count).fill({ id: 'one' }));
const counts = { seen: 0, added: 0, gone: 0 };
const stored: ListOutcome = { status: 'fulfilled', value: counts };

/** A store that ends each group when it is told to. */
class SlowStore {
  readonly groups: string[][] = [];
  private readonly ends: ((outcomes: readonly ListOutcome[]) => void)[] = [];
  private readonly breaks: ((reason: unknown) => void)[] = [];

  readonly store = (lists: readonly ReadList[]): Promise<readonly ListOutcome[]> => {
    this.groups.push(lists.map(({ parentId }) => parentId));
    return new Promise((resolve, reject) => {
      this.ends.push(resolve);
      this.breaks.push(reject);
    });
  };

  async end(place: number, outcomes = this.groups[place]?.map(() => stored) ?? []): Promise<void> {
    this.ends[place]?.(outcomes);
    await rest();
  }

  async break(place: number, reason: unknown): Promise<void> {
    this.breaks[place]?.(reason);
    await rest();
  }
}

/** Lets everything go on that does not wait for a group to be stored. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let lanes: ListLane[] = [];
function laneOf(store: (lists: readonly ReadList[]) => Promise<readonly ListOutcome[]>, longestWaitMs = FOR_EVER_MS) {
  const lane = new ListLane(store, longestWaitMs);
  lanes.push(lane);
  return lane;
}
/** Whatever a test left waiting is stored, so that no timer is left behind. */
afterEach(async () => {
  await Promise.all(lanes.map((lane) => lane.drain()));
  lanes = [];
});

describe('a lane of lists', () => {
  it('stores together what comes while others are being stored', async () => {
    const slow = new SlowStore();
    const lane = laneOf(slow.store);
    const outcomes = [
      lane.add(listOf('a')),
      lane.add(ofObjects('b', 1000)),
      lane.add(listOf('c')),
      lane.add(listOf('d')),
    ];
    expect(slow.groups).toEqual([['a', 'b']]);
    const draining = lane.drain();
    await rest();
    expect(slow.groups).toHaveLength(1);
    await slow.end(0);
    expect(slow.groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await slow.end(1);
    await draining;
    expect(await Promise.all(outcomes)).toEqual([counts, counts, counts, counts]);
  });

  it('stores a list that no other one follows', async () => {
    const lane = laneOf((lists) => Promise.resolve(lists.map(() => stored)), 1);
    expect(await lane.add(listOf('a'))).toEqual(counts);
    expect(await lane.add(listOf('b'))).toEqual(counts);
  });

  it('begins no group before there is reason to', async () => {
    const slow = new SlowStore();
    const lane = laneOf(slow.store);
    const first = lane.add(listOf('a'));
    await rest();
    expect(slow.groups).toEqual([]);
    const draining = lane.drain();
    expect(slow.groups).toEqual([['a']]);
    await slow.end(0);
    await Promise.all([draining, first]);
  });

  it('holds so many objects and no more, however many lists they are in', async () => {
    const slow = new SlowStore();
    const lane = laneOf(slow.store);
    let read = 0;
    const reading = (async () => {
      for (; read < 40; read += 1) {
        void lane.add(ofObjects(`list ${read}`, 249));
        await lane.room();
      }
    })();
    await rest();
    // Four are being stored, and four wait.
    expect(read).toBe(7);
    expect(slow.groups).toEqual([['list 0', 'list 1', 'list 2', 'list 3']]);
    for (let place = 0; place < 9; place += 1) await slow.end(place);
    await reading;
    const draining = lane.drain();
    await slow.end(9);
    await draining;
    expect(slow.groups.map(({ length }) => length)).toEqual(Array(10).fill(4));
  });

  it('stores two lists of the same parent one after the other', async () => {
    const slow = new SlowStore();
    const lane = laneOf(slow.store);
    const outcomes = [lane.add(listOf('a')), lane.add(listOf('b')), lane.add(listOf('a'))];
    const draining = lane.drain();
    await slow.end(0);
    await slow.end(1);
    await draining;
    await Promise.all(outcomes);
    expect(slow.groups).toEqual([['a', 'b'], ['a']]);
  });

  it('tells each what became of its list, and all of them what ended their group', async () => {
    const slow = new SlowStore();
    const lane = laneOf(slow.store);
    const outcomes = Promise.allSettled([
      lane.add(listOf('a')),
      lane.add(ofObjects('b', 999)),
      lane.add(listOf('c')),
      lane.add(listOf('d')),
    ]);
    const draining = lane.drain();
    await slow.end(0, [stored, { status: 'rejected', reason: 'no id' }]);
    await slow.break(1, 'no connection');
    await draining;
    expect(await outcomes).toEqual([
      stored,
      { status: 'rejected', reason: 'no id' },
      { status: 'rejected', reason: 'no connection' },
      { status: 'rejected', reason: 'no connection' },
    ]);
  });
});

describe('lists that wait', () => {
  const directory = useDirectory();
  const keys = (): ListLane =>
    laneOf((lists) => {
      const { id: organizationId } = directory.organization;
      return directory.store.replaceLists({ organizationId, feed: 'lists', fence: 1n, kind: 'api_key', lists });
    });
  const rows = () =>
    directory.dataSource.query<{ id: string; lists: number }[]>(
      `SELECT id, (SELECT count(*)::integer FROM directory_lists l WHERE l.organization_id = $1) AS lists
         FROM directory_objects WHERE organization_id = $1 ORDER BY id`,
      [directory.organization.id],
    );

  it('are none of them written when the feed is claimed again meanwhile', async () => {
    const lane = keys();
    const outcomes = Promise.allSettled(['a', 'b', 'c'].map((id) => lane.add(listOf(`proj_${id}`, [rawKey(id)]))));
    await directory.organization.claimElsewhere();
    await lane.drain();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(FenceMovedError) });
    }
    expect(await rows()).toEqual([]);
  });

  it('are all written but the one that cannot be', async () => {
    const lane = keys();
    const outcomes = Promise.allSettled(
      ['a', 'b', 'c'].map((id) => lane.add(listOf(`proj_${id}`, [rawKey(id, id === 'b' ? { 'no text\0': 1 } : {})]))),
    );
    await lane.drain();
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await rows()).toEqual([
      { id: 'a', lists: 2 },
      { id: 'c', lists: 2 },
    ]);
  });
});
