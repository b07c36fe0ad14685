import type { DemoSignInBody, SetUpBody, SignInBody } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorFrom } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { notFound, ProblemError } from '../http/problem.js';
import { ENVIRONMENT, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { countedAddress } from './counted-address.js';
import { AttemptsStore, type Limit, PAUSE_MINUTES } from './attempts.store.js';
import { demoEmail } from './demo-people.js';
import { needLocalSignIn } from './local-sign-in.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { hashPassword, isPassword } from './passwords.js';
import { PeopleStore, type StoredPerson } from './people.store.js';
import { targetOf } from './people-activity.js';
import { SecondFactorService } from './second-factor.service.js';
import { normalCode } from './secrets.js';
import { type RequestOrigin, type SessionStage, SessionsStore } from './sessions.store.js';

/** What the browser gets: a token for its cookie, and whether a code has to follow. */
export interface BegunSession {
  token: string;
  stage: SessionStage;
}

/** A person errs a few times; an address may be that of a whole office. */
const MOST = { account: 5, address: 30, code: 5, setUp: 20 };

/** Everything that begins a session. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(AttemptsStore) private readonly attempts: AttemptsStore,
    @Inject(OneTimeCodesStore) private readonly codes: OneTimeCodesStore,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(OPENAI_CONNECTION) private readonly openai: OpenaiConnection,
  ) {}

  get isDemo(): boolean {
    return this.openai.demo;
  }

  /** Whether passwords are taken; in the demo nobody has one, and that is said by `isDemo`. */
  get isLocal(): boolean {
    return this.environment.localSignIn || this.isDemo;
  }

  /** Somebody is needed who may invite the others. */
  async needsSetUp(): Promise<boolean> {
    return this.isLocal && !(await this.people.areThereAny());
  }

  /**
   * Signs in by password.
   *
   * @throws ProblemError 401 in the same words whatever was wrong; 429 when too many tries went before.
   */
  async signIn({ email, password }: SignInBody, origin: RequestOrigin): Promise<BegunSession> {
    needLocalSignIn(this.environment);
    const account: Limit = { name: `sign-in:account:${email}`, most: MOST.account };
    const address: Limit = { name: `sign-in:address:${countedAddress(origin.address)}`, most: MOST.address };
    const left = await this.attempts.take(address, account);
    const person = await this.people.findByEmail(email);
    const fits = await isPassword(person?.passwordHash ?? null, password);
    if (person === null || !fits || person.disabledAt !== null) {
      const actor = actorFrom(origin, person?.id ?? null);
      await this.activity.refused({ what: 'sign_in.password' }, actor, whyRefused(person, fits));
      throw refused(left);
    }
    await this.attempts.succeed({ own: account.name, shared: address.name });
    const stage = person.totpConfirmedAt === null ? 'full' : 'mfa';
    return this.begin({ what: 'sign_in.password', personId: person.id, stage }, origin);
  }

  /**
   * Goes on after the password, by a code of the authenticator or a recovery code.
   *
   * @throws ProblemError 401 for another code or without a password before; 429 when too many tries went before.
   */
  async enterCode(sessionToken: string | null, code: string, origin: RequestOrigin): Promise<BegunSession> {
    const session = sessionToken === null ? null : await this.sessions.find(sessionToken);
    if (session?.stage !== 'mfa') {
      throw new ProblemError('sign-in-needed', 401, 'Ten minutes have passed since the password. Sign in again.');
    }
    const limit: Limit = { name: `code:${session.person.id}`, most: MOST.code };
    const left = await this.attempts.take(limit);
    if (!(await this.factors.take(session.person, code))) {
      const actor = actorFrom(origin, session.person.id);
      await this.activity.refused({ what: 'sign_in.code' }, actor, 'The code was not right, or was used before.');
      const errors = [{ pointer: '/code', message: 'is not right, or was used before' }];
      throw new ProblemError('sign-in-refused', 401, `The code is not right. ${triesLeft(left)}`, errors);
    }
    await this.attempts.succeed({ own: limit.name });
    await this.sessions.end(session.sessionId);
    return this.begin({ what: 'sign_in.code', personId: session.person.id, stage: 'full' }, origin);
  }

  /**
   * Makes the first owner, of whoever could read the code in the log.
   *
   * @throws ProblemError 404 once there is an owner; 401 for another code; 429 when too many tries went before.
   */
  async setUp({ code, email, name, password }: SetUpBody, origin: RequestOrigin): Promise<BegunSession> {
    needLocalSignIn(this.environment);
    if (!(await this.needsSetUp())) throw isSetUp();
    const limit: Limit = { name: 'set-up', most: MOST.setUp };
    const left = await this.attempts.take(limit);
    if (!(await this.codes.isSetUpCode(normalCode(code)))) {
      // Somebody else may have used it since the first look.
      if (!(await this.needsSetUp())) throw isSetUp();
      await this.activity.refused(
        { what: 'sign_in.set_up' },
        actorFrom(origin, null),
        'It was not the code of the log.',
      );
      throw new ProblemError(
        'sign-in-refused',
        401,
        `This is not the code of the log. ${triesLeft(left)} The newest code stands in the log since the last start.`,
        [{ pointer: '/code', message: 'is not the code that stands in the log' }],
      );
    }
    const passwordHash = await hashPassword(password);
    const act: Act = { what: 'sign_in.set_up', after: { email, name, role: 'owner' } };
    const done = ({ owner }: { owner: StoredPerson }) => ({ personId: owner.id, target: targetOf(owner) });
    const { token } = await this.activity.perform({ ...act, done }, actorFrom(origin, null), async () => {
      const [owner] = (await this.people.addFirst([{ email, name, role: 'owner', passwordHash }])) ?? [];
      if (owner === undefined) throw isSetUp();
      return { owner, token: await this.sessions.begin(owner.id, 'full', origin) };
    });
    await this.attempts.succeed({ own: limit.name });
    return { token, stage: 'full' };
  }

  /** Signs in as one of the demo's people, without a password: there is nothing real to see. */
  async signInToDemo({ role }: DemoSignInBody, origin: RequestOrigin): Promise<BegunSession> {
    const person = this.isDemo ? await this.people.findByEmail(demoEmail(role)) : null;
    if (person === null) throw notFound('Only the demo signs in by one click.');
    return this.begin({ what: 'sign_in.demo', personId: person.id, stage: 'full' }, origin);
  }

  private async begin(
    { what, personId, stage }: Pick<Act, 'what'> & { personId: number; stage: SessionStage },
    origin: RequestOrigin,
  ): Promise<BegunSession> {
    const act: Act = { what, after: { needs_code: stage === 'mfa' } };
    const token = await this.activity.perform(act, actorFrom(origin, personId), () =>
      this.sessions.begin(personId, stage, origin),
    );
    return { token, stage };
  }
}

/** For the trail, where the person is told less. What a stranger typed is nobody's to keep. */
function whyRefused(person: StoredPerson | null, fits: boolean): string {
  if (person === null) return 'Nobody here has the mail address that was typed.';
  return fits ? 'The password was right, but the person is disabled.' : 'The password was wrong.';
}

function refused(left: number): ProblemError {
  return new ProblemError('sign-in-refused', 401, `E-mail or password is wrong. ${triesLeft(left)}`);
}

function triesLeft(left: number): string {
  if (left === 0) return `No try is left before a pause of ${PAUSE_MINUTES} minutes.`;
  return `${left} ${left === 1 ? 'try is' : 'tries are'} left before a pause of ${PAUSE_MINUTES} minutes.`;
}

function isSetUp(): ProblemError {
  return notFound('Bursar is set up: sign in, or ask an owner for an invitation.');
}
