import { ACTION_ANSWERS, actionQuery, type ActionQuery, apiKeyChange, type ApiKeyChange } from '@bursar/contract';
import { deleteApiKey, updateApiKey } from '@bursar/openai-admin';
import { Body, Controller, Delete, Inject, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { WebRequest } from '../http/web-request.js';
import { Action, answerOf, itemOf, openaiId } from './action-route.js';
import { ActionsService } from './actions.service.js';

const keyOf = (projectId: string) => ({ kind: 'api_key', parentId: projectId }) as const;

/** Keys of projects; they are made through service accounts. */
@ApiTags('keys')
@Controller('api/v1/projects/:id/api-keys')
export class ProjectKeysController {
  constructor(@Inject(ActionsService) private readonly actions: ActionsService) {}

  @Patch(':key_id')
  @Action({
    permission: 'keys.write',
    summary: 'Restrict a key, or let it expire',
    description:
      'OpenAI takes an empty list of scopes for all permissions, which is refused here unless it is said. It refuses changes of a key that has expired.',
    answer: ACTION_ANSWERS.api_key,
  })
  async change(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('key_id', { schema: openaiId }) id: string,
    @Body({ schema: apiKeyChange }) { scopes, expires_in_seconds, ...about }: ApiKeyChange,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.change({
      ...keyOf(projectId),
      id,
      request,
      about,
      what: 'api_key.change',
      plan: () => ({ scopes, expires_in_seconds }),
      send: (client, wanted, options) => updateApiKey(client, { projectId, id, ...wanted }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('api_key', item));
  }

  @Delete(':key_id')
  @Action({
    permission: 'keys.write',
    summary: 'Delete a key',
    description: 'OpenAI may refuse it for a key of a service account: it is deleted with its account then.',
    answer: ACTION_ANSWERS.api_key,
  })
  async remove(
    @Param('id', { schema: openaiId }) projectId: string,
    @Param('key_id', { schema: openaiId }) id: string,
    @Query({ schema: actionQuery }) about: ActionQuery,
    @Req() request: WebRequest,
  ) {
    const result = await this.actions.remove({
      ...keyOf(projectId),
      id,
      request,
      about,
      what: 'api_key.delete',
      send: (client, options) => deleteApiKey(client, { projectId, id }, options),
    });
    return answerOf(request, result, ({ items: [item] }) => itemOf('api_key', item));
  }
}
