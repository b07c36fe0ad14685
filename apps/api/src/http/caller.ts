import type { IncomingMessage } from 'node:http';
import type { Permission, Role } from '@bursar/contract';
import type { Scope } from './scope.js';

/** Who sent a request, what they may do and what they may see; decided once, before any route looks at it. */
export interface Caller {
  personId: number;
  /** Null where a program asks by a token. */
  sessionId: number | null;
  tokenId: number | null;
  role: Role;
  permissions: readonly Permission[];
  scope: Scope;
}

const callers = new WeakMap<IncomingMessage, Caller>();

export function setCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/** @throws Error on a route that needs no sign-in: it has nobody to ask about. */
export function callerOf(request: IncomingMessage): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This route is open to everybody, so that it has no caller.');
  return caller;
}
