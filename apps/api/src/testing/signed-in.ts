/** Sessions for specs that are about something else than signing in. */
import type { INestApplicationContext } from '@nestjs/common';
import type { Role } from '@bursar/contract';
import { PeopleStore } from '../identity/people.store.js';
import { SessionsStore } from '../identity/sessions.store.js';

export interface Asker {
  role: Role;
  /** Default: every project. */
  projectIds?: readonly string[] | null;
}

/** Makes a person of that kind, if there is none yet, and a session of theirs; answers the cookie of it. */
export async function signIn(nest: INestApplicationContext, { role, projectIds = null }: Asker): Promise<string> {
  const people = nest.get(PeopleStore);
  const email = `${role}-${projectIds === null ? 'all' : projectIds.join('-').toLowerCase()}@people.example`;
  const person =
    (await people.findByEmail(email)) ??
    (await people.add({ email, name: `The ${role}`, role, projectIds, passwordHash: null }));
  if (person === null) throw new Error(`${email} was made by somebody else meanwhile.`);
  const origin = { address: '127.0.0.1', userAgent: 'a spec' };
  return `sid=${await nest.get(SessionsStore).begin(person.id, 'full', origin)}`;
}
