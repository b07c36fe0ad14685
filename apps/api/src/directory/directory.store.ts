import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isRefusedData } from '../database/refused-data.js';
import type { Environment } from '../env.js';
import { keepErasuresOut, readErased } from '../personal-data/erased-members.js';
import { lockFence, type Writer } from '../sync/fence.js';
import { ENVIRONMENT } from '../tokens.js';
import { endBelongings, lockDirectory, noteRead } from './directory-endings.js';
import type { RawObject } from './directory-object.js';
import { LABELS, LIST_FAILED, listsToRead, MARK_ARCHIVED, markGone } from './directory-statements.js';
import type { KindName } from './kinds.js';
import {
  type ListCounts,
  type ListGroup,
  type ListOutcome,
  type OfLists,
  type ReadList,
  storeGroup,
  storeSingle,
} from './list-group.js';
import { childPrefix, hasLists, type Parent } from './parents.js';

/** A list as it was read from OpenAI, and by whom. */
export interface DirectoryList extends OfLists, ReadList {}

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
   * Takes over lists, all in one transaction: objects by their id, changes of the fields that are watched, and what is
   * no more.
   *
   * An object is gone after two complete lists in a row without it, because one may have moved between two pages
   * while they were read; a list that is not complete never makes anything gone. What a project that is archived
   * holds ends with it, listed or not.
   *
   * A list that cannot be stored (TypeError: an object without an id; QueryFailedError: Postgres refuses its text) takes
   * no other one along.
   *
   * @returns what became of each list, in their order.
   * @throws FenceMovedError when the feed was claimed again: nothing of any list is stored.
   */
  async replaceLists(group: ListGroup): Promise<ListOutcome[]> {
    try {
      return await this.transaction(group, async (manager) =>
        storeGroup(manager, group, await readErased(manager, this.environment.secret)),
      );
    } catch (reason) {
      if (!isRefusedData(reason)) throw reason;
      if (group.lists.length === 1) return [{ status: 'rejected', reason }];
      return this.replaceEach(group);
    }
  }

  /** Takes over one list, see `replaceLists`. */
  async replaceList(list: DirectoryList): Promise<ListCounts> {
    const [outcome] = await this.replaceLists({ ...list, lists: [list] });
    if (outcome?.status !== 'fulfilled') throw outcome?.reason;
    return outcome.value;
  }

  /**
   * Takes over one object that was read by itself; of the list that it belongs to this says nothing. What a project that
   * is archived holds ends with it.
   *
   * @returns whether it is new.
   */
  async storeObject(object: OfLists & Pick<ReadList, 'parentId' | 'at'> & { item: RawObject }): Promise<boolean> {
    return this.transaction(object, async (manager) =>
      storeSingle(manager, object, await readErased(manager, this.environment.secret)),
    );
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
      await lockDirectory(manager, { organizationId, kind, mayEndOthers: true });
      await manager.query(MARK_ARCHIVED, [organizationId, projectId, at]);
      const ended = await endBelongings(manager, organizationId, new Map([[projectId, at]]));
      const read = { parentId, at, complete: true, problem: 'project_archived' };
      await noteRead(manager, { organizationId, kind, lists: [read] });
      return { gone: ended.get(projectId) ?? 0 };
    });
  }

  /** Notes that OpenAI does not find one object (404 on itself); a project takes along what belonged to it. */
  async markGone(object: LearntObject): Promise<{ gone: number }> {
    const { organizationId, kind, parentId, id, at } = object;
    return this.write(object, async (manager) => {
      await lockDirectory(manager, { organizationId, kind, mayEndOthers: hasLists(kind) });
      const [counts] = await manager.query<{ gone: number }[]>(markGone(kind), [
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

  /** Each in a transaction of its own: Postgres does not say which of them it refuses. */
  private async replaceEach(group: ListGroup): Promise<ListOutcome[]> {
    const outcomes: ListOutcome[] = [];
    for (const list of group.lists) {
      const alone = this.replaceLists({ ...group, lists: [list] });
      outcomes.push(...(await alone.catch((reason: unknown) => [{ status: 'rejected', reason } as const])));
    }
    return outcomes;
  }

  private write<T>(fence: Writer, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction(fence, async (manager) => {
      await keepErasuresOut(manager);
      return work(manager);
    });
  }

  private transaction<T>(fence: Writer, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await lockFence(manager, fence);
      return work(manager);
    });
  }
}
