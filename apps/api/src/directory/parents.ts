/**
 * What a list of OpenAI's belongs to, as one text: '' for the organization, a project's id, else the path below it.
 *
 * Ids are OpenAI's and opaque; only the last part of a path may hold a slash.
 */

/** The kinds of things that have lists of their own. */
export const PARENTS = ['organization', 'project', 'group', 'user', 'project_user', 'project_group'] as const;
export type Parent = (typeof PARENTS)[number];

/** What stands before the ids in a path; a project's own is its id alone. */
const PATH = /^(?:projects\/([^/]+)\/)?(groups|users)\/(.+)$/s;

export interface ParentPlace {
  of: Parent;
  projectId: string | null;
  groupId: string | null;
  userId: string | null;
}

/** Takes a parent's text apart. */
export function placeOf(parentId: string): ParentPlace {
  const [path, projectId = null, collection, id = null] = PATH.exec(parentId) ?? [];
  if (path === undefined) {
    const of = parentId === '' ? 'organization' : 'project';
    return { of, projectId: parentId || null, groupId: null, userId: null };
  }
  const kind = collection === 'groups' ? 'group' : 'user';
  return {
    of: projectId === null ? kind : `project_${kind}`,
    projectId,
    groupId: kind === 'group' ? id : null,
    userId: kind === 'user' ? id : null,
  };
}

/** The ids that stand for the `{}` of the path of a list of this parent, see `readDirectoryList`. */
export function idsWithin(parentId: string): string[] {
  const { projectId, groupId, userId } = placeOf(parentId);
  return [projectId, groupId, userId].filter((id) => id !== null);
}

/**
 * What the lists of an object of a kind are called, up to the object's id: `groups/` for a group. Null where it has
 * none, or, as for a project, where its lists bear its id alone.
 */
export function childPrefix(kind: string, parentId: string): string | null {
  if (kind === 'group') return 'groups/';
  if (kind === 'user') return 'users/';
  if (kind === 'project_user') return `projects/${parentId}/users/`;
  if (kind === 'project_group') return `projects/${parentId}/groups/`;
  return null;
}

/** Whether an object of a kind may have lists of its own, whose objects end with it. */
export function hasLists(kind: string): boolean {
  return PARENTS.some((parent) => parent === kind);
}
