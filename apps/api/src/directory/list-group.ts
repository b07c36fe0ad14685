/** Lists of one kind that are stored in one transaction, and what each of them makes of the directory. */
import type { EntityManager } from 'typeorm';
import { type Erased, withoutErased } from '../personal-data/erased-text.js';
import { outdateAnswers, type Writer } from '../sync/fence.js';
import { endBelongings, lockDirectory, noteRead } from './directory-endings.js';
import { promoteAll, type PromotedObject, type RawObject, storableJson } from './directory-object.js';
import { storeLists } from './directory-statements.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';
import { childPrefix, hasLists, placeOf } from './parents.js';

/** A list as it was read from OpenAI. */
export interface ReadList {
  /** Whose list it is, see parents.ts. */
  parentId: string;
  items: readonly RawObject[];
  /** False when OpenAI's paging broke off: what is missing from it says nothing. */
  complete: boolean;
  /** What was wrong with it, for people; null when nothing was. */
  problem: string | null;
  /** When its reading began, by OpenAI's clock. */
  at: Date;
}

/** What lists that are stored together have in common. */
export interface OfLists extends Writer {
  kind: KindName;
  /** They are no lists but one object each that OpenAI has or has not: what it has no more is gone at once. */
  isSingle?: boolean;
}

/** No two of its lists are of the same parent. */
export interface ListGroup extends OfLists {
  lists: readonly ReadList[];
}

/** How many objects a list held, how many of them were new, and how many objects it made gone. */
export interface ListCounts {
  seen: number;
  added: number;
  gone: number;
}

export type ListOutcome = PromiseSettledResult<ListCounts>;

/** A list whose objects have all that they need to be stored. */
interface PromotedList extends ReadList {
  objects: readonly PromotedObject[];
  /** Of `seen` at first, the others once it is stored. */
  counts: ListCounts;
}

/** An object is gone after so many complete lists without it. */
const LISTS_UNTIL_GONE = 2;

/**
 * Takes lists over, for who holds their writer's fence. One that holds an object without an id is left out, and takes none
 * along; what Postgres refuses ends the transaction, and so all of them.
 *
 * @param erased whose names OpenAI tells as before; null: nobody was erased.
 * @returns what became of each list, in their order.
 */
export async function storeGroup(
  manager: EntityManager,
  group: ListGroup,
  erased: Erased | null,
): Promise<ListOutcome[]> {
  const promoted = group.lists.map((list) => promote(group.kind, list, erased));
  const lists = promoted.filter((one) => 'counts' in one);
  if (lists.length > 0) await storeAll(manager, group, lists);
  return promoted.map((one) => ('counts' in one ? { status: 'fulfilled', value: one.counts } : one));
}

/**
 * Takes over one object that was read by itself, for who holds its writer's fence.
 *
 * @returns whether it is new.
 * @throws TypeError when it has no id.
 */
export async function storeSingle(
  manager: EntityManager,
  object: OfLists & { parentId: string; item: RawObject; at: Date },
  erased: Erased | null,
): Promise<boolean> {
  const { organizationId, kind, parentId, item, at } = object;
  const list = promote(kind, { parentId, items: [item], complete: false, problem: null, at }, erased);
  if (!('counts' in list)) throw list.reason;
  const archived = list.objects.filter(({ status }) => kind === 'project' && status === 'archived');
  await lockDirectory(manager, { organizationId, kind, mayEndOthers: archived.length > 0 });
  await storeObjects(manager, object, [list]);
  await endBelongings(manager, organizationId, new Map(archived.map(({ id }) => [id, at])));
  return list.counts.added > 0;
}

function promote(kind: KindName, list: ReadList, erased: Erased | null): PromotedList | PromiseRejectedResult {
  try {
    const items = erased === null ? list.items : withoutErased(list.items, erased);
    const objects = promoteAll(kind, items, list.parentId, list.at);
    return { ...list, objects, counts: { seen: objects.length, added: 0, gone: 0 } };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

async function storeAll(manager: EntityManager, group: OfLists, lists: readonly PromotedList[]): Promise<void> {
  const { organizationId, kind } = group;
  const complete = lists.filter((list) => list.complete);
  const projects = complete.flatMap(({ parentId }) => placeOf(parentId).projectId ?? []);
  const mayEndOthers = hasLists(kind) && complete.length > 0;
  const archived = await lockDirectory(manager, { organizationId, kind, mayEndOthers, projects });
  await storeObjects(manager, group, lists);
  const ending = complete.filter(({ parentId }) => archived.has(placeOf(parentId).projectId ?? ''));
  // Where several lists are of one project, the last one ends it.
  const last = new Map(ending.map((list) => [placeOf(list.parentId).projectId ?? '', list]));
  const ended = await endBelongings(
    manager,
    organizationId,
    new Map([...last].map(([projectId, { at }]) => [projectId, at])),
  );
  for (const [projectId, { counts }] of last) counts.gone += ended.get(projectId) ?? 0;
  const read = lists.map((list) => (ending.includes(list) ? { ...list, problem: 'project_archived' } : list));
  await noteRead(manager, { organizationId, kind, lists: read });
}

async function storeObjects(manager: EntityManager, of: OfLists, lists: readonly PromotedList[]): Promise<void> {
  const { organizationId, kind, isSingle } = of;
  const objects = lists.flatMap((list, index) => list.objects.map((object) => ({ list: index + 1, ...object })));
  const news = await manager.query<{ list: number; added: number; gone: number; renamed: boolean }[]>(
    storeLists(kind),
    [
      organizationId,
      kind,
      lists.map(({ parentId }) => parentId),
      lists.map(({ at }) => at),
      lists.map(({ complete }) => complete),
      storableJson(objects),
      watchedPaths(kind),
      objects.map(({ list, id }) => `${list} ${id}`),
      isSingle === true ? 1 : LISTS_UNTIL_GONE,
      lists.map(({ parentId }) => childPrefix(kind, parentId)),
    ],
  );
  for (const { list, added, gone } of news) Object.assign(lists[list - 1]?.counts ?? {}, { added, gone });
  if (news.some(({ renamed }) => renamed)) await outdateAnswers(manager, of);
}

/** As JSON; null for every field. */
function watchedPaths(kind: KindName): string | null {
  const { history }: DirectoryKind = DIRECTORY_KINDS[kind];
  if (history === 'all') return null;
  return JSON.stringify(Object.entries(history).flatMap(([field, paths]) => paths.map((path) => ({ field, path }))));
}
