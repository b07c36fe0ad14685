import type { AuthState, Permission } from '@bursar/contract';
import { permissionsOf } from '@bursar/contract';
import type { Caller } from '../http/caller.js';
import type { FoundToken } from './api-tokens.store.js';
import type { StoredPerson } from './people.store.js';
import type { Session } from './sessions.store.js';

/** @param isUnproven the role needs a second factor that is not set up yet: setting it up is all that is allowed */
function permissionsOfPerson({ role, projectIds }: StoredPerson, isUnproven: boolean): Permission[] {
  return isUnproven ? ['account.use'] : permissionsOf(role, projectIds !== null);
}

/** What the rest of the server knows of who sent a request. */
export function callerOfSession({ sessionId, person }: Session, isUnproven: boolean): Caller {
  return {
    personId: person.id,
    sessionId,
    tokenId: null,
    role: person.role,
    permissions: permissionsOfPerson(person, isUnproven),
    scope: { organizationIds: 'all', projectIds: person.projectIds ?? 'all' },
  };
}

/**
 * A program may do and see what its token and its maker may: what the maker lost since, the token lost too.
 *
 * Whichever of both is limited to projects, what reaches beyond projects is not its.
 */
export function callerOfToken({ id, permissions, projectIds, person }: FoundToken, isUnproven: boolean): Caller {
  const own = permissionsOfPerson({ ...person, projectIds: projectIds ?? person.projectIds }, isUnproven);
  return {
    personId: person.id,
    sessionId: null,
    tokenId: id,
    role: person.role,
    permissions: permissions.filter((permission) => permission !== 'account.use' && own.includes(permission)),
    scope: { organizationIds: 'all', projectIds: bothOf(projectIds, person.projectIds) ?? 'all' },
  };
}

/** Null: all. None of both is none at all. */
function bothOf(some: readonly string[] | null, others: readonly string[] | null): readonly string[] | null {
  if (some === null || others === null) return some ?? others;
  return some.filter((id) => others.includes(id));
}

/** What a person may know of themselves. */
export function selfOf(person: StoredPerson, isUnproven: boolean): NonNullable<AuthState['person']> {
  return {
    id: String(person.id),
    email: person.email,
    name: person.name,
    role: person.role,
    project_ids: person.projectIds,
    has_password: person.passwordHash !== null,
    has_identity: person.hasIdentity,
    has_second_factor: person.totpConfirmedAt !== null,
    permissions: permissionsOfPerson(person, isUnproven),
  };
}
