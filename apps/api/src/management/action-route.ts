/** What all routes that change something at OpenAI have in common. */
import {
  ACTION_ANSWERS,
  type ActionItem,
  type ActionKind,
  type ActionUnknown,
  actionUnknown,
  identifier,
  type Permission,
} from '@bursar/contract';
import { applyDecorators, HttpCode } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  type StandardSchemaObject,
} from '@nestjs/swagger';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import type { Item } from './acted-objects.service.js';
import type { ActionResult } from './action.js';

/** An id in a path: dots alone would be another path at OpenAI. */
export const openaiId = identifier.refine((id) => /[^.]/.test(id), 'an id of OpenAI’s');

interface ActionRoute {
  permission: Permission;
  summary: string;
  description?: string;
  answer: StandardSchemaObject;
  /** It makes something: 201, and 200 where OpenAI's answer was lost and its list shows what was made. */
  makes?: true;
}

const UNKNOWN = "OpenAI's answer was lost, and reading did not tell whether it was done. It was sent once.";
const BY_LIST = "OpenAI's answer was lost, and its list shows that it was made, once.";

/** The permission, the description and the statuses of a route that changes something at OpenAI. */
export function Action({ permission, summary, description, answer, makes }: ActionRoute): MethodDecorator {
  return applyDecorators(
    HttpCode(makes ? 201 : 200),
    RequirePermission(permission),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ...(makes ? [ApiCreatedResponse({ standardSchema: answer })] : []),
    ApiOkResponse({ standardSchema: answer, ...(makes && { description: BY_LIST }) }),
    ApiAcceptedResponse({ standardSchema: actionUnknown, description: UNKNOWN }),
  );
}

/** The object as its list answers it. */
export function itemOf<Name extends ActionKind>(kind: Name, item: Item | undefined): ActionItem<Name> {
  // The schemas' type of what they read does not follow a type parameter.
  return ACTION_ANSWERS[kind].parse(item) as ActionItem<Name>;
}

/** Answers what came of it, with the status that says so. */
export function answerOf<T, Answer>(
  request: WebRequest,
  result: ActionResult<T>,
  read: (done: Extract<ActionResult<T>, { state: 'done' }>) => Answer,
): Answer | ActionUnknown {
  const { res: response } = request;
  if (result.state === 'unknown') {
    response.statusCode = 202;
    return result.answer;
  }
  if (result.isByList) response.statusCode = 200;
  return read(result);
}
