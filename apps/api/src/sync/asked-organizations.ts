/** Which organizations a caller means who wants something done. */
import { invalidRequest, ProblemError } from '../http/problem.js';
import type { ConnectedOrganization } from '../organizations/connected-organization.js';

/**
 * Those that are named, or all that are connected.
 *
 * @param connected never empty for a server that collects
 * @throws ProblemError 409 where none is connected, 400 naming those that are not.
 */
export function askedOrganizations(
  names: readonly string[] | undefined,
  connected: readonly ConnectedOrganization[],
): readonly ConnectedOrganization[] {
  if (connected.length === 0) {
    throw new ProblemError(
      'invalid-request',
      409,
      'There is no admin key, so that nothing is collected. Connect an organization, or set OPENAI_ADMIN_KEY and start Bursar again.',
    );
  }
  if (names === undefined) return connected;
  const allowed = connected.map(({ name }) => name).filter((name) => name !== null);
  const mistakes = names.flatMap((name, index) =>
    allowed.includes(name) ? [] : [{ pointer: `/organization/${index}`, message: 'is not connected', allowed }],
  );
  if (mistakes.length > 0) throw invalidRequest(...mistakes);
  return connected.filter(({ name }) => name !== null && names.includes(name));
}
