import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../env.js';
import { ENVIRONMENT } from '../../tokens.js';
import { PeopleStore, type StoredPerson } from '../people.store.js';
import type { SessionStage } from '../sessions.store.js';
import type { Visitor } from './claims.js';
import { IdentitiesStore } from './identities.store.js';
import { SignOnRefusedError } from './sign-on-refused.js';
import type { Standing } from './standing.js';

/** Who a visitor is here; `new`: nobody yet. */
export type Recognized = { as: 'known' | 'invited'; person: StoredPerson } | { as: 'new'; person: null; email: string };

/** Finds out who somebody of the provider is here. By its own id of them alone: mail addresses change hands. */
@Injectable()
export class VisitorsService {
  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(IdentitiesStore) private readonly identities: IdentitiesStore,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Null: nobody has come by that account yet. */
  async find(visitor: Visitor): Promise<StoredPerson | null> {
    return this.identities.find(visitor);
  }

  /** @throws SignOnRefusedError where that account is somebody else's, or they have another of that provider. */
  async tie(personId: number, visitor: Visitor): Promise<void> {
    if (await this.identities.tieProven(personId, visitor)) return;
    if ((await this.identities.find(visitor))?.id === personId) return;
    const detail = 'That account of the provider is tied to somebody else, or another one to this person.';
    throw new SignOnRefusedError('identity_taken', detail, { personId });
  }

  /** @throws SignOnRefusedError; nothing is changed. */
  async recognize(visitor: Visitor, { role }: Standing): Promise<Recognized> {
    const known = await this.identities.find(visitor);
    if (known !== null) {
      refuseDisabled(known);
      return { as: 'known', person: known };
    }
    const email = mailOf(visitor);
    const person = await this.people.findByEmail(email);
    // The same person may have come for the first time between the two looks, in another window.
    const since = person === null ? null : await this.identities.find(visitor);
    if (since !== null) return { as: 'known', person: since };
    if (person !== null) {
      await this.refuseTaken(person, visitor);
      return { as: 'invited', person };
    }
    if (role !== 'owner' && !(await this.people.areThereAny())) {
      const detail =
        'Nobody owns this Bursar yet: the first to sign in has to be one whom BURSAR_OIDC_ROLES makes an owner.';
      throw new SignOnRefusedError('not_set_up', detail);
    }
    return { as: 'new', person: null, email };
  }

  /**
   * Makes, ties or refreshes somebody.
   *
   * The last owner stays one, whatever their groups say: nobody could undo it.
   *
   * @throws SignOnRefusedError where somebody else did at the same moment
   */
  async admit(visitor: Visitor, recognized: Recognized, standing: Standing): Promise<StoredPerson> {
    if (recognized.as === 'new') {
      const { email } = recognized;
      const person = { email, name: visitor.name ?? email, ...standing, passwordHash: null };
      const added = await this.identities.add(person, visitor);
      if (added === null) throw meanwhile();
      return added;
    }
    const { person } = recognized;
    if (recognized.as === 'invited' && !(await this.identities.tie(person.id, visitor))) throw meanwhile();
    if (isSame(person, standing)) return person;
    const changed = await this.people.update(person.id, (now) => {
      // Somebody may have disabled them since they were recognised.
      refuseDisabled(now);
      return { name: now.name, isDisabled: false, ...standing };
    });
    // As owners they see everything; and nothing else of them changes.
    return changed ?? person;
  }

  /** Whether the code of a second factor of ours has to follow. @throws SignOnRefusedError where there has to be one. */
  stageOf(visitor: Visitor, { role }: Standing, person: StoredPerson | null): SessionStage {
    if (visitor.provedTwice) return 'full';
    if (person !== null && person.totpConfirmedAt !== null) return 'mfa';
    if (!this.environment.secondFactorRoles.includes(role)) return 'full';
    const detail = `The role ${role} needs a second factor (BURSAR_SECOND_FACTOR_ROLES), and the provider does not say by "mfa" in the claim amr that it asked for one.`;
    throw new SignOnRefusedError('second_factor', detail, { personId: person?.id ?? null });
  }

  /** Only who was invited and has chosen no password yet is tied by mail, and only by a verified one. */
  private async refuseTaken(person: StoredPerson, { mail, issuer }: Visitor): Promise<void> {
    refuseDisabled(person);
    if (person.passwordHash !== null) {
      const detail = 'Somebody with that mail address signs in by a password; accounts are not tied by mail.';
      throw new SignOnRefusedError('mail_taken', detail, { personId: person.id });
    }
    if (await this.identities.isTied(person.id, issuer)) {
      const detail = 'Somebody with that mail address is tied to another account of the provider.';
      throw new SignOnRefusedError('mail_taken', detail, { personId: person.id });
    }
    if (mail === 'verified') return;
    const detail = 'Somebody with that mail address is invited, and the provider does not say that it is verified.';
    throw new SignOnRefusedError('mail_unverified', detail, { personId: person.id });
  }
}

function mailOf({ email, mail }: Visitor): string {
  if (email === null) {
    const detail = 'The provider told no mail address: the scope email, or a claim of that name, is missing there.';
    throw new SignOnRefusedError('no_mail', detail);
  }
  if (mail === 'unverified') {
    throw new SignOnRefusedError('mail_unverified', 'The provider says that the mail address is not verified.');
  }
  return email;
}

function refuseDisabled({ id, disabledAt }: StoredPerson): void {
  if (disabledAt !== null) throw new SignOnRefusedError('disabled', 'The person is disabled.', { personId: id });
}

function isSame(person: StoredPerson, { role, projectIds }: Standing): boolean {
  const sorted = (ids: readonly string[] | null): string => JSON.stringify(ids === null ? null : [...ids].sort());
  return person.role === role && sorted(person.projectIds) === sorted(projectIds);
}

function meanwhile(): SignOnRefusedError {
  return new SignOnRefusedError('stale', 'The same person signed in at the same moment, or was changed. Try again.');
}
