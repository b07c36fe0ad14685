import type { LinkAnswer } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorFrom } from '../activity/actor.js';
import type { Environment } from '../env.js';
import type { Caller } from '../http/caller.js';
import { notFound, ProblemError } from '../http/problem.js';
import { ENVIRONMENT } from '../tokens.js';
import { countedAddress } from './counted-address.js';
import { AttemptsStore } from './attempts.store.js';
import { needLocalSignIn } from './local-sign-in.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { hashPassword, isPassword } from './passwords.js';
import { PeopleStore, type StoredPerson } from './people.store.js';
import { type RequestOrigin, SessionsStore } from './sessions.store.js';

const MOST_CONFIRMATIONS = 5;
const MOST_LINKS = 30;

/** One's own password, by knowing the old one or by a link. */
@Injectable()
export class AccountService {
  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(AttemptsStore) private readonly attempts: AttemptsStore,
    @Inject(OneTimeCodesStore) private readonly codes: OneTimeCodesStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async self({ personId }: Caller): Promise<StoredPerson> {
    const person = await this.people.find(personId);
    if (person === null) throw new Error(`Person ${personId} has a session and is not there.`);
    return person;
  }

  /**
   * Asks for the password again: a session may be that of a left desk.
   *
   * @param pointer where in the body the password stands
   * @throws ProblemError 400 when it is wrong, 409 for somebody without one, 429 when too many tries went before.
   */
  async confirm(caller: Caller, password: string, pointer: string): Promise<StoredPerson> {
    needLocalSignIn(this.environment);
    const person = await this.self(caller);
    if (person.passwordHash === null) {
      throw new ProblemError('invalid-request', 409, 'You have no password here: you sign in by another way.');
    }
    const name = `confirm:${person.id}`;
    await this.attempts.take({ name, most: MOST_CONFIRMATIONS });
    if (!(await isPassword(person.passwordHash, password))) {
      const errors = [{ pointer, message: 'is not your password' }];
      throw new ProblemError('invalid-request', 400, 'The password is wrong. Nothing was changed.', errors);
    }
    await this.attempts.succeed({ own: name });
    return person;
  }

  /** @returns the token of a new session; all others of that person are over, and so are links. */
  async setPassword({ id }: StoredPerson, password: string, origin: RequestOrigin): Promise<string> {
    needLocalSignIn(this.environment);
    await this.people.setPassword(id, await hashPassword(password));
    return this.sessions.begin(id, 'full', origin);
  }

  /** Whom a link is for. @throws ProblemError 404 for one that opens nothing (any more). */
  async lookAtLink(token: string, origin: RequestOrigin): Promise<LinkAnswer> {
    const { person, purpose } = await this.findLink(token, origin);
    return { purpose, email: person.email, name: person.name };
  }

  /**
   * Uses a link up, for a password.
   *
   * @returns a session's token; a second factor, where there is one, is asked for all the same.
   */
  async useLink(
    token: string,
    password: string,
    origin: RequestOrigin,
  ): Promise<{ token: string; stage: 'mfa' | 'full' }> {
    const { person, purpose } = await this.findLink(token, origin);
    const passwordHash = await hashPassword(password);
    const stage = person.totpConfirmedAt === null ? 'full' : 'mfa';
    const act: Act = { what: 'sign_in.link', after: { purpose, needs_code: stage === 'mfa' } };
    return this.activity.perform(act, actorFrom(origin, person.id), async () => {
      if (!(await this.codes.takeLink(token))) throw noLink();
      await this.people.setPassword(person.id, passwordHash);
      return { token: await this.sessions.begin(person.id, stage, origin), stage };
    });
  }

  private async findLink(
    token: string,
    origin: RequestOrigin,
  ): Promise<{ person: StoredPerson; purpose: LinkAnswer['purpose'] }> {
    needLocalSignIn(this.environment);
    const limit = { name: `link:address:${countedAddress(origin.address)}`, most: MOST_LINKS };
    await this.attempts.take(limit);
    const link = await this.codes.findLink(token);
    const person = link === null ? null : await this.people.find(link.personId);
    if (link === null || person === null || person.disabledAt !== null) {
      const actor = actorFrom(origin, person?.id ?? null);
      await this.activity.refused({ what: 'sign_in.link' }, actor, noLink().message);
      throw noLink();
    }
    await this.attempts.succeed({ own: `link:${link.personId}`, shared: limit.name });
    return { person, purpose: link.purpose };
  }
}

function noLink(): ProblemError {
  return notFound('This link opens nothing: it was used, is too old, or a newer one was made. Ask for a new one.');
}
