import { isOpen, type Permission, PERMISSIONS, permissionsOf, ROLE_NAMES } from '@bursar/contract';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { type Caller, setCaller } from '../http/caller.js';
import { ProblemError } from '../http/problem.js';
import { PERMISSION_KEY } from '../http/require-permission.js';
import { isWrite } from '../http/request-guard.js';
import type { WebRequest } from '../http/web-request.js';
import { SharedRuns } from '../shared-runs.js';
import { ApiTokensStore, type FoundToken } from './api-tokens.store.js';
import { AttemptsStore, PAUSE_MINUTES } from './attempts.store.js';
import { SecondFactorService } from './second-factor.service.js';
import { sessionTokenOf } from './session-cookie.js';
import { type Session, SessionsStore } from './sessions.store.js';
import { callerOfSession, callerOfToken } from './signed-in.js';

/** Of one person, before the pause that all attempts share. */
const MOST_REFUSALS = 60;

/** Answers nobody but those who may: a route that names no permission is answered to nobody at all. */
@Injectable()
export class PermissionGuard implements CanActivate {
  // A page asks ten things at once, and one look does for all who wait at the same moment: none began before they asked,
  // so that what has ended is over for the next request.
  private readonly sessionsLooked = new SharedRuns<Session | null>();
  private readonly tokensLooked = new SharedRuns<FoundToken | null>();

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(ApiTokensStore) private readonly tokens: ApiTokensStore,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(AttemptsStore) private readonly attempts: AttemptsStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  /** @throws ProblemError 401 without a sign-in, 403 without the permission. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.get<Permission | undefined>(PERMISSION_KEY, context.getHandler());
    if (permission === undefined) throw new ProblemError('not-allowed', 403, 'This call is allowed to nobody.');
    if (isOpen(permission)) return true;
    const request = context.switchToHttp().getRequest<WebRequest>();
    const caller = await this.identify(request);
    setCaller(request, caller);
    const refusal = refusalOf(request, { caller, permission });
    if (refusal === null) return true;
    await this.writeDown(refusal, { request, permission, personId: caller.personId });
    throw refusal;
  }

  /** Of somebody who asks and asks, the first ones only: nobody is to fill the trail. */
  private async writeDown(
    { message }: ProblemError,
    { request, permission, personId }: { request: WebRequest; permission: Permission; personId: number },
  ): Promise<void> {
    const count = await this.attempts.countOn(`refusal:${personId}`);
    if (count > MOST_REFUSALS) return;
    const more = count === MOST_REFUSALS ? ` Further ones are not written for ${PAUSE_MINUTES} minutes.` : '';
    const id = `${request.method} ${request.route?.path ?? ''}`;
    const act = { what: 'call.refused', target: { kind: 'call', id, name: permission } } as const;
    await this.activity.refused(act, actorOf(request), `${message}${more}`);
  }

  /** Whoever brings a token is that token's program, whatever cookies a browser adds. */
  private async identifyProgram(token: string): Promise<Caller> {
    const found = await this.tokensLooked.begunFromNow(token, () => this.tokens.find(token));
    if (found !== null) return callerOfToken(found, this.factors.isMissing(found.person));
    const detail = 'The token is unknown, over, or of somebody who was disabled. Make a new one.';
    throw new ProblemError('sign-in-needed', 401, detail, [], { 'www-authenticate': 'Bearer error="invalid_token"' });
  }

  private async identify(request: WebRequest): Promise<Caller> {
    const bearer = bearerOf(request);
    if (bearer !== null) return this.identifyProgram(bearer);
    const token = sessionTokenOf(request);
    const session =
      token === null ? null : await this.sessionsLooked.begunFromNow(token, () => this.sessions.find(token));
    if (session === null)
      throw new ProblemError('sign-in-needed', 401, 'Nobody has signed in, or it was too long ago. Sign in.');
    if (session.stage === 'mfa') {
      throw new ProblemError('sign-in-needed', 401, 'The code of the second factor is missing. Enter it.');
    }
    return callerOfSession(session, this.factors.isMissing(session.person));
  }
}

function bearerOf({ headers }: WebRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/**
 * A browser sends the cookie whoever made it ask, and says with each write which page did. A foreign page was refused
 * before; a write that does not say is refused here.
 */
function refusalWithoutOrigin(request: WebRequest): ProblemError | null {
  if (!isWrite(request) || request.headers.origin !== undefined) return null;
  const detail = 'A write with a cookie has to say by its Origin header which page it comes from.';
  return new ProblemError('origin-not-allowed', 403, detail);
}

/** Null: it is allowed. */
function refusalOf(
  request: WebRequest,
  { caller, permission }: { caller: Caller; permission: Permission },
): ProblemError | null {
  const withoutOrigin = caller.sessionId === null ? null : refusalWithoutOrigin(request);
  if (withoutOrigin !== null) return withoutOrigin;
  return caller.permissions.includes(permission) ? null : notAllowed(permission, caller);
}

function notAllowed(permission: Permission, { role, scope, permissions, tokenId }: Caller): ProblemError {
  const { meaning } = PERMISSIONS[permission];
  if (tokenId !== null) {
    const detail = `"${meaning}" (${permission}) is not allowed to this token, or no longer to who made it. Make another.`;
    return new ProblemError('not-allowed', 403, detail);
  }
  if (permissions.length === 1) {
    const detail = `The role ${role} needs a second factor. Set it up first; everything else is allowed after that.`;
    return new ProblemError('second-factor-needed', 403, detail);
  }
  const isLimited = scope.projectIds !== 'all';
  const limited = isLimited && permissionsOf(role, false).includes(permission);
  const allowed = ROLE_NAMES.filter((name) => permissionsOf(name, false).includes(permission));
  const why = limited
    ? `"${meaning}" (${permission}) reaches beyond the projects that you are limited to.`
    : `"${meaning}" (${permission}) is not allowed to the role ${role}, but to ${allowed.join(', ')}.`;
  return new ProblemError('not-allowed', 403, `${why} Ask an owner or an admin of Bursar.`);
}
