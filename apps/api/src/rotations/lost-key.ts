/** Looks for what was made while nobody heard OpenAI's answer. */
import { type AdminClient, type DirectoryObject, readDirectoryList } from '@bursar/openai-admin';
import type { CreationAttempt } from './rotation-row.js';

/** OpenAI's clock and what was taken for it may differ by so much. */
const SLACK_SECONDS = 300;

/**
 * The key that an attempt has made: one that was not there before, of that name and account.
 *
 * @returns null: it made none; `unknown`: the list does not tell, or tells of several.
 * @throws OpenAIAdminError
 */
export async function findLostKey(
  client: AdminClient,
  projectId: string,
  attempt: CreationAttempt,
): Promise<{ key: DirectoryObject; serviceAccountId: string } | 'unknown' | null> {
  const { items, complete } = await readDirectoryList(client, 'api-keys', [projectId], { priority: 'person' });
  const since = Date.parse(attempt.at) / 1000 - SLACK_SECONDS;
  const made = items.flatMap((key) => {
    const account = accountOf(key);
    const isNew = !attempt.known.includes(key.id) && Number(key['created_at']) >= since;
    if (account === null || !isNew) return [];
    const isAsked =
      attempt.serviceAccountId === null
        ? account.name === attempt.name
        : account.id === attempt.serviceAccountId && key['name'] === attempt.name;
    return isAsked ? [{ key, serviceAccountId: account.id }] : [];
  });
  const [first, ...others] = made;
  if (first === undefined) return complete ? null : 'unknown';
  return others.length === 0 ? first : 'unknown';
}

function accountOf(key: DirectoryObject): { id: string; name: unknown } | null {
  const { owner } = key;
  if (typeof owner !== 'object' || owner === null || !('service_account' in owner)) return null;
  const { service_account: account } = owner;
  if (typeof account !== 'object' || account === null || !('id' in account)) return null;
  return typeof account.id === 'string' ? { id: account.id, name: 'name' in account ? account.name : null } : null;
}
