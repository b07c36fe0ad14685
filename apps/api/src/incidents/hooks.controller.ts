import { hookAnswer, type HookAnswer } from '@bursar/contract';
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorFrom } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { notFound, ProblemError, requestIdOf } from '../http/problem.js';
import { rawBodyOf } from '../http/raw-body.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { ENVIRONMENT } from '../tokens.js';
import { GithubAlerts } from './github-alerts.service.js';
import { isSigned } from './github-signature.js';

/** Where other services deliver what they have found. */
@ApiTags('incidents')
@Controller('api/hooks')
export class HooksController {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'githubWebhookSecret'>,
    @Inject(GithubAlerts) private readonly alerts: GithubAlerts,
  ) {}

  @Post('github-secret-scanning')
  @HttpCode(200)
  @RequirePermission('hooks.deliver')
  @ApiOperation({
    summary: 'Open an incident for an alert of GitHub’s secret scanning',
    description:
      'Signed with BURSAR_GITHUB_WEBHOOK_SECRET, without which there is no such route. Each alert opens one incident; a ' +
      'secret that GitHub sends along is compared with what OpenAI shows of keys, and kept nowhere.',
  })
  @ApiOkResponse({ standardSchema: hookAnswer })
  async github(@Body() body: unknown, @Req() request: WebRequest): Promise<HookAnswer> {
    const { githubWebhookSecret: secret } = this.environment;
    if (secret === null)
      throw notFound('No webhook of GitHub is set up here: BURSAR_GITHUB_WEBHOOK_SECRET is not set.');
    if (!isSigned(rawBodyOf(request), request.headers['x-hub-signature-256'], secret)) {
      const detail =
        'The signature does not fit the body. The secret of the webhook has to be BURSAR_GITHUB_WEBHOOK_SECRET.';
      throw new ProblemError('not-allowed', 401, detail);
    }
    const actor = actorFrom({ address: request.ip ?? null, requestId: requestIdOf(request.res) }, null);
    return this.alerts.deliver(request.headers['x-github-event'], body, actor);
  }
}
