import type { InvitationBody, PersonChange, PersonLink, Role } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../env.js';
import { type Caller } from '../http/caller.js';
import { invalidRequest, notFound, ProblemError } from '../http/problem.js';
import { ENVIRONMENT } from '../tokens.js';
import { needLocalSignIn } from './local-sign-in.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { PeopleStore, type PersonUpdate, type StoredPerson } from './people.store.js';
import { instantOf, personOf } from './person-of.js';
import { makeToken } from './secrets.js';

/** Before it is sent. */
export type MadeLink = Omit<PersonLink, 'mail'>;

/** Who may sign in: invited, changed and disabled by admins, and owners by owners alone. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(OneTimeCodesStore) private readonly codes: OneTimeCodesStore,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws ProblemError 409 when somebody has that mail address, 403 where only an owner may. */
  async invite({ email, name, role, project_ids: projectIds }: InvitationBody, caller: Caller): Promise<MadeLink> {
    needLocalSignIn(this.environment);
    refuseOwners(caller, role);
    refuseLimitedOwner(role, projectIds);
    const person = await this.people.add({ email, name, role, projectIds, passwordHash: null });
    if (person === null) {
      const detail = `${email} can sign in already, or is invited. Change their role instead, or send a new link.`;
      throw new ProblemError('invalid-request', 409, detail, [{ pointer: '/email', message: 'is somebody already' }]);
    }
    return this.link(person);
  }

  /** A new link for somebody who lost the last one, or the password. The last one opens nothing any more. */
  async renewLink(id: string, caller: Caller): Promise<MadeLink> {
    needLocalSignIn(this.environment);
    const person = await this.find(id);
    refuseOwners(caller, person.role);
    if (person.erasedAt !== null) throw erased(person);
    if (person.disabledAt !== null) throw disabled(person);
    return this.link(person);
  }

  /**
   * Changes a person; whom it disables or limits is out, or limited, at once.
   *
   * @throws ProblemError 403 where only an owner may, 409 when nobody would be left who owns Bursar.
   */
  async change(id: string, change: PersonChange, caller: Caller): Promise<StoredPerson> {
    const { id: personId, name } = await this.find(id);
    const changed = await this.people.update(personId, (person) => changedBy(change, person, caller));
    if (changed !== null) return changed;
    throw new ProblemError('not-allowed', 409, `${name} is the last owner. Make somebody else an owner first.`);
  }

  /** For somebody who lost the authenticator and its recovery codes. */
  async findChangeable(id: string, caller: Caller): Promise<StoredPerson> {
    const person = await this.find(id);
    refuseOwners(caller, person.role);
    return person;
  }

  /**
   * Somebody whose name may be erased: who is disabled, and an owner by owners alone.
   *
   * @throws ProblemError 404, 403 where only an owner may, 409 for oneself and who is not disabled or erased already
   */
  async findErasable(id: string, caller: Caller): Promise<StoredPerson> {
    const person = await this.findChangeable(id, caller);
    if (person.erasedAt !== null) throw erased(person);
    if (person.id === caller.personId) {
      throw new ProblemError('not-allowed', 409, 'You cannot erase yourself. Ask another owner or admin.');
    }
    if (person.disabledAt !== null) return person;
    throw new ProblemError('not-allowed', 409, `Person ${id} is not disabled. Disable them first.`);
  }

  /** @throws ProblemError 404 */
  async find(id: string): Promise<StoredPerson> {
    const person = /^\d{1,9}$/.test(id) ? await this.people.find(Number(id)) : null;
    if (person === null) throw notFound(`There is no person ${id}.`);
    return person;
  }

  private async link(person: StoredPerson): Promise<MadeLink> {
    const token = makeToken();
    const purpose = person.passwordHash === null ? 'invitation' : 'reset';
    const expiresAt = await this.codes.addLink(person.id, purpose, token);
    return { person: personOf(person), link_token: token, expires_at: instantOf(expiresAt) };
  }
}

/** @throws ProblemError for what the caller may not make of that person */
function changedBy(change: PersonChange, person: StoredPerson, caller: Caller): PersonUpdate {
  const role = change.role ?? person.role;
  refuseOwners(caller, person.role, role);
  if (person.erasedAt !== null) throw erased(person);
  const projectIds = change.project_ids === undefined ? person.projectIds : change.project_ids;
  refuseLimitedOwner(role, projectIds);
  const isDisabled = change.is_disabled ?? person.disabledAt !== null;
  if (person.id === caller.personId && isDisabled) {
    throw new ProblemError('not-allowed', 409, 'You cannot disable yourself. Ask another owner or admin.');
  }
  return { name: change.name ?? person.name, role, projectIds, isDisabled };
}

/** @param roles what the touched person is, and is to be */
function refuseOwners({ permissions }: Caller, ...roles: Role[]): void {
  if (!roles.includes('owner') || permissions.includes('owners.write')) return;
  throw new ProblemError('not-allowed', 403, 'Only an owner may make, change or disable an owner. Ask one.');
}

function refuseLimitedOwner(role: Role, projectIds: readonly string[] | null): void {
  if (role !== 'owner' || projectIds === null) return;
  throw invalidRequest({ pointer: '/project_ids', message: 'has to be null for an owner, who sees everything' });
}

function erased({ id }: StoredPerson): ProblemError {
  return new ProblemError('invalid-request', 409, `Person ${id} was erased, which is for ever. Invite them anew.`);
}

function disabled({ name }: StoredPerson): ProblemError {
  return new ProblemError('invalid-request', 409, `${name} is disabled. Enable them first.`);
}
