import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  apiTokenBody,
  type ApiToken,
  type ApiTokenBody,
  apiTokensAnswer,
  type ApiTokensAnswer,
  madeApiToken,
  type MadeApiToken,
  reachesBeyondProjects,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { type Caller, callerOf } from '../http/caller.js';
import { invalidRequest, notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { ApiTokensStore, type StoredToken } from './api-tokens.store.js';
import { instantOf } from './person-of.js';
import { makeApiToken } from './secrets.js';

/** Tokens by which programs use the API. */
@ApiTags('tokens')
@Controller('api/v1/tokens')
export class ApiTokensController {
  constructor(
    @Inject(ApiTokensStore) private readonly tokens: ApiTokensStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('account.use')
  @ApiOperation({
    summary: 'Your tokens; those of everybody for who may see people',
    description: 'The newest thousand.',
  })
  @ApiOkResponse({ standardSchema: apiTokensAnswer })
  async list(@Req() request: WebRequest): Promise<ApiTokensAnswer> {
    const { personId, permissions } = callerOf(request);
    const rows = await this.tokens.list(permissions.includes('people.read') ? null : personId);
    return { data: rows.map(tokenOf) };
  }

  @Post()
  @RequirePermission('account.use')
  @ApiOperation({
    summary: 'Make a token; the answer holds it, once',
    description: 'It may do no more and see no more than you, also later, when you may do less.',
  })
  @ApiCreatedResponse({ standardSchema: madeApiToken })
  async make(@Body({ schema: apiTokenBody }) body: ApiTokenBody, @Req() request: WebRequest): Promise<MadeApiToken> {
    const caller = callerOf(request);
    return this.activity.perform(
      {
        what: 'token.make',
        target: { kind: 'token', id: null, name: body.name },
        after: body,
        done: ({ api_token: made }) => ({ target: { kind: 'token', id: made.id, name: made.name } }),
      },
      actorOf(request),
      () => this.makeFor(caller, body),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('account.use')
  @ApiOperation({ summary: 'End a token of yours, or anybody’s for who may change people' })
  @ApiNoContentResponse()
  async end(@Param('id') id: string, @Req() request: WebRequest): Promise<void> {
    const { personId, permissions } = callerOf(request);
    const owner = permissions.includes('people.write') ? null : personId;
    const stored = /^\d{1,9}$/.test(id) ? await this.tokens.findOwn(Number(id), owner) : null;
    const missing = notFound(`There is no token ${id} that you may end.`);
    if (stored === null) throw missing;
    const target = { kind: 'token', id: String(stored.id), name: stored.name };
    await this.activity.perform({ what: 'token.end', target, before: tokenOf(stored) }, actorOf(request), async () => {
      if (!(await this.tokens.remove(stored.id, owner))) throw missing;
    });
  }

  private async makeFor(caller: Caller, body: ApiTokenBody): Promise<MadeApiToken> {
    refuseMore(body, caller);
    const token = makeApiToken();
    const { name, permissions, project_ids: projectIds, expires_in_days: days } = body;
    const added = await this.tokens.add(token, {
      personId: caller.personId,
      name,
      permissions: [...new Set(permissions)],
      projectIds,
      days,
    });
    return { token, api_token: tokenOf(added) };
  }
}

function refuseMore({ permissions, project_ids: projectIds }: ApiTokenBody, caller: Caller): void {
  const beyond = permissions.filter((permission) => !caller.permissions.includes(permission));
  if (beyond.length > 0) {
    const allowed = caller.permissions.filter((permission) => permission !== 'account.use');
    throw invalidRequest({
      pointer: '/permissions',
      message: `has what you may not do: ${beyond.join(', ')}`,
      allowed,
    });
  }
  const wide = projectIds === null ? [] : permissions.filter(reachesBeyondProjects);
  if (wide.length > 0) {
    throw invalidRequest({
      pointer: '/permissions',
      message: `has what reaches beyond projects: ${wide.join(', ')}. Leave that out, or do not limit the token to projects`,
    });
  }
  const own = caller.scope.projectIds;
  const strange = own === 'all' ? [] : (projectIds ?? []).filter((id) => !own.includes(id));
  if (strange.length > 0) {
    throw invalidRequest({ pointer: '/project_ids', message: `has what you may not see: ${strange.join(', ')}` });
  }
}

function tokenOf(stored: StoredToken): ApiToken {
  return {
    id: String(stored.id),
    name: stored.name,
    person_id: String(stored.personId),
    person_name: stored.personName,
    permissions: stored.permissions,
    project_ids: stored.projectIds,
    created_at: instantOf(stored.createdAt),
    expires_at: instantOf(stored.expiresAt),
    last_used_at: stored.lastUsedAt && instantOf(stored.lastUsedAt),
  };
}
