import {
  ACTION_ANSWERS,
  actionQuery,
  type ActionQuery,
  directoryDetailQuery,
  type DirectoryDetailQuery,
  rateLimitChange,
  type RateLimitChange,
  spendLimitAnswer,
  type SpendLimitAnswer,
  spendLimitBody,
  type SpendLimitBody,
} from '@bursar/contract';
import { deleteProjectSpendLimit, setProjectSpendLimit, updateRateLimit } from '@bursar/openai-admin';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Put, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DirectoryDetailsService } from '../directory/directory-details.service.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';
import { FormerLimits } from './former-limits.service.js';

const limitOf = (projectId: string) => ({ kind: 'spend_limit', parentId: projectId, id: projectId }) as const;

/** How fast a project may ask, and how much it may spend, by OpenAI's own limits. */
@ApiTags('limits')
@Controller('api/v1/projects/:id')
export class ProjectLimitsController {
  constructor(
    @Inject(ActionsService) private readonly actions: ActionsService,
    @Inject(FormerLimits) private readonly former: FormerLimits,
    @Inject(DirectoryDetailsService) private readonly details: DirectoryDetailsService,
  ) {}

  @Patch('rate-limits/:limit_id')
  @Action({
    permission: 'limits.write',
    summary: 'Change the rate limits of a model, or take a change back',
    description:
      'Any of the limits that the model has; OpenAI refuses more than the organization has. restore names a change of GET /api/v1/directory-changes?kind=rate_limit, and sets what changed at that moment to what it was.',
    answer: ACTION_ANSWERS.rate_limit,
  })
  async changeRates(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('limit_id', { schema: openaiId }) id: string,
    @Body({ schema: rateLimitChange }) body: RateLimitChange,
    @Req() request: WebRequest,
  ) {
    const { reason: _reason, organization: _organization, restore, ...limits } = body;
    const result = await this.actions.change({
      kind: 'rate_limit',
      parentId: projectId,
      id,
      request,
      about: body,
      what: 'rate_limit.change',
      plan: (_, within) => (restore === undefined ? limits : this.former.before(restore, { projectId, id }, within)),
      send: (client, wanted, options) => updateRateLimit(client, { projectId, id, limits: wanted }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('rate_limit', item));
  }

  @Get('spend-limit')
  @RequirePermission('directory.read')
  @ApiOperation({ summary: 'The spend limit of a project as set at OpenAI, as last seen' })
  @ApiOkResponse({ standardSchema: spendLimitAnswer })
  async spendLimit(
    @Param('id', { schema: openaiId }) projectId: string,
    @Query({ schema: directoryDetailQuery }) { organization }: DirectoryDetailQuery,
    @CallerScope() scope: Scope,
  ): Promise<SpendLimitAnswer> {
    return spendLimitAnswer.parse({ spend_limit: await this.details.spendLimit(projectId, organization, scope) });
  }

  @Put('spend-limit')
  @Action({
    permission: 'limits.write',
    summary: 'Set the spend limit of a project at OpenAI',
    description: 'In US cents a month, as OpenAI counts them.',
    answer: ACTION_ANSWERS.spend_limit,
  })
  async setSpendLimit(
    @Param('id', { schema: openaiId }) projectId: string,
    @Body({ schema: spendLimitBody }) { threshold_amount: cents, ...body }: SpendLimitBody,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.change({
      ...limitOf(projectId),
      request,
      about: body,
      what: 'spend_limit.set',
      mayBeAbsent: true,
      plan: () => ({ threshold_amount: cents, currency: body.currency, interval: body.interval }),
      send: (client, _, options) => setProjectSpendLimit(client, { projectId, cents }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('spend_limit', item));
  }

  @Delete('spend-limit')
  @Action({
    permission: 'limits.write',
    summary: 'Let a project spend without a limit of its own',
    answer: ACTION_ANSWERS.spend_limit,
  })
  async removeSpendLimit(
    @Param('id', { schema: openaiId }) projectId: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...limitOf(projectId),
      request,
      about,
      what: 'spend_limit.remove',
      send: (client, options) => deleteProjectSpendLimit(client, projectId, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('spend_limit', item));
  }
}
