import {
  type AdminClient,
  type DirectoryObject,
  isArchivedProject,
  OpenAIAdminError,
  readDirectoryList,
  readDirectoryObject,
  readsOneOf,
} from '@bursar/openai-admin';
import { Inject, Injectable } from '@nestjs/common';
import { DirectoryListStore } from '../directory/directory-list.store.js';
import { DirectoryStore } from '../directory/directory.store.js';
import type { KindName } from '../directory/kinds.js';
import { listHolding } from '../directory/lists.js';
import { idsWithin, placeOf } from '../directory/parents.js';
import { REREADS_FEED, type RereadRequest, RereadsStore } from '../directory/rereads.store.js';
import { notFound } from '../http/problem.js';
import type { Scope } from '../http/scope.js';

/** An object as the lists answer it. */
export type Item = Readonly<Record<string, unknown>>;

/** Where an object is: its kind, and whose list it is in (see parents.ts). */
export interface Place {
  kind: KindName;
  parentId: string;
}

export interface Named extends Place {
  id: string;
}

/** In which organization, and what of it the caller may see. */
export interface Within {
  organizationId: number;
  projectIds: Scope['projectIds'];
}

/** The objects of the directory that something is done on. */
@Injectable()
export class ActedObjects {
  constructor(
    @Inject(DirectoryStore) private readonly directory: DirectoryStore,
    @Inject(DirectoryListStore) private readonly lists: DirectoryListStore,
    @Inject(RereadsStore) private readonly rereads: RereadsStore,
  ) {}

  /** As its list answers it, gone or not; null: it was never seen, or not for this caller. */
  async find({ kind, parentId, id }: Named, within: Within): Promise<Item | null> {
    const { of, projectId, groupId } = placeOf(parentId);
    const filters = {
      ...(of === 'project' && { project_id: [projectId] }),
      ...(of === 'group' && { group_id: [groupId] }),
    };
    const query = { limit: 1, sort: 'id', include_gone: true, id: [id], ...filters };
    const { data } = await this.lists.page(kind, query, scopeOf(within));
    return data[0] ?? null;
  }

  /** @throws ProblemError 404, the same for a project that the caller may not see and one that there is not */
  async requireProject(id: string, within: Within): Promise<Item> {
    const found = await this.find({ kind: 'project', parentId: '', id }, within);
    if (found === null) throw notFound(`No project ${id} was ever listed by OpenAI.`);
    return found;
  }

  /**
   * As its list answers it; what was made a moment ago, so that no list held it yet, is read first.
   *
   * @throws ProblemError 404 where OpenAI does not know it either; OpenAIAdminError
   */
  async require(
    object: Named,
    within: Within,
    { client, now }: { client: AdminClient; now: () => Date },
  ): Promise<Item> {
    if (object.kind === 'project') return this.requireProject(object.id, within);
    const known = await this.find(object, within);
    if (known !== null) return known;
    const read = await readNow(client, object);
    if (read !== null) await this.seen(within.organizationId, { ...object, object: read }, now());
    const found = read && (await this.find(object, within));
    if (found === null) throw notFound(`OpenAI lists no ${object.kind.replaceAll('_', ' ')} ${object.id} there.`);
    return found;
  }

  /** The keys that a member or a service account owns and that are listed. */
  async keysOf(ownerId: string, within: Within): Promise<Named[]> {
    const query = { limit: 1000, sort: 'id', include_gone: false, owner_id: [ownerId] };
    const { data } = await this.lists.page('api_key', query, scopeOf(within));
    return data.map(({ id, project_id }) => ({ kind: 'api_key', parentId: String(project_id), id: String(id) }));
  }

  /** Stores what OpenAI answered of an object. */
  async seen(
    organizationId: number,
    { kind, parentId, object }: Place & { object: DirectoryObject },
    at: Date,
  ): Promise<void> {
    await this.directory.storeObject({ ...writerOf(organizationId), kind, parentId, item: object, at });
  }

  /** Stores that OpenAI does not know it any more. */
  async gone(organizationId: number, object: Named, at: Date): Promise<void> {
    await this.directory.markGone({ ...writerOf(organizationId), ...object, at });
  }

  /** Has other objects read again that it may have changed as well. */
  async readAgain(organizationId: number, requests: readonly RereadRequest[]): Promise<void> {
    if (requests.length > 0) await this.rereads.request(organizationId, requests, 'own_action');
  }
}

const writerOf = (organizationId: number) => ({ organizationId, feed: REREADS_FEED, fence: null });

const scopeOf = ({ organizationId, projectIds }: Within): Scope => ({ organizationIds: [organizationId], projectIds });

/** @returns null: OpenAI does not know it, or its project is archived, which ends it */
async function readNow(client: AdminClient, { kind, parentId, id }: Named): Promise<DirectoryObject | null> {
  const list = listHolding(kind, parentId);
  if (list === undefined)
    throw new Error(`No list holds a ${kind} of ${parentId === '' ? 'the organization' : parentId}.`);
  const ids = idsWithin(parentId);
  try {
    if (readsOneOf(list)) return await readDirectoryObject(client, list, [...ids, id], { priority: 'person' });
    const { items } = await readDirectoryList(client, list, ids, { priority: 'person' });
    return items.find((item) => item.id === id) ?? null;
  } catch (error) {
    const isNone = error instanceof OpenAIAdminError && error.code === 'not_found';
    if (isNone || isArchivedProject(error)) return null;
    throw error;
  }
}
