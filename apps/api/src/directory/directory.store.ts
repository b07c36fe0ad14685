import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Fence, lockFence } from '../sync/fence.js';
import { promoteAll, type RawObject, storableJson } from './directory-object.js';
import { DIRECTORY_KINDS, type DirectoryKind, type KindName } from './kinds.js';
import {
  LABELS,
  LIST_READ,
  MARK_ARCHIVED,
  MARK_BELONGINGS_GONE,
  MARK_GONE,
  PROJECTS_TO_READ,
  STORE_LIST,
} from './directory-statements.js';

/** A list as it was read from OpenAI, and by which claim of which feed. */
export interface DirectoryList extends Fence {
  kind: KindName;
  /** The project whose list it is; '' for lists of the organization. */
  parentId: string;
  items: readonly RawObject[];
  /** False when OpenAI's paging broke off: what is missing from it says nothing. */
  complete: boolean;
  /** What was wrong with it, for people; null when nothing was. */
  problem: string | null;
  /** When its reading began, by OpenAI's clock. */
  at: Date;
}

/** One object of OpenAI's, and by which claim of which feed something was learnt about it. */
export interface LearntObject extends Fence {
  kind: KindName;
  id: string;
  at: Date;
}

export interface ProjectToRead {
  id: string;
  archived: boolean;
  /** When its list was last asked for, whatever came of it; null: never. */
  readAt: Date | null;
}

/**
 * Writes what OpenAI's lists hold. Nothing is ever deleted: costs go on to name keys and projects that are gone.
 *
 * Each method is one transaction that begins with the feed's fence and ends without a write if that has moved.
 */
@Injectable()
export class DirectoryStore {
  constructor(private readonly dataSource: DataSource) {}

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
    const objects = promoteAll(kind, list.items, parentId, at);
    const watched = watchedPaths(kind);
    return this.write(list, async (manager) => {
      const [counts] = await manager.query<{ added: number; gone: number }[]>(STORE_LIST, [
        organizationId,
        kind,
        parentId,
        at,
        complete,
        storableJson(objects),
        JSON.stringify(watched),
        objects.map(({ id }) => id),
      ]);
      const ended = complete && parentId !== '' ? await endWithArchived(manager, list, parentId) : null;
      const said = ended === null ? problem : 'project_archived';
      await manager.query(LIST_READ, [organizationId, kind, parentId, at, complete, said]);
      return { seen: objects.length, added: counts?.added ?? 0, gone: (counts?.gone ?? 0) + (ended ?? 0) };
    });
  }

  /**
   * Notes that OpenAI refused a project's list because the project is archived (400): what belonged to it is archived
   * with it, and `projectsToRead` names it no more.
   */
  async markArchivedWith(project: Omit<LearntObject, 'id'> & { projectId: string }): Promise<{ gone: number }> {
    const { organizationId, kind, projectId, at } = project;
    return this.write(project, async (manager) => {
      await manager.query(MARK_ARCHIVED, [organizationId, projectId, at]);
      const gone = (await endWithArchived(manager, project, projectId)) ?? 0;
      await manager.query(LIST_READ, [organizationId, kind, projectId, at, true, 'project_archived']);
      return { gone };
    });
  }

  /** Notes that OpenAI does not find one object (404 on itself); a project takes along what belonged to it. */
  async markGone(object: LearntObject): Promise<{ gone: number }> {
    const { organizationId, kind, id, at } = object;
    return this.write(object, async (manager) => {
      const [counts] = await manager.query<{ gone: number }[]>(MARK_GONE, [organizationId, kind, id, at]);
      return { gone: counts?.gone ?? 0 };
    });
  }

  /**
   * The projects whose own list of a kind is to be read, the one that waited longest first.
   *
   * An archived project is named until its list was read once more or refused for it, and then never again.
   */
  async projectsToRead(organizationId: number, kind: KindName = 'api_key'): Promise<ProjectToRead[]> {
    return this.dataSource.query(PROJECTS_TO_READ, [organizationId, kind]);
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

  private write<T>(fence: Fence, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await lockFence(manager, fence);
      return work(manager);
    });
  }
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

function watchedPaths(kind: KindName): { field: string; path: readonly string[] }[] {
  const { history }: DirectoryKind = DIRECTORY_KINDS[kind];
  return Object.entries(history).flatMap(([field, paths]) => paths.map((path) => ({ field, path })));
}
