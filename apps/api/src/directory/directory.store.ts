import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Environment } from '../env.js';
import { keepErasuresOut, readErased } from '../personal-data/erased-members.js';
import { withoutErased } from '../personal-data/erased-text.js';
import { lockFence, outdateAnswers, type Writer } from '../sync/fence.js';
import { promoteAll, type RawObject, storableJson } from './directory-object.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';
import {
  LABELS,
  LIST_FAILED,
  LIST_READ,
  LOCK_KIND,
  listsToRead,
  MARK_ARCHIVED,
  MARK_BELONGINGS_GONE,
  MARK_GONE,
  STORE_LIST,
} from './directory-statements.js';
import { ENVIRONMENT } from '../tokens.js';
import { childPrefix, type Parent, placeOf } from './parents.js';

/** A list as it was read from OpenAI, and by whom. */
export interface DirectoryList extends Writer {
  kind: KindName;
  /** Whose list it is, see parents.ts. */
  parentId: string;
  items: readonly RawObject[];
  /** False when OpenAI's paging broke off: what is missing from it says nothing. */
  complete: boolean;
  /** What was wrong with it, for people; null when nothing was. */
  problem: string | null;
  /** It is no list but one object that OpenAI has or has not: what it has no more is gone at once. */
  isSingle?: boolean;
  /** When its reading began, by OpenAI's clock. */
  at: Date;
}

/** One object of OpenAI's, and who learnt something about it. */
export interface LearntObject extends Writer {
  kind: KindName;
  parentId: string;
  id: string;
  at: Date;
}

/** A list that is to be read from time to time. */
export interface ListToRead {
  parentId: string;
  /** null: never. */
  readAt: Date | null;
  /** Tries in a row that failed. */
  failures: number;
}

/** An object is gone after so many complete lists without it. */
const LISTS_UNTIL_GONE = 2;

/**
 * Writes what OpenAI's lists hold. Nothing is ever deleted: costs go on to name keys and projects that are gone.
 *
 * Each method is one transaction that begins with the feed's fence and ends without a write if that has moved.
 */
@Injectable()
export class DirectoryStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'secret'>,
  ) {}

  /**
   * Takes over one list: objects by their id, changes of the fields that are watched, and what is no more.
   *
   * An object is gone after two complete lists in a row without it, because one may have moved between two pages
   * while they were read; a list that is not complete never makes anything gone. What a project that is archived
   * holds ends with it, listed or not.
   *
   * @returns how many objects the list held, how many of them were new, and how many objects this made gone.
   * @throws TypeError when an object has no id; FenceMovedError when the feed was claimed again.
   */
  async replaceList(list: DirectoryList): Promise<{ seen: number; added: number; gone: number }> {
    const { organizationId, kind, parentId, complete, problem, at } = list;
    return this.write(list, async (manager) => {
      const counts = await storeObjects(manager, await this.withoutErased(manager, list));
      const { projectId } = placeOf(parentId);
      const ended = complete && projectId !== null ? await endWithArchived(manager, list, projectId) : null;
      const said = ended === null ? problem : 'project_archived';
      await manager.query(LIST_READ, [organizationId, kind, parentId, at, complete, said]);
      return { ...counts, gone: counts.gone + (ended ?? 0) };
    });
  }

  /**
   * Takes over one object that was read by itself; of the list that it belongs to this says nothing. What a project that
   * is archived holds ends with it.
   *
   * @returns whether it is new.
   */
  async storeObject(
    object: Omit<DirectoryList, 'items' | 'complete' | 'problem'> & { item: RawObject },
  ): Promise<boolean> {
    const list = { ...object, items: [object.item], complete: false, problem: null };
    return this.write(object, async (manager) => {
      const { added } = await storeObjects(manager, await this.withoutErased(manager, list));
      if (list.kind === 'project') await endWithArchived(manager, list, String(object.item['id']));
      return added > 0;
    });
  }

  /** Notes that a list could not be read. */
  async noteFailure(list: Omit<LearntObject, 'id'> & { problem: string }): Promise<void> {
    const { organizationId, kind, parentId, at, problem } = list;
    await this.write(list, (manager) => manager.query(LIST_FAILED, [organizationId, kind, parentId, at, problem]));
  }

  /**
   * Notes that OpenAI refused a list because its project is archived (400): what belonged to it is archived with it,
   * and `listsToRead` names it no more.
   */
  async markArchivedWith(list: Omit<LearntObject, 'id'> & { projectId: string }): Promise<{ gone: number }> {
    const { organizationId, kind, parentId, projectId, at } = list;
    return this.write(list, async (manager) => {
      await manager.query(MARK_ARCHIVED, [organizationId, projectId, at]);
      const gone = (await endWithArchived(manager, list, projectId)) ?? 0;
      await manager.query(LIST_READ, [organizationId, kind, parentId, at, true, 'project_archived']);
      return { gone };
    });
  }

  /** Notes that OpenAI does not find one object (404 on itself); a project takes along what belonged to it. */
  async markGone(object: LearntObject): Promise<{ gone: number }> {
    const { organizationId, kind, parentId, id, at } = object;
    return this.write(object, async (manager) => {
      const [counts] = await manager.query<{ gone: number }[]>(MARK_GONE, [
        organizationId,
        kind,
        id,
        at,
        parentId,
        childPrefix(kind, parentId),
      ]);
      return { gone: counts?.gone ?? 0 };
    });
  }

  /**
   * The lists of a kind that each of its parents has, the one that waited longest first, never read ones before all.
   *
   * That of an archived project is named until it was read once more or refused for it, and then never again.
   */
  async listsToRead(
    organizationId: number,
    { kind, of }: { kind: KindName; of: Exclude<Parent, 'organization'> },
  ): Promise<ListToRead[]> {
    return this.dataSource.query(listsToRead(of), [organizationId, kind]);
  }

  /** Names of objects as last seen, gone ones included, by OpenAI's id; what has no name is left out. */
  async labels(
    organizationIds: readonly number[] | 'all',
    kind: KindName,
    ids: readonly string[],
  ): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const within = organizationIds === 'all' ? null : organizationIds;
    const rows = await this.dataSource.query<{ id: string; name: string }[]>(LABELS, [within, kind, ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** OpenAI tells of members who were erased here as before. */
  private async withoutErased(manager: EntityManager, list: DirectoryList): Promise<DirectoryList> {
    const erased = await readErased(manager, this.environment.secret);
    return erased === null ? list : { ...list, items: withoutErased(list.items, erased) };
  }

  private write<T>(fence: Writer, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await lockFence(manager, fence);
      await keepErasuresOut(manager);
      return work(manager);
    });
  }
}

async function storeObjects(
  manager: EntityManager,
  list: DirectoryList,
): Promise<{ seen: number; added: number; gone: number }> {
  const { organizationId, kind, parentId, complete, at } = list;
  const objects = promoteAll(kind, list.items, parentId, at);
  // An object may be read by itself while its list is stored: what changed is told by comparing with what is committed.
  await manager.query(LOCK_KIND, [`${organizationId} ${kind}`]);
  const [counts] = await manager.query<{ added: number; gone: number; renamed: boolean }[]>(STORE_LIST, [
    organizationId,
    kind,
    parentId,
    at,
    complete,
    storableJson(objects),
    watchedPaths(kind),
    objects.map(({ id }) => id),
    list.isSingle === true ? 1 : LISTS_UNTIL_GONE,
    childPrefix(kind, parentId),
  ]);
  if (counts?.renamed === true) await outdateAnswers(manager, list);
  return { seen: objects.length, added: counts?.added ?? 0, gone: counts?.gone ?? 0 };
}

/** Ends what belongs to a project if that is archived; null if it is not. */
async function endWithArchived(
  manager: EntityManager,
  { organizationId, at }: Pick<DirectoryList, 'organizationId' | 'at'>,
  projectId: string,
): Promise<number | null> {
  const [counts] = await manager.query<{ archived: boolean; gone: number }[]>(MARK_BELONGINGS_GONE, [
    organizationId,
    projectId,
    at,
  ]);
  return counts?.archived ? counts.gone : null;
}

/** As JSON; null for every field. */
function watchedPaths(kind: KindName): string | null {
  const { history }: DirectoryKind = DIRECTORY_KINDS[kind];
  if (history === 'all') return null;
  return JSON.stringify(Object.entries(history).flatMap(([field, paths]) => paths.map((path) => ({ field, path }))));
}
