/** Bodies as they came, for routes whose callers sign them: what was read and written again has other bytes. */
import type { IncomingMessage } from 'node:http';

/** Where other services deliver. */
const HOOKS = '/api/hooks/';

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** For the parser of bodies: keeps one for as long as its request lasts. */
export function keepRawBody(request: IncomingMessage, _: unknown, body: Buffer): void {
  if (request.url?.startsWith(HOOKS)) bodies.set(request, body);
}

/** Empty: it came without. */
export function rawBodyOf(request: IncomingMessage): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}
