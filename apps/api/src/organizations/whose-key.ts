/** Which stored organization a key belongs to. */
import { OpenAIAdminError } from '@bursar/openai-admin';
import { FULL_SCOPE } from '../http/scope.js';
import type { Trial } from './key-trials.service.js';
import type { OrganizationRow, OrganizationsStore } from './organizations.store.js';

/** OpenAI did not name the organization, and the key may not list its projects. */
export class UnknownOrganizationError extends Error {
  override readonly name = 'UnknownOrganizationError';

  constructor() {
    super(
      'OpenAI did not say which organization the key belongs to, and the key may not list its projects, which would tell. ' +
        'Create an admin key that has api.management.read.',
    );
  }
}

/**
 * By its id where OpenAI names it, else by a project that both know.
 *
 * @returns null: none that is stored
 * @throws UnknownOrganizationError
 * @throws OpenAIAdminError where OpenAI does not answer.
 */
export async function whoseKey(
  { test, projectIds }: Trial,
  store: OrganizationsStore,
): Promise<OrganizationRow | null> {
  const named = test.organization_id;
  const stored = await store.list(FULL_SCOPE);
  const byName = named === null ? undefined : stored.find(({ openaiId }) => openaiId === named);
  if (byName !== undefined) return byName;
  const unnamed = stored.filter(({ openaiId }) => named === null || openaiId === null);
  const candidates = [];
  for (const organization of unnamed) {
    const known = await store.projectIds(organization.id);
    if (known.size > 0) candidates.push({ organization, known });
  }
  if (candidates.length === 0) return null;
  const listed = await listProjects(projectIds, named);
  const own = candidates.find(({ known }) => [...listed].some((id) => known.has(id)));
  return own?.organization ?? null;
}

async function listProjects(projectIds: Trial['projectIds'], named: string | null): Promise<ReadonlySet<string>> {
  try {
    return await projectIds();
  } catch (error) {
    if (!(error instanceof OpenAIAdminError && error.code === 'missing_scope')) throw error;
    if (named === null) throw new UnknownOrganizationError();
    // Named, and by no name that is stored: one that was never named is left to its own key.
    return new Set();
  }
}
