/** Keys of projects; they are made through service accounts. */
import type { AdminClient } from './admin-client.js';
import { type ActionOptions, type ActionOutcome, change, isNotFound, person, remove } from './change.js';
import { directoryObject, type DirectoryObject, PROJECT_API_KEY_FIELDS } from './directory-objects.js';
import { ofOrganization } from './list-entry.js';
import { readDirectoryObject, type ReadOptions } from './read-directory.js';

const KEYS = '/organization/projects/{}/api_keys';

/** A key as it is now. @throws OpenAIAdminError `not_found` where it is gone */
export function readApiKey(
  client: AdminClient,
  { projectId, id }: { projectId: string; id: string },
  options: ReadOptions = {},
): Promise<DirectoryObject> {
  return readDirectoryObject(client, 'api-keys', [projectId, id], options);
}

/**
 * Changes what a key may do, or lets it expire; OpenAI refuses that of a key that has expired.
 *
 * Sent again, the time until it expires would begin again; and which scopes a key has OpenAI does not tell, so that
 * where the answer to a change of these is lost the outcome stays unknown.
 *
 * @param change `scopes`: an empty list gives every permission
 */
export async function updateApiKey(
  client: AdminClient,
  { projectId, id, ...wanted }: { projectId: string; id: string; scopes?: string[]; expires_in_seconds?: number },
  options: ActionOptions = {},
): Promise<ActionOutcome<DirectoryObject>> {
  const attempt = { client, options };
  const before = await readApiKey(client, { projectId, id }, person(attempt));
  return change(attempt, {
    request: {
      family: `POST ${KEYS}/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.apiKeys.update(id, { project_id: projectId, ...wanted }, requestOptions),
    },
    read: () => readApiKey(client, { projectId, id }, person(attempt)),
    isDone: (key) => {
      if (wanted.expires_in_seconds !== undefined) return key['expires_at'] !== before['expires_at'];
      return null;
    },
    answered: (answer) => directoryObject(answer, PROJECT_API_KEY_FIELDS),
  });
}

/** Deletes a key; OpenAI may refuse that of a service account's, which is deleted with its account then. */
export function deleteApiKey(
  client: AdminClient,
  { projectId, id }: { projectId: string; id: string },
  options: ActionOptions = {},
): Promise<ActionOutcome<null>> {
  const attempt = { client, options };
  return remove(
    attempt,
    {
      family: `DELETE ${KEYS}/{}`,
      call: (sdk, requestOptions) =>
        ofOrganization(sdk).projects.apiKeys.delete(id, { project_id: projectId }, requestOptions),
    },
    () => isNotFound(() => readApiKey(client, { projectId, id }, person(attempt))),
  );
}
