import { Body, Controller, Get, HttpCode, Inject, Post, Query, Redirect, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  confirmBody,
  type ConfirmBody,
  signOnQuery,
  type SignOnQuery,
  tieAnswer,
  type TieAnswer,
} from '@bursar/contract';
import type { Environment } from '../../env.js';
import { callerOf } from '../../http/caller.js';
import { originAskedAt } from '../../http/own-address.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { WebRequest, WebResponse } from '../../http/web-request.js';
import { ENVIRONMENT } from '../../tokens.js';
import { AccountService } from '../account.service.js';
import { clearCookie, cookieOf, setCookie } from '../cookies.js';
import { originOf, setSessionCookie } from '../session-cookie.js';
import { SignOnRefusedError } from './sign-on-refused.js';
import { SignOnService } from './sign-on.service.js';
import { VISIT_COOKIE } from './visit.js';

const CALLBACK = '/api/auth/oidc/callback';

/** Where a browser is led; a page, never an answer that a person would have to read. */
interface Led {
  url: string;
  statusCode: 302;
}

/** The way to the identity provider and back. */
@ApiTags('sign-in')
@Controller('api/auth/oidc')
export class SignOnController {
  constructor(
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SignOnService) private readonly signOns: SignOnService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get('start')
  @Redirect()
  @RequirePermission('sign_in.use')
  @ApiOperation({ summary: 'For browsers: leads to the identity provider' })
  @ApiFoundResponse({ description: 'To the provider, or back to the sign-in page with a reason' })
  async start(
    @Query({ schema: signOnQuery }) { return_to: returnTo }: SignOnQuery,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<Led> {
    return ledOrRefused(async () => {
      const callback = this.callbackOf(request);
      const { location, token } = await this.signOns.begin({ callback, returnTo }, originOf(request));
      setCookie(response, VISIT_COOKIE, token);
      return location.href;
    });
  }

  @Post('tie')
  @HttpCode(200)
  @RequirePermission('account.use')
  @ApiOperation({
    summary: 'Sign in by the identity provider as well, from now on',
    description: 'For who has a password: accounts are never tied by mail. The provider decides the role after it.',
  })
  @ApiOkResponse({ standardSchema: tieAnswer })
  async tie(
    @Body({ schema: confirmBody }) { password }: ConfirmBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<TieAnswer> {
    const { id: personId } = await this.accounts.confirm(callerOf(request), password, '/password');
    const callback = this.callbackOf(request);
    const begun = await this.signOns.begin({ callback, returnTo: '/account', personId }, originOf(request));
    setCookie(response, VISIT_COOKIE, begun.token);
    return { location: begun.location.href };
  }

  @Get('callback')
  @Redirect()
  @RequirePermission('sign_in.use')
  @ApiOperation({
    summary: 'For browsers: the identity provider leads back here',
    description: 'Its address, with BURSAR_URL before it, is what the provider has to be told.',
  })
  @ApiFoundResponse({ description: 'To where they wanted to go, or to the sign-in page' })
  async callback(@Req() request: WebRequest, @Res({ passthrough: true }) response: WebResponse): Promise<Led> {
    return ledOrRefused(async () => {
      const { search } = new URL(request.url ?? '', 'http://localhost');
      const answered = new URL(search, this.callbackOf(request));
      const token = cookieOf(request, VISIT_COOKIE);
      clearCookie(response, VISIT_COOKIE);
      const signedOn = await this.signOns.end(answered, token, originOf(request));
      setSessionCookie(response, signedOn.token);
      return signedOn.stage === 'full' ? signedOn.returnTo : pageWith('/sign-in', { return_to: signedOn.returnTo });
    });
  }

  private callbackOf(request: WebRequest): URL {
    return new URL(CALLBACK, originAskedAt(request, this.environment.publicOrigin));
  }
}

async function ledOrRefused(lead: () => Promise<string>): Promise<Led> {
  try {
    return { url: await lead(), statusCode: 302 };
  } catch (error) {
    if (!(error instanceof SignOnRefusedError)) throw error;
    return { url: pageWith(error.page, { refused: error.why }), statusCode: 302 };
  }
}

function pageWith(page: string, search: Record<string, string>): string {
  return `${page}?${new URLSearchParams(search)}`;
}
