/** Lists that are stored together leave behind what they would have if each had been stored alone. */
import { describe, expect, it } from '@jest/globals';
import { Random } from '../metering/testing/drawn-costs.js';
import { FenceMovedError } from '../sync/fence.js';
import { countStatements } from '../testing/counted-statements.js';
import type { RawObject } from './directory-object.js';
import type { KindName } from './kinds.js';
import type { ListGroup, ListOutcome, ReadList } from './list-group.js';
import { useDirectory } from './testing/directory-suite.js';
import { type DrawnLists, drawLists } from './testing/drawn-lists.js';
import { type ListingOrganization, rawKey, rawProject } from './testing/listing-organization.js';

const directory = useDirectory();

const PROJECTS = Array.from({ length: 20 }, (_, index) => `proj_${index}`);

const listOf = (parentId: string, items: readonly RawObject[], given: Partial<ReadList> = {}): ReadList => ({
  parentId,
  items,
  complete: true,
  problem: null,
  at: directory.now,
  ...given,
});

const groupOf = (kind: KindName, lists: readonly ReadList[], given: Partial<ListGroup> = {}): ListGroup => ({
  organizationId: directory.organization.id,
  feed: 'lists',
  fence: 1n,
  kind,
  lists,
  ...given,
});

/** All that is stored of an organization, without what is different for each. */
async function storedOf({ id }: ListingOrganization): Promise<Record<string, unknown[]>> {
  const read = (statement: string) => directory.dataSource.query<unknown[]>(statement, [id]);
  return {
    objects: await read(
      `SELECT to_jsonb(o) - 'organization_id' AS o FROM directory_objects o WHERE organization_id = $1
        ORDER BY kind, parent_id, id`,
    ),
    history: await read(
      `SELECT to_jsonb(h) - 'organization_id' - 'id' AS h FROM directory_history h WHERE organization_id = $1
        ORDER BY changed_at, kind, parent_id, object_id, field, old_value, new_value`,
    ),
    lists: await read(
      `SELECT to_jsonb(l) - 'organization_id' AS l FROM directory_lists l WHERE organization_id = $1
        ORDER BY kind, parent_id`,
    ),
  };
}

async function revisionOf({ id }: ListingOrganization): Promise<bigint> {
  const [row] = await directory.dataSource.query<{ revision: string }[]>(
    `SELECT revision FROM feeds WHERE organization_id = $1 AND feed = 'lists'`,
    [id],
  );
  return BigInt(row?.revision ?? -1);
}

/** What became of it, in words that two ways of storing have in common. */
const told = (outcomes: readonly ListOutcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason)));

async function storeEach({ lists, ...of }: DrawnLists, organization: ListingOrganization): Promise<ListOutcome[]> {
  const outcomes: ListOutcome[] = [];
  for (const list of lists)
    outcomes.push(...(await Promise.allSettled([directory.store.replaceList(alone(organization, of, list))])));
  return outcomes;
}

const alone = ({ id }: ListingOrganization, of: Omit<DrawnLists, 'lists'>, list: ReadList) => ({
  organizationId: id,
  feed: 'lists',
  fence: 1n,
  ...of,
  ...list,
});

describe('lists of a group', () => {
  it.each([1, 2, 3, 4])(
    'are stored like one after the other, whatever is in them (seed %i)',
    async (seed) => {
      const random = new Random(seed);
      const together = directory.organization;
      const apart = await directory.connectAnother();
      for (let round = 0; round < 30; round += 1) {
        const drawn = drawLists(random, directory.later());
        const before = [await revisionOf(together), await revisionOf(apart)] as const;
        const group = { organizationId: together.id, feed: 'lists', fence: 1n, ...drawn };
        const outcomes = await directory.store.replaceLists(group);
        expect(told(outcomes)).toEqual(told(await storeEach(drawn, apart)));
        expect((await revisionOf(together)) > before[0]).toBe((await revisionOf(apart)) > before[1]);
        expect(await storedOf(together)).toEqual(await storedOf(apart));
      }
      const { history, objects } = await storedOf(together);
      expect(history?.length).toBeGreaterThan(30);
      expect(objects?.length).toBeGreaterThan(20);
    },
    60_000,
  );

  it('of twenty projects cost as many statements as one list', async () => {
    const lists = PROJECTS.map((id) => listOf(id, [rawKey('key_a'), rawKey('key_b')]));
    const statements = countStatements(directory.dataSource);
    await directory.store.replaceLists(groupOf('api_key', lists.slice(0, 1)));
    const ofOne = statements.take();
    const outcomes = await directory.store.replaceLists(groupOf('api_key', lists));
    const ofTwenty = statements.take();
    statements.end();
    expect(ofTwenty.map((text) => text.trim().split(/\s+/, 2).join(' '))).toEqual(
      ofOne.map((text) => text.trim().split(/\s+/, 2).join(' ')),
    );
    expect(ofOne.length).toBeGreaterThan(4);
    expect(told(outcomes)).toEqual(PROJECTS.map((_, place) => ({ seen: 2, added: place === 0 ? 0 : 2, gone: 0 })));
  });

  it('take none of the others along where one has an object without an id, or a text that Postgres refuses', async () => {
    const outcomes = await directory.store.replaceLists(
      groupOf('api_key', [
        listOf('proj_a', [rawKey('key_a')]),
        listOf('proj_b', [rawKey('key_b'), { name: 'without an id' }]),
        listOf('proj_c', [rawKey('key_c'), rawKey('key_d', { 'no text\0': 1 })]),
        listOf('proj_d', [rawKey('key_e')]),
      ]),
    );
    const stored = { status: 'fulfilled', value: { seen: 1, added: 1, gone: 0 } };
    expect(outcomes).toEqual([
      stored,
      {
        status: 'rejected',
        reason: expect.objectContaining({ message: expect.stringMatching(/whose id is undefined/) }),
      },
      {
        status: 'rejected',
        reason: expect.objectContaining({ message: expect.stringMatching(/unsupported Unicode/) }),
      },
      stored,
    ]);
    const { objects, lists } = await storedOf(directory.organization);
    expect(objects).toMatchObject([{ o: { id: 'key_a' } }, { o: { id: 'key_e' } }]);
    expect(lists).toMatchObject([{ l: { parent_id: 'proj_a' } }, { l: { parent_id: 'proj_d' } }]);
  });

  it('are none of them written when the feed was claimed again', async () => {
    await directory.organization.claimElsewhere();
    const group = groupOf('api_key', [listOf('proj_a', [rawKey('key_a')]), listOf('proj_b', [rawKey('key_b')])]);
    await expect(directory.store.replaceLists(group)).rejects.toBeInstanceOf(FenceMovedError);
    expect(await storedOf(directory.organization)).toEqual({ objects: [], history: [], lists: [] });
  });

  it('are tried once where it is not their text that cannot be stored', async () => {
    const group = groupOf('api_key', [listOf('proj_a', [rawKey('key_a')]), listOf('proj_b', [rawKey('key_b')])]);
    const statements = countStatements(directory.dataSource, (text) => {
      if (text.includes('FROM erased_members')) throw new Error('the connection is gone');
    });
    await expect(directory.store.replaceLists(group)).rejects.toThrow('the connection is gone');
    statements.end();
    expect(statements.take().filter((text) => text === 'START TRANSACTION')).toHaveLength(1);
    expect(await storedOf(directory.organization)).toEqual({ objects: [], history: [], lists: [] });
  });

  it('of one kind do not stop those of another one that end what the same archived projects hold', async () => {
    const { store, dataSource, organization } = directory;
    const other = { organizationId: organization.id, feed: 'other lists', fence: 1n };
    await dataSource.query('INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, $2, 1)', [
      organization.id,
      other.feed,
    ]);
    const keys = groupOf(
      'api_key',
      ['proj_a', 'proj_b'].map((id) => listOf(id, [rawKey('key')])),
    );
    const accounts = groupOf(
      'service_account',
      ['proj_a', 'proj_b'].map((id) => listOf(id, [{ id: 'svc' }])),
      other,
    );
    await store.replaceList(organization.list('role', 'proj_a', [{ id: 'role' }]));
    await store.replaceLists(keys);
    await store.replaceLists(accounts);
    const archived = ['proj_a', 'proj_b'].map((id) => rawProject(id, { status: 'archived' }));
    await store.replaceList(organization.projects(archived));
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT FROM directory_objects WHERE id = 'role' AND organization_id = $1 FOR UPDATE`, [
      organization.id,
    ]);
    const waiting = async (count: number): Promise<void> => {
      const [row] = await dataSource.query<{ count: number }[]>(
        `SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (row?.count !== count) await waiting(count);
    };
    const first = store.replaceLists(keys);
    await waiting(1);
    const second = store.replaceLists(accounts);
    await waiting(2);
    await runner.commitTransaction();
    await runner.release();
    expect(told((await Promise.all([first, second])).flat())).toEqual([
      { seen: 1, added: 0, gone: 3 },
      { seen: 1, added: 0, gone: 2 },
      { seen: 1, added: 0, gone: 1 },
      { seen: 1, added: 0, gone: 1 },
    ]);
  });
});
