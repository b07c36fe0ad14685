import { Inject, Injectable, Logger } from '@nestjs/common';
import * as client from 'openid-client';
import { type Act, ActivityService } from '../../activity/activity.service.js';
import { actorFrom } from '../../activity/actor.js';
import type { Environment } from '../../env.js';
import { notFound, ProblemError } from '../../http/problem.js';
import type { OidcSettings } from '../../oidc-settings.js';
import { ENVIRONMENT, OPENAI_CONNECTION, type OpenaiConnection } from '../../tokens.js';
import { countedAddress } from '../counted-address.js';
import { AttemptsStore, type Limit } from '../attempts.store.js';
import type { StoredPerson } from '../people.store.js';
import { makeToken } from '../secrets.js';
import { type RequestOrigin, type SessionStage, SessionsStore } from '../sessions.store.js';
import { type Claims, isIncomplete, type Visitor, visitorOf } from './claims.js';
import { ProviderService } from './provider.service.js';
import { refusalOf } from './provider-trouble.js';
import { ProviderVisitsStore } from './provider-visits.store.js';
import { SignOnRefusedError } from './sign-on-refused.js';
import { type Standing, standingOf } from './standing.js';
import { challengeOf, nonceOf, pathToReturnTo, stateOf, verifierOf } from './visit.js';
import { type Recognized, VisitorsService } from './visitors.service.js';

/** Of one address: an office clicks more often than it errs. */
const MOST = { starts: 60, returns: 30 };

/** What the browser gets when its person comes back. */
export interface SignedOn {
  token: string;
  stage: SessionStage;
  returnTo: string;
}

/** Signs in by the identity provider: there, and back again. */
@Injectable()
export class SignOnService {
  private readonly logger = new Logger('SignIn');

  constructor(
    @Inject(ProviderService) private readonly provider: ProviderService,
    @Inject(ProviderVisitsStore) private readonly visits: ProviderVisitsStore,
    @Inject(VisitorsService) private readonly visitors: VisitorsService,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(AttemptsStore) private readonly attempts: AttemptsStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(OPENAI_CONNECTION) private readonly openai: OpenaiConnection,
  ) {}

  /** Null: there is no provider, or it is the demo, where everybody comes in anyway. */
  get settings(): OidcSettings | null {
    return this.openai.demo ? null : this.environment.oidc;
  }

  /**
   * @param callback the address that the provider leads back to
   * @returns where the browser has to go, and what it has to hold meanwhile
   * @throws SignOnRefusedError, ProblemError 404 where there is no provider.
   */
  async begin(
    { callback, returnTo, personId = null }: { callback: URL; returnTo: string | undefined; personId?: number | null },
    { address }: RequestOrigin,
  ): Promise<{ location: URL; token: string }> {
    const settings = this.needSettings();
    await this.take(startsOf(address));
    const token = makeToken();
    try {
      const configuration = await this.provider.configuration(settings);
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: callback.href,
        scope: settings.scopes,
        response_mode: 'query',
        state: stateOf(token),
        nonce: nonceOf(token),
        code_challenge: await challengeOf(token),
        code_challenge_method: 'S256',
      });
      await this.visits.begin(token, { returnTo: pathToReturnTo(returnTo), personId });
      return { location, token };
    } catch (error) {
      throw this.told(refusalOf(error));
    }
  }

  /**
   * @param answered the address that the provider led back to, with what it added
   * @param token what the browser holds since `begin`
   * @throws SignOnRefusedError, after it was written down.
   */
  async end(answered: URL, token: string | null, origin: RequestOrigin): Promise<SignedOn> {
    const settings = this.needSettings();
    const limit: Limit = { name: `sign-on:address:${countedAddress(origin.address)}`, most: MOST.returns };
    await this.take(limit);
    try {
      const visit = token === null ? null : await this.visits.end(token);
      if (token === null || visit === null) throw stale();
      const visitor = await this.ask(settings, answered, token);
      if (visit.personId !== null) await this.tie({ personId: visit.personId, visitor, settings }, origin);
      const signedOn = await this.letIn(visitor, settings, origin);
      await this.attempts.succeed({ own: startsOf(origin.address).name, shared: limit.name });
      return { ...signedOn, returnTo: visit.returnTo };
    } catch (error) {
      const refusal = this.told(refusalOf(error));
      await this.activity.refused({ what: 'sign_in.oidc' }, actorFrom(origin, refusal.personId), refusal.message);
      throw refusal;
    }
  }

  /** Who it is, by the provider's ID token, and by its userinfo where that lacks something. */
  private async ask(settings: OidcSettings, answered: URL, token: string): Promise<Visitor> {
    const configuration = await this.provider.configuration(settings);
    const tokens = await client.authorizationCodeGrant(configuration, answered, {
      expectedState: stateOf(token),
      expectedNonce: nonceOf(token),
      pkceCodeVerifier: verifierOf(token),
      idTokenExpected: true,
    });
    const signed: Claims = tokens.claims() ?? {};
    if (!isIncomplete(signed, settings.claim) || configuration.serverMetadata().userinfo_endpoint === undefined) {
      return visitorOf(signed, settings.claim);
    }
    const more = await client.fetchUserInfo(configuration, tokens.access_token, String(signed['sub']));
    // What is signed goes before what is not.
    return visitorOf({ ...more, ...signed }, settings.claim);
  }

  /** Somebody who has given their password in this browser comes by the provider as well from now on. */
  private async tie(
    { personId, visitor, settings }: { personId: number; visitor: Visitor; settings: OidcSettings },
    origin: RequestOrigin,
  ): Promise<void> {
    try {
      await this.activity.perform({ what: 'identity.tie' }, actorFrom(origin, personId), async () => {
        // Who would be out by it is told so, and stays in as they are.
        standingOf(visitor, settings);
        await this.visitors.tie(personId, visitor);
      });
    } catch (error) {
      if (!(error instanceof SignOnRefusedError)) throw error;
      throw new SignOnRefusedError(error.why, error.message, { personId, page: '/account' });
    }
  }

  private async letIn(
    visitor: Visitor,
    settings: OidcSettings,
    origin: RequestOrigin,
  ): Promise<Pick<SignedOn, 'token' | 'stage'>> {
    const standing = await this.standingOf(visitor, settings);
    const recognized = await this.visitors.recognize(visitor, standing);
    const stage = this.visitors.stageOf(visitor, standing, recognized.person);
    const act: Act = {
      what: 'sign_in.oidc',
      before: recognized.person === null ? null : accessOf(recognized.person),
      after: { role: standing.role, project_ids: standing.projectIds, needs_code: stage === 'mfa' },
    };
    const done = ({ person }: { person: StoredPerson }) => ({
      personId: person.id,
      after: { ...accessOf(person), needs_code: stage === 'mfa', ...howOf(recognized) },
    });
    const actor = actorFrom(origin, recognized.person?.id ?? null);
    const { token } = await this.activity.perform({ ...act, done }, actor, async () => {
      const person = await this.visitors.admit(visitor, recognized, standing);
      return { person, token: await this.sessions.begin(person.id, stage, origin) };
    });
    return { token, stage };
  }

  /** Whoever has lost their groups is out at once, wherever else they are in. */
  private async standingOf(visitor: Visitor, settings: OidcSettings): Promise<Standing> {
    try {
      return standingOf(visitor, settings);
    } catch (error) {
      const known = await this.visitors.find(visitor);
      if (known === null || !(error instanceof SignOnRefusedError)) throw error;
      await this.sessions.endAll(known.id);
      throw new SignOnRefusedError(error.why, error.message, { personId: known.id });
    }
  }

  private needSettings(): OidcSettings {
    const { settings } = this;
    if (settings === null) throw notFound('No identity provider is configured (BURSAR_OIDC_ISSUER).');
    return settings;
  }

  private async take(limit: Limit): Promise<void> {
    try {
      await this.attempts.take(limit);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      throw new SignOnRefusedError('too_many', error.message);
    }
  }

  /** In the log where whoever runs Bursar can do something about it; people are told less. */
  private told(refusal: SignOnRefusedError): SignOnRefusedError {
    if (['unreachable', 'failed', 'untrusted'].includes(refusal.why))
      this.logger.warn(`Sign-in by the provider: ${refusal.message}`);
    return refusal;
  }
}

const startsOf = (address: string | null): Limit => ({
  name: `sign-on-start:address:${countedAddress(address)}`,
  most: MOST.starts,
});

const accessOf = ({ role, projectIds }: StoredPerson) => ({ role, project_ids: projectIds });

const howOf = ({ as }: Recognized) =>
  as === 'known' ? {} : { came: as === 'new' ? 'for the first time' : 'as invited' };

function stale(): SignOnRefusedError {
  const detail = 'The browser did not begin this sign-in, began another since, or took too long.';
  return new SignOnRefusedError('stale', detail);
}
