import { Inject, Injectable } from '@nestjs/common';
import { isArchivedProject, OpenAIAdminError, readDirectoryObject } from '@bursar/openai-admin';
import { DirectoryStore } from '../directory/directory.store.js';
import type { KindName } from '../directory/kinds.js';
import { PARENT_LISTS } from '../directory/lists.js';
import { type ParentPlace, placeOf } from '../directory/parents.js';
import type { Run } from './run.js';

/** What was asked for when OpenAI refused. */
export interface RefusedList {
  kind: KindName;
  parentId: string;
  at: Date;
}

/** Finds out what a refusal says about the thing whose list was asked for. */
@Injectable()
export class DirectoryLosses {
  constructor(@Inject(DirectoryStore) private readonly directory: DirectoryStore) {}

  /**
   * Notes that a project is archived or that a parent is gone, if that is what the refusal means.
   *
   * @throws the error where it means something else, also where OpenAI answers 404 for the list of a thing that exists.
   */
  async explain(run: Run, list: RefusedList, error: unknown): Promise<void> {
    const { projectId } = placeOf(list.parentId);
    const { organizationId, feed, fence } = run.claim;
    if (projectId !== null && isArchivedProject(error)) {
      await run.confirm();
      await this.directory.markArchivedWith({ organizationId, feed, fence, ...list, projectId });
    } else if (isNotFound(error)) {
      if (!(await this.isParentGone(run, list))) throw error;
    } else {
      throw error;
    }
  }

  /** Only a 404 on the parent itself says that it is gone. */
  private async isParentGone(run: Run, { parentId }: RefusedList): Promise<boolean> {
    const parent = ownPlace(placeOf(parentId));
    if (parent === null) return false;
    const at = run.now();
    const { organizationId, feed, fence, byPerson } = run.claim;
    try {
      const options = { priority: byPerson ? 'run-now' : 'directory', signal: run.signal } as const;
      await readDirectoryObject(run.conversation.client, PARENT_LISTS[parent.kind], parent.ids, options);
      return false;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    await run.confirm();
    const id = parent.ids.at(-1) ?? '';
    await this.directory.markGone({
      organizationId,
      feed,
      fence,
      kind: parent.kind,
      parentId: parent.parentId,
      id,
      at,
    });
    return true;
  }
}

/** The thing that a parent's text stands for, as an object of the directory; null for the organization. */
function ownPlace({ of, projectId, groupId, userId }: ParentPlace) {
  if (of === 'organization') return null;
  const ids = [projectId, groupId, userId].filter((id) => id !== null);
  const parentId = of === 'project_user' || of === 'project_group' ? (projectId ?? '') : '';
  return { kind: of, parentId, ids };
}

function isNotFound(error: unknown): boolean {
  return error instanceof OpenAIAdminError && error.code === 'not_found';
}
