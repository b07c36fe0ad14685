import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { callerOf } from './caller.js';

/**
 * What the caller may see; every store read takes one.
 *
 * An organization is our integer, a project is OpenAI's id. Both lists apply: a row has to be in an allowed
 * organization and, where it belongs to a project, in an allowed project.
 */
export interface Scope {
  organizationIds: readonly number[] | 'all';
  projectIds: readonly string[] | 'all';
}

export const FULL_SCOPE: Scope = { organizationIds: 'all', projectIds: 'all' };

/** Hands the caller's scope to a route. */
export const CallerScope = createParamDecorator(
  (_: unknown, context: ExecutionContext): Scope =>
    callerOf(context.switchToHttp().getRequest<IncomingMessage>()).scope,
);
