import type { Person } from '@bursar/contract';
import type { StoredPerson } from './people.store.js';

/** To the second, as the contract writes instants. */
export const instantOf = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A person as others may see them. */
export function personOf(stored: StoredPerson): Person {
  const { id, email, name, role, projectIds, passwordHash, hasIdentity, totpConfirmedAt } = stored;
  const { createdAt, lastSeenAt } = stored;
  return {
    id: String(id),
    email,
    name,
    role,
    project_ids: projectIds,
    state: stateOf(stored),
    has_password: passwordHash !== null,
    has_identity: hasIdentity,
    has_second_factor: totpConfirmedAt !== null,
    created_at: instantOf(createdAt),
    last_seen_at: lastSeenAt && instantOf(lastSeenAt),
  };
}

function stateOf({ erasedAt, disabledAt, lastSeenAt, passwordHash }: StoredPerson): Person['state'] {
  if (erasedAt !== null) return 'erased';
  if (disabledAt !== null) return 'disabled';
  return lastSeenAt === null && passwordHash === null ? 'invited' : 'active';
}
