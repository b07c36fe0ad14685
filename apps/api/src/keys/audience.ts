import { callerOf } from '../http/caller.js';
import type { Scope } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';

/** Who asks about keys, and which of the logs that tell of them they may see. */
export interface Audience {
  scope: Scope;
  /** OpenAI's, which is where creators, addresses and scopes stand. */
  seesAuditLog: boolean;
  /** Bursar's own. */
  seesActivity: boolean;
}

export function audienceOf(request: WebRequest): Audience {
  const { scope, permissions } = callerOf(request);
  return {
    scope,
    seesAuditLog: permissions.includes('audit_events.read'),
    seesActivity: permissions.includes('activity.read'),
  };
}
