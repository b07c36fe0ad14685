/** What writers of the directory do besides storing objects, in transactions of theirs: locks, ends, and which lists were read. */
import type { EntityManager } from 'typeorm';
import { LISTS_READ, LOCK_DIRECTORY, MARK_BELONGINGS_GONE } from './directory-statements.js';
import type { KindName } from './kinds.js';

/**
 * Locks objects of a kind against other writers until the transaction ends, before its first write of one: what changed is
 * told by comparing with what is committed, and an object may be read by itself while its list is stored.
 *
 * @param of.mayEndOthers whether objects of other kinds may end with what is written.
 * @param of.projects what they hold ends as well where they are archived.
 * @returns which of the projects are archived.
 */
export async function lockDirectory(
  manager: EntityManager,
  of: { organizationId: number; kind: KindName; mayEndOthers: boolean; projects?: readonly string[] },
): Promise<Set<string>> {
  const { organizationId, kind, mayEndOthers, projects = [] } = of;
  const [row] = await manager.query<{ archived: string[] }[]>(LOCK_DIRECTORY, [
    organizationId,
    kind,
    [...new Set(projects)],
    mayEndOthers,
  ]);
  if (row === undefined) throw new Error('Postgres locked the directory and returned no row.');
  return new Set(row.archived);
}

/**
 * Ends what archived projects hold, listed or not.
 *
 * @param archived when each of them was seen to be, by id.
 * @returns how many objects of each ended.
 */
export async function endBelongings(
  manager: EntityManager,
  organizationId: number,
  archived: ReadonlyMap<string, Date>,
): Promise<Map<string, number>> {
  if (archived.size === 0) return new Map();
  const rows = await manager.query<{ projectId: string; gone: number }[]>(MARK_BELONGINGS_GONE, [
    organizationId,
    [...archived.keys()],
    [...archived.values()],
  ]);
  return new Map(rows.map(({ projectId, gone }) => [projectId, gone]));
}

/** Notes when lists of a kind were read, and what was wrong with each; null: nothing. */
export async function noteRead(
  manager: EntityManager,
  read: {
    organizationId: number;
    kind: KindName;
    lists: readonly { parentId: string; at: Date; complete: boolean; problem: string | null }[];
  },
): Promise<void> {
  const { organizationId, kind, lists } = read;
  await manager.query(LISTS_READ, [
    organizationId,
    kind,
    lists.map(({ parentId }) => parentId),
    lists.map(({ at }) => at),
    lists.map(({ complete }) => complete),
    lists.map(({ problem }) => problem),
  ]);
}
