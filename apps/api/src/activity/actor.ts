import { callerOf } from '../http/caller.js';
import { requestIdOf } from '../http/problem.js';
import type { WebRequest } from '../http/web-request.js';

/** Who does something, as far as it is known before. */
export interface Actor {
  /** Null: nobody who is known, or Bursar itself. */
  personId: number | null;
  tokenId: number | null;
  address: string | null;
  requestId: string | null;
}

/** Bursar, of its own accord. */
export const BURSAR: Actor = { personId: null, tokenId: null, address: null, requestId: null };

/**
 * Whoever sent a request.
 *
 * @throws Error on a route that needs no sign-in: whoever judges one there knows whom it is about, by `actorFrom`.
 */
export function actorOf(request: WebRequest): Actor {
  const { personId, tokenId } = callerOf(request);
  return { personId, tokenId, address: request.ip ?? null, requestId: requestIdOf(request.res) };
}

/**
 * Somebody who is about to come in, or is kept out.
 *
 * @param personId null: nobody who is known
 */
export function actorFrom(
  { address, requestId = null }: { address: string | null; requestId?: string | null },
  personId: number | null,
): Actor {
  return { personId, tokenId: null, address, requestId };
}
