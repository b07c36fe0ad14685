/** Keys that are good in themselves and belong to somebody else. */
import { OpenAIAdminError } from '@bursar/openai-admin';
import { ProblemError } from '../http/problem.js';
import { type AcceptedKey, refused } from './key-entry.service.js';
import type { OrganizationRow, OrganizationsStore } from './organizations.store.js';

export const nameOf = ({ id, openaiId, name }: Pick<OrganizationRow, 'id' | 'openaiId' | 'name'>): string =>
  name ?? openaiId ?? `organization ${id}`;

/** @throws ProblemError 409 */
export function refuseRemoved(organization: OrganizationRow): void {
  if (organization.state !== 'removing') return;
  const detail = `What was collected of ${nameOf(organization)} is being deleted. Wait until it is gone.`;
  throw new ProblemError('invalid-request', 409, detail);
}

/** Two keys that are entered together belong to one organization: by its name, or by a project that both may list. */
export async function refuseStranger(write: AcceptedKey, read: AcceptedKey): Promise<void> {
  const [named, other] = [read.trial.test.organization_id, write.trial.test.organization_id];
  const isSame = named !== null && other !== null ? named === other : await sharesProject(write, read);
  if (!isSame)
    throw refused(
      write,
      `The key for writing belongs to ${other ?? 'another organization'}, the one for reading to ${named ?? 'another one'}.`,
    );
}

async function sharesProject(write: AcceptedKey, read: AcceptedKey): Promise<boolean> {
  try {
    const [own, others] = await Promise.all([write.trial.projectIds(), read.trial.projectIds()]);
    return [...own].some((id) => others.has(id));
  } catch (error) {
    if (!(error instanceof OpenAIAdminError)) throw error;
    throw refused(write, `OpenAI did not tell that both keys are of one organization: ${error.message}`);
  }
}

/** @throws ProblemError 409 for a key of another organization than that whose key it is to be. */
export async function refuseForeign(
  key: AcceptedKey,
  organization: OrganizationRow,
  organizations: OrganizationsStore,
): Promise<void> {
  const { owner, trial } = key;
  if (owner?.id === organization.id) return;
  const named = trial.test.organization_id;
  // Nothing is known of it that could be compared: what it is shows with its first answer.
  const isUnknown = organization.openaiId === null && (await organizations.projectIds(organization.id)).size === 0;
  if (owner === null && isUnknown) return;
  const whose = owner === null ? (named ?? 'an organization that shares no project with it') : nameOf(owner);
  throw refused(key, `The key belongs to ${whose}, not to ${nameOf(organization)}. Nothing was changed.`);
}
