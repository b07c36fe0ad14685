/** What the lists say of an object that was acted on, where the answer of the action was lost. */
import type { DirectoryItem, DirectoryPath } from '@bursar/contract';
import type { Api, ListRequest } from './api.js';

interface Place {
  id: string;
  organization_id: string | null;
  project_id?: string | null;
  group_id?: string | null;
}

/** The object as it is listed now, gone or not; null: it was never listed. */
async function listed<Path extends DirectoryPath>(
  api: Api,
  path: Path,
  { id, organization_id: organization, project_id: project, group_id: group }: Place,
): Promise<DirectoryItem<Path> | null> {
  const place: ListRequest = {
    id: [id],
    include_gone: 'true',
    ...(organization !== null && { organization: [organization] }),
    ...(typeof project === 'string' && { project_id: [project] }),
    ...(typeof group === 'string' && { group_id: [group] }),
  };
  const { data } = await api.list(path, place);
  return data[0] ?? null;
}

/** The object, where it is as it should be by now. */
export async function findChanged<Path extends DirectoryPath>(
  api: Api,
  path: Path,
  { place, isDone }: { place: Place; isDone: (item: DirectoryItem<Path>) => boolean },
): Promise<DirectoryItem<Path> | null> {
  const item = await listed(api, path, place);
  return item !== null && isDone(item) ? item : null;
}

/** The object, where it is gone by now. */
export async function findGone<Path extends DirectoryPath>(
  api: Api,
  path: Path,
  place: Place,
): Promise<DirectoryItem<Path> | null> {
  const item = await listed(api, path, place);
  // Every object of the directory says when it went.
  return item !== null && (item as { gone_at: string | null }).gone_at !== null ? item : null;
}
