import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  codeBody,
  type CodeBody,
  confirmBody,
  type ConfirmBody,
  passwordBody,
  type PasswordBody,
  recoveryCodes,
  type RecoveryCodes,
  secondFactorSeed,
  type SecondFactorSeed,
  sessionsAnswer,
  type SessionsAnswer,
} from '@bursar/contract';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { callerOf } from '../http/caller.js';
import { notFound, type ProblemError } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest, WebResponse } from '../http/web-request.js';
import { AccountService } from './account.service.js';
import { instantOf } from './person-of.js';
import { SecondFactorService } from './second-factor.service.js';
import { originOf, setSessionCookie } from './session-cookie.js';
import { SessionsStore } from './sessions.store.js';

/** What everybody may see and change of themselves. */
@ApiTags('account')
@Controller('api/auth')
export class AccountController {
  constructor(
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get('sessions')
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'Where you have signed in, last used first' })
  @ApiOkResponse({ standardSchema: sessionsAnswer })
  async list(@Req() request: WebRequest): Promise<SessionsAnswer> {
    const { personId, sessionId } = callerOf(request);
    const data = (await this.sessions.list(personId)).map((row) => ({
      id: String(row.id),
      is_current: row.id === sessionId,
      created_at: instantOf(row.createdAt),
      last_seen_at: instantOf(row.lastSeenAt),
      expires_at: instantOf(row.expiresAt),
      address: row.address,
      user_agent: row.userAgent,
    }));
    return { data };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'End one of your sessions' })
  @ApiNoContentResponse()
  async endSession(@Param('id') id: string, @Req() request: WebRequest): Promise<void> {
    const { personId } = callerOf(request);
    if (!/^\d{1,9}$/.test(id)) throw noSession(id);
    const act: Act = { what: 'session.end', target: { kind: 'session', id, name: null } };
    await this.activity.perform(act, actorOf(request), async () => {
      if (!(await this.sessions.endOwn(personId, Number(id)))) throw noSession(id);
    });
  }

  @Post('sessions/end-others')
  @HttpCode(204)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'End all your sessions but this one' })
  @ApiNoContentResponse()
  async endOthers(@Req() request: WebRequest): Promise<void> {
    const { personId, sessionId } = callerOf(request);
    await this.activity.perform({ what: 'session.end_others' }, actorOf(request), () =>
      this.sessions.endAll(personId, sessionId),
    );
  }

  @Post('password')
  @HttpCode(204)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'Change your password; all other sessions end' })
  @ApiNoContentResponse()
  async changePassword(
    @Body({ schema: passwordBody }) body: PasswordBody,
    @Req() request: WebRequest,
    @Res({ passthrough: true }) response: WebResponse,
  ): Promise<void> {
    const token = await this.activity.perform({ what: 'password.change' }, actorOf(request), async () => {
      const person = await this.accounts.confirm(callerOf(request), body.current_password, '/current_password');
      return this.accounts.setPassword(person, body.new_password, originOf(request));
    });
    setSessionCookie(response, token);
  }

  @Post('second-factor')
  @HttpCode(200)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'A seed for your authenticator; it counts once you confirm a code of it' })
  @ApiOkResponse({ standardSchema: secondFactorSeed })
  async propose(
    @Body({ schema: confirmBody }) body: ConfirmBody,
    @Req() request: WebRequest,
  ): Promise<SecondFactorSeed> {
    return this.activity.perform({ what: 'second_factor.propose' }, actorOf(request), async () =>
      this.factors.propose(await this.accounts.confirm(callerOf(request), body.password, '/password')),
    );
  }

  @Post('second-factor/confirm')
  @HttpCode(200)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'Confirm the second factor by a code; the answer holds recovery codes, once' })
  @ApiOkResponse({ standardSchema: recoveryCodes })
  async confirm(@Body({ schema: codeBody }) body: CodeBody, @Req() request: WebRequest): Promise<RecoveryCodes> {
    return this.activity.perform({ what: 'second_factor.confirm' }, actorOf(request), async () =>
      this.factors.confirm(await this.accounts.self(callerOf(request)), body.code),
    );
  }

  @Delete('second-factor')
  @HttpCode(204)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'Remove your second factor' })
  @ApiNoContentResponse()
  async remove(@Body({ schema: confirmBody }) body: ConfirmBody, @Req() request: WebRequest): Promise<void> {
    await this.activity.perform({ what: 'second_factor.remove' }, actorOf(request), async () =>
      this.factors.remove(await this.accounts.confirm(callerOf(request), body.password, '/password')),
    );
  }
}

function noSession(id: string): ProblemError {
  return notFound(`You have no session ${id}.`);
}
