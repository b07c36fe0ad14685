/** An organization whose lists a spec writes as a feed would. */
import type { DataSource } from 'typeorm';
import type { DirectoryList, LearntObject } from '../directory.store.js';
import type { RawObject } from '../directory-object.js';

const FEED = 'lists';

export interface ListingOrganization {
  id: number;
  /** A complete list of projects, unless `given` says otherwise. */
  projects(items: readonly RawObject[], given?: Partial<DirectoryList>): DirectoryList;
  /** A complete list of one project's keys, unless `given` says otherwise. */
  keys(projectId: string, items: readonly RawObject[], given?: Partial<DirectoryList>): DirectoryList;
  /** A complete list of anything, unless `given` says otherwise. */
  list(
    kind: DirectoryList['kind'],
    parentId: string,
    items: readonly RawObject[],
    given?: Partial<DirectoryList>,
  ): DirectoryList;
  about(kind: LearntObject['kind'], id: string, parentId?: string): LearntObject;
  /** Claims the feed anew, as another server would. */
  claimElsewhere(): Promise<void>;
}

/** Connects an organization and claims a feed of it; `now` is when its lists are read. */
export async function connectOrganization(
  dataSource: DataSource,
  openaiId: string,
  now: () => Date,
): Promise<ListingOrganization> {
  const [made] = await dataSource.query<{ id: number }[]>(
    `INSERT INTO organizations (openai_id, state) VALUES ($1, 'active') RETURNING id`,
    [openaiId],
  );
  if (made === undefined) throw new Error('Postgres inserted an organization and returned no row.');
  const { id } = made;
  await dataSource.query('INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, $2, 1)', [id, FEED]);
  const fence = { organizationId: id, feed: FEED, fence: 1n };
  const list = (kind: DirectoryList['kind'], parentId: string, items: readonly RawObject[]): DirectoryList => ({
    ...fence,
    kind,
    parentId,
    items,
    complete: true,
    problem: null,
    at: now(),
  });
  return {
    id,
    projects: (items, given) => ({ ...list('project', '', items), ...given }),
    keys: (projectId, items, given) => ({ ...list('api_key', projectId, items), ...given }),
    list: (kind, parentId, items, given) => ({ ...list(kind, parentId, items), ...given }),
    about: (kind, objectId, parentId = '') => ({ ...fence, kind, parentId, id: objectId, at: now() }),
    claimElsewhere: () =>
      dataSource.query('UPDATE feeds SET fence = fence + 1 WHERE organization_id = $1 AND feed = $2', [id, FEED]),
  };
}

/** OpenAI's project object; fields given win. */
export function rawProject(id: string, given: Record<string, unknown> = {}): RawObject {
  const name = `Project ${id}`;
  return { id, object: 'organization.project', name, status: 'active', created_at: 1_764_547_200, ...given };
}

/** OpenAI's project API key, owned by a member; fields given win. */
export function rawKey(id: string, given: Record<string, unknown> = {}): RawObject {
  return {
    id,
    object: 'organization.project.api_key',
    name: `Key ${id}`,
    redacted_value: `sk-proj-********${id.slice(-4)}`,
    created_at: 1_764_547_200,
    last_used_at: 1_764_633_600,
    owner_project_access: 'active',
    owner: memberOwner('user-1', 'Ada'),
    ...given,
  };
}

/** The owner of a key that a member made. */
export function memberOwner(id: string, name: string): RawObject {
  return { type: 'user', user: { id, name, email: 'ada@example.com', role: 'owner', created_at: 1_700_000_000 } };
}

/** The owner of a key that belongs to a service account. */
export function serviceAccountOwner(id: string): RawObject {
  return { type: 'service_account', service_account: { id, name: 'robot', role: 'member', created_at: 1_700_000_000 } };
}
