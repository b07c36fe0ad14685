import {
  ACTION_ANSWERS,
  accountKeyBody,
  type AccountKeyBody,
  actionQuery,
  type ActionQuery,
  madeApiKey,
  type MadeApiKey,
  madeServiceAccount,
  type MadeServiceAccount,
  serviceAccountBody,
  type ServiceAccountBody,
  serviceAccountChange,
  type ServiceAccountChange,
} from '@bursar/contract';
import {
  createAccountKey,
  createServiceAccount,
  deleteServiceAccount,
  updateServiceAccount,
} from '@bursar/openai-admin';
import { Body, Controller, Delete, Inject, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { callerOf } from '../http/caller.js';
import { ProblemError } from '../http/problem.js';
import type { WebRequest } from '../http/web-request.js';
import { ActedObjects } from './acted-objects.service.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const accountOf = (projectId: string) => ({ kind: 'service_account', parentId: projectId }) as const;
const keyOf = (projectId: string) => ({ kind: 'api_key', parentId: projectId }) as const;

/** Service accounts of projects, and the keys that are made through them: the only ones that a call can make. */
@ApiTags('projects')
@Controller('api/v1/projects/:id/service-accounts')
export class ServiceAccountsController {
  constructor(
    @Inject(ActionsService) private readonly actions: ActionsService,
    @Inject(ActedObjects) private readonly objects: ActedObjects,
  ) {}

  @Post()
  @Action({
    permission: 'projects.write',
    summary: 'Make a service account',
    description:
      'With a key, whose secret is in this one answer, unless asked for none; who wants the key needs keys.write as well.',
    answer: madeServiceAccount,
    makes: true,
  })
  async make(
    @Param('id', { schema: openaiId }) projectId: string,
    @Body({ schema: serviceAccountBody }) body: ServiceAccountBody,
    @Req() request: WebRequest,
  ) {
    const { reason: _reason, organization: _organization, ...account } = body;
    if (!account.create_service_account_only) refuseWithoutKeys(request);
    const result = await this.actions.make({
      ...accountOf(projectId),
      request,
      about: body,
      what: 'service_account.make',
      wanted: account,
      send: (client, options) => createServiceAccount(client, { projectId, ...account }, options),
      objects: ({ account: object, key }) => [
        { ...accountOf(projectId), object },
        ...(key === null ? [] : [{ ...keyOf(projectId), object: key }]),
      ],
    });
    return answerOf(request, result, ({ items: [made, key], value: { secret } }): MadeServiceAccount => {
      const apiKey = key === undefined ? null : itemOf('api_key', key);
      return { service_account: itemOf('service_account', made), api_key: apiKey, secret };
    });
  }

  @Patch(':account_id')
  @Action({
    permission: 'projects.write',
    summary: 'Change the name or the role of a service account',
    answer: ACTION_ANSWERS.service_account,
  })
  async change(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('account_id', { schema: openaiId }) id: string,
    @Body({ schema: serviceAccountChange }) body: ServiceAccountChange,
    @Req() request: WebRequest,
  ) {
    const { reason: _reason, organization: _organization, ...wanted } = body;
    const result = await this.actions.change({
      ...accountOf(projectId),
      id,
      request,
      about: body,
      what: 'service_account.change',
      plan: () => wanted,
      send: (client, change, options) => updateServiceAccount(client, { projectId, id, ...change }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('service_account', item));
  }

  @Delete(':account_id')
  @Action({
    permission: 'projects.write',
    summary: 'Delete a service account and its keys',
    answer: ACTION_ANSWERS.service_account,
  })
  async remove(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('account_id', { schema: openaiId }) id: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...accountOf(projectId),
      id,
      request,
      about,
      what: 'service_account.delete',
      send: (client, options) => deleteServiceAccount(client, { projectId, id }, options),
      rereads: (within) => this.objects.keysOf(id, within),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('service_account', item));
  }

  @Post(':account_id/api-keys')
  @Action({
    permission: 'keys.write',
    summary: 'Make one more key of a service account',
    description:
      'Its secret is in this one answer. Without scopes it may do everything; without an expiry it never ends.',
    answer: madeApiKey,
    makes: true,
  })
  async makeKey(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('account_id', { schema: openaiId }) accountId: string,
    @Body({ schema: accountKeyBody }) body: AccountKeyBody,
    @Req() request: WebRequest,
  ) {
    const { name, scopes, expires_in_seconds } = body;
    const key = { name, scopes, expires_in_seconds };
    const result = await this.actions.make({
      ...keyOf(projectId),
      request,
      about: body,
      what: 'api_key.make',
      wanted: { ...key, service_account_id: accountId },
      send: (client, options) => createAccountKey(client, { projectId, accountId, ...key }, options),
      objects: ({ key: object }) => [{ ...keyOf(projectId), object }],
    });
    return answerOf(request, result, ({ items: [item], value: { secret } }): MadeApiKey => {
      return { api_key: itemOf('api_key', item), secret };
    });
  }
}

/** @throws ProblemError 403 for who may make accounts and no keys */
function refuseWithoutKeys(request: WebRequest): void {
  if (callerOf(request).permissions.includes('keys.write')) return;
  const detail =
    'The account would be made with a key, which needs keys.write. Ask for none: create_service_account_only: true.';
  throw new ProblemError('not-allowed', 403, detail);
}
