import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  authState,
  type AuthState,
  codeBody,
  type CodeBody,
  demoSignInBody,
  type DemoSignInBody,
  forgottenBody,
  type ForgottenBody,
  linkAnswer,
  type LinkAnswer,
  linkBody,
  type LinkBody,
  linkUseBody,
  type LinkUseBody,
  setUpBody,
  type SetUpBody,
  signInAnswer,
  type SignInAnswer,
  signInBody,
  type SignInBody,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { actorFrom } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { originAskedAt } from '../http/own-address.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';
import { ENVIRONMENT } from '../tokens.js';
import { AccountService } from './account.service.js';
import { ForgottenService } from './forgotten.service.js';
import { SignOnService } from './oidc/sign-on.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { clearSessionCookie, originOf, sessionTokenOf, setSessionCookie } from './session-cookie.js';
import { SessionsStore } from './sessions.store.js';
import { type BegunSession, SignInService } from './sign-in.service.js';
import { selfOf } from './signed-in.js';

/** Coming in and leaving. */
@ApiTags('sign-in')
@Controller('api/auth')
export class AuthController {
  constructor(
    @Inject(SignInService) private readonly signIns: SignInService,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(SignOnService) private readonly signOns: SignOnService,
    @Inject(ForgottenService) private readonly forgottens: ForgottenService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get('state')
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Who has signed in, and what a page has to offer to those who have not' })
  @ApiOkResponse({ standardSchema: authState })
  async state(@Req() request: WebRequest): Promise<AuthState> {
    const token = sessionTokenOf(request);
    const session = token === null ? null : await this.sessions.find(token);
    const name = this.signOns.settings?.name;
    return {
      needs_set_up: session === null && (await this.signIns.needsSetUp()),
      local_sign_in: this.signIns.isLocal,
      sends_mail: this.forgottens.isOffered,
      single_sign_on: name === undefined ? null : { name },
      demo: this.signIns.isDemo,
      needs_second_factor: session?.stage === 'full' && this.factors.isMissing(session.person),
      awaits_code: session?.stage === 'mfa',
      person: session?.stage === 'full' ? selfOf(session.person, this.factors.isMissing(session.person)) : null,
    };
  }

  @Post('set-up')
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Become the first owner, by the code of the log' })
  @ApiCreatedResponse({ standardSchema: signInAnswer })
  async setUp(
    @Body({ schema: setUpBody }) body: SetUpBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<SignInAnswer> {
    return answer(response, await this.signIns.setUp(body, originOf(request)));
  }

  @Post('sign-in')
  @HttpCode(200)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Sign in by mail address and password' })
  @ApiOkResponse({ standardSchema: signInAnswer })
  async signIn(
    @Body({ schema: signInBody }) body: SignInBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<SignInAnswer> {
    return answer(response, await this.signIns.signIn(body, originOf(request)));
  }

  @Post('demo-sign-in')
  @HttpCode(200)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Sign in to the demo as somebody of a role' })
  @ApiOkResponse({ standardSchema: signInAnswer })
  async demoSignIn(
    @Body({ schema: demoSignInBody }) body: DemoSignInBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<SignInAnswer> {
    return answer(response, await this.signIns.signInToDemo(body, originOf(request)));
  }

  @Post('code')
  @HttpCode(200)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Enter the code of the second factor, or a recovery code, after the password' })
  @ApiOkResponse({ standardSchema: signInAnswer })
  async enterCode(
    @Body({ schema: codeBody }) { code }: CodeBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<SignInAnswer> {
    return answer(response, await this.signIns.enterCode(sessionTokenOf(request), code, originOf(request)));
  }

  @Post('link/look')
  @HttpCode(200)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Whom a link of an invitation or a forgotten password is for' })
  @ApiOkResponse({ standardSchema: linkAnswer })
  async lookAtLink(@Body({ schema: linkBody }) { token }: LinkBody, @Req() request: WebRequest): Promise<LinkAnswer> {
    return this.accounts.lookAtLink(token, originOf(request));
  }

  @Post('link')
  @HttpCode(200)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Choose a password by a link, and sign in' })
  @ApiOkResponse({ standardSchema: signInAnswer })
  async useLink(
    @Body({ schema: linkUseBody }) { token, password }: LinkUseBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<SignInAnswer> {
    return answer(response, await this.accounts.useLink(token, password, originOf(request)));
  }

  @Post('forgotten')
  @HttpCode(204)
  @RequirePermission('sign_in.use')
  @ApiOperation({
    summary: 'Be sent a link for a new password, by mail',
    description: 'The answer is the same whether somebody has that address.',
  })
  @ApiNoContentResponse()
  async forgotten(
    @Body({ schema: forgottenBody }) { email }: ForgottenBody,
    @Req() request: WebRequest,
  ): Promise<void> {
    const at = originAskedAt(request, this.environment.publicOrigin);
    await this.forgottens.ask(email, at, originOf(request));
  }

  @Post('sign-out')
  @HttpCode(204)
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'Sign out; whoever has not signed in stays out' })
  @ApiNoContentResponse()
  async signOut(@Req() request: WebRequest, @Res({ passthrough: true }) response: WebResponse): Promise<void> {
    const token = sessionTokenOf(request);
    const session = token === null ? null : await this.sessions.find(token);
    if (session !== null) {
      const actor = actorFrom(originOf(request), session.person.id);
      await this.activity.perform({ what: 'sign_out' }, actor, () => this.sessions.end(session.sessionId));
    }
    clearSessionCookie(response);
  }
}

function answer(response: WebResponse, { token, stage }: BegunSession): SignInAnswer {
  setSessionCookie(response, token);
  return { mfa: stage === 'mfa' };
}
