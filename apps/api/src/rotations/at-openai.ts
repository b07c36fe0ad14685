/** How what is done at OpenAI for a rotation ends for whoever asked for it. */
import { type ActionOutcome, type AdminClient, OpenAIAdminError } from '@bursar/openai-admin';
import { ProblemError } from '../http/problem.js';
import type { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';

/** @throws ProblemError 409 where the organization is not connected */
export async function clientOf(connected: ConnectedOrganizations, organizationId: number): Promise<AdminClient> {
  const client = await connected.writeClientOf(organizationId);
  if (client !== null) return client;
  const detail = 'The organization of this key is not connected, so that nothing can be done there. Connect it again.';
  throw new ProblemError('organization-disconnected', 409, detail);
}

/** @throws ProblemError with OpenAI's own words where it refuses */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OpenAIAdminError ? refusalOf(error) : error;
  }
}

export function refusalOf(error: OpenAIAdminError): ProblemError {
  const said = error.detail === '' ? error.message : `OpenAI says: ${error.detail}`;
  switch (error.code) {
    case 'refused':
    case 'not_found':
      return new ProblemError('openai-refused', 409, said);
    case 'missing_scope':
      return new ProblemError('openai-missing-scope', 403, error.message);
    case 'credential_refused':
      return new ProblemError('openai-key-refused', 502, error.message);
    case 'other_organization':
      return new ProblemError('openai-other-organization', 502, error.message);
    case 'rate_limited':
      return new ProblemError('openai-busy', 503, error.message);
    default:
      return new ProblemError('openai-unavailable', 502, error.message);
  }
}

/** What was done. @throws ProblemError 502 where OpenAI's answer was lost and reading did not show it */
export function doneOrLost<T>(outcome: ActionOutcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  const detail = `${outcome.problem.message} Reading did not show that it was done. Look again in a minute, then try again.`;
  throw new ProblemError('openai-answer-lost', 502, detail);
}
